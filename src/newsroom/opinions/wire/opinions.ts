import { fingerprint } from '../../../lib/fingerprint.ts';
import type { Model } from '../../drafting/wire/models/completion.ts';
import { asValue, type Marked, sentence, type Told, told } from '../../words/translate.ts';
import {
  type Answer,
  askAbout,
  mayBeAsked,
  QUESTION_VERSION,
  type Question,
  readOpinion,
} from './question.ts';

/** The most questions of a call, and those that a model gets at once; and for how long a call puts new ones. */
const [MAX_QUESTIONS, AT_ONCE, MAX_MS] = [20, 4, 40_000];
/** How long an answer is kept, and the most answers. */
const [KEPT_MS, MAX_KEPT] = [90 * 86_400_000, 5000];

interface OpinionDependencies {
  /** Makes the model that is asked, or says what it lacks. */
  chooseModel: () => Promise<{ ok: true; model: Model } | { ok: false; lacking: Marked<string> }>;
  /** The clock, in milliseconds. */
  now?: () => number;
}

/** What a model answered to questions, in their order: null where it has not been asked, or gave no answer. */
export interface OpinionsOfModel {
  ok: true;
  model: string;
  provider: string;
  answers: (Answer | null)[];
}

/** Why no model can be asked, as a sentence for an editor. */
export interface NoModel extends Told {
  ok: false;
}

/**
 * A second opinion on what a program could not tell. Answers are kept by a hash of question, model and version of the prompt, so that
 * a text that changes is a question of its own.
 */
export class Opinions {
  readonly #sql: SqlStorage;
  readonly #dependencies: OpinionDependencies;
  readonly #now: () => number;
  /** The questions that a model has now, so that none is put twice. */
  readonly #open = new Map<string, Promise<Told | undefined>>();

  constructor(sql: SqlStorage, dependencies: OpinionDependencies) {
    this.#sql = sql;
    this.#dependencies = dependencies;
    this.#now = dependencies.now ?? Date.now;
  }

  /** Returns what is known already. Asks nobody. */
  async find(questions: readonly Question[]): Promise<OpinionsOfModel | NoModel> {
    const chosen = await this.#choose();
    return chosen.ok ? this.#known(chosen.model, await keysOf(questions, chosen.model)) : chosen;
  }

  /** Puts those questions to the model that it has not answered yet. `why` says why the last of them got no answer. */
  async ask(questions: readonly Question[]): Promise<(OpinionsOfModel & { why?: Told }) | NoModel> {
    const chosen = await this.#choose();
    if (!chosen.ok) return chosen;
    const { model } = chosen;
    this.#tidy();
    const keys = await keysOf(questions, model);
    const { answers } = this.#known(model, keys);
    const open = new Map(
      questions.flatMap((question, at): [string, Question][] =>
        answers[at] === null ? [[keys[at] ?? '', question]] : [],
      ),
    );
    const queue = [...open].slice(0, MAX_QUESTIONS);
    const until = this.#now() + MAX_MS;
    let why: Told | undefined;
    const work = async () => {
      for (let next = queue.shift(); next && this.#now() < until; next = queue.shift()) {
        why = (await this.#put(next, model)) ?? why;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    return { ...this.#known(model, keys), ...(why === undefined ? {} : { why }) };
  }

  async #choose(): Promise<{ ok: true; model: Model } | NoModel> {
    const chosen = await this.#dependencies.chooseModel();
    return chosen.ok
      ? chosen
      : {
          ok: false,
          ...told(sentence('No model can be asked for a second opinion. {reason}'), {
            reason: asValue(chosen.lacking),
          }),
        };
  }

  #known({ model, provider }: Model, keys: readonly string[]): OpinionsOfModel {
    const since = this.#now() - KEPT_MS;
    const answers = keys.map((key) => {
      const query = 'SELECT answer FROM opinion WHERE key = ? AND at > ?';
      return this.#sql.exec<{ answer: Answer }>(query, key, since).toArray()[0]?.answer ?? null;
    });
    return { ok: true, model, provider, answers };
  }

  /** Puts a question, and keeps the answer. Returns why there is none. */
  #put([key, question]: [string, Question], model: Model): Promise<Told | undefined> {
    const running = this.#open.get(key) ?? this.#complete(key, question, model);
    this.#open.set(key, running);
    return running.finally(() => this.#open.delete(key));
  }

  async #complete(key: string, question: Question, model: Model): Promise<Told | undefined> {
    if (!mayBeAsked(question))
      return told(
        sentence(
          'A text that is very long, or gives orders to machines, is shown to no model. Read it yourself.',
        ),
      );
    const completion = await model.complete(askAbout(question));
    if (!completion.ok) return told(completion);
    const answer = readOpinion(completion);
    if (answer === undefined)
      return told(sentence('The model answered with something else than yes, no or unclear.'));
    this.#sql.exec(
      'INSERT OR REPLACE INTO opinion (key, answer, at) VALUES (?, ?, ?)',
      key,
      answer,
      this.#now(),
    );
    return undefined;
  }

  /** Deletes old answers, and the oldest of too many. */
  #tidy(): void {
    this.#sql.exec('DELETE FROM opinion WHERE at <= ?', this.#now() - KEPT_MS);
    this.#sql.exec(
      'DELETE FROM opinion WHERE key IN (SELECT key FROM opinion ORDER BY at DESC LIMIT -1 OFFSET ?)',
      MAX_KEPT - MAX_QUESTIONS,
    );
  }
}

/** Returns hashes of all that a model would be asked. */
const keysOf = (questions: readonly Question[], { model, provider }: Model): Promise<string[]> =>
  Promise.all(
    questions.map(({ claim, part, quote }) =>
      fingerprint(
        new TextEncoder().encode(JSON.stringify([QUESTION_VERSION, provider, model, claim, part, quote])),
      ),
    ),
  );
