import * as z from 'zod';
import { type Marked, sentence, told } from '../../../words/translate.ts';
import type { DraftAnswer, Passage } from '../drafter.ts';
import { type Completion, shown } from './completion.ts';

// Reads what a model answers, whatever it is: what was asked for, prose, half a JSON, nothing.

/** The longest answer that is read. Four passages take about 2,000 characters. */
const MAX_ANSWER = 200_000;

/** A number, also as a text of digits. */
const number = z.union([
  z.number(),
  z
    .string()
    .regex(/^\d{1,6}$/)
    .transform(Number),
]);

const passageSchema = z.object({
  text: z.string(),
  quotes: z.array(z.object({ source: number, first: number, last: number })).max(50),
});
const answerSchema = z.object({ passages: z.array(z.unknown()).max(100) });

const refuse = (what: Marked<string>, words?: string): DraftAnswer => ({
  ok: false,
  ...told(what, words === undefined ? undefined : { words: shown(words) }),
  mayRetry: true,
});

/** Yields the parts of a text that begin and end like a JSON object, from the outside in. */
function* objectsIn(text: string): Generator<string> {
  let start = text.indexOf('{');
  for (let tries = 0; start >= 0 && tries < 20; tries++) {
    let [depth, isString] = [0, false];
    for (let at = start; at < text.length; at++) {
      const character = text[at];
      if (isString) {
        if (character === '\\') at++;
        else if (character === '"') isString = false;
      } else if (character === '"') isString = true;
      else if (character === '{') depth++;
      else if (character === '}' && --depth === 0) {
        yield text.slice(start, at + 1);
        break;
      }
    }
    start = text.indexOf('{', start + 1);
  }
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** Returns the passages of a value of the form that was asked for; undefined if it has another. A passage of another form is left out. */
function passagesOf(value: unknown): Passage[] | undefined {
  const { data } = answerSchema.safeParse(Array.isArray(value) ? { passages: value } : value);
  if (data === undefined) return undefined;
  const passages = data.passages.flatMap((passage) => {
    const parsed = passageSchema.safeParse(passage);
    return parsed.success ? [parsed.data] : [];
  });
  return passages.length === 0 && data.passages.length > 0 ? undefined : passages;
}

/** Reads an answer: the object itself, or a text with it, alone or between other words. */
export function readAnswer(content: unknown): DraftAnswer {
  if (typeof content !== 'string') {
    if (content === null || content === undefined)
      return refuse(sentence('The model answered nothing. Try again, or choose another model.'));
    const passages = passagesOf(content);
    if (passages) return answered(passages);
    return refuse(
      sentence('The model answered with JSON of another form. Try again, or choose another model.'),
    );
  }
  const text = content
    .slice(0, MAX_ANSWER)
    .replace(/<think>[\s\S]*?<\/think>/gi, '')
    .trim();
  if (text === '') return refuse(sentence('The model answered nothing. Try again, or choose another model.'));
  const whole = parse(text);
  const candidates = whole === undefined ? Array.from(objectsIn(text), parse) : [whole];
  for (const candidate of candidates) {
    const passages = passagesOf(candidate);
    if (passages) return answered(passages);
  }
  if (/^\s*(?:```(?:json)?\s*)?[{[]/.test(text) && whole === undefined)
    return refuse(
      sentence(
        "The model's answer is no JSON, or ends in the middle: “{words}” Try again, or choose another model.",
      ),
      text,
    );
  return refuse(
    sentence(
      'The model answered with other words than passages: “{words}” Try again, or choose another model.',
    ),
    text,
  );
}

function answered(passages: Passage[]): DraftAnswer {
  if (passages.length > 0) return { ok: true, passages };
  const detail = sentence(
    'The model found nothing in the sources that it could sum up. Write the TL;DR yourself, or choose other sources.',
  );
  return { ok: false, detail, mayRetry: false };
}

/** Reads the passages of what a model said. */
export function readDraft(completion: Completion): DraftAnswer {
  if (!completion.ok) return completion;
  const answer = readAnswer(completion.content);
  if (answer.ok || !completion.isCut) return answer;
  return refuse(
    sentence(
      'The model stopped in the middle of its answer, because it had become too long. Try again, or choose another model.',
    ),
  );
}
