import { groundStory } from '../../../site/story/grounding/story.ts';
import type { Story } from '../../../site/story/story.ts';
import { draftPath } from '../../drafts/views/editor/open-draft.ts';
import type { NewsroomContext } from '../../frame/context.ts';
import { wireOf } from '../../wire/wire-stub.ts';
import { sentence } from '../../words/translate.ts';
import { useWords } from '../../words/words.ts';
import type { NoModel, OpinionsOfModel } from '../wire/opinions.ts';
import type { Answer, Question } from '../wire/question.ts';

/** Returns what a person has to read of a TL;DR: each part of a claim that its quotes neither bear nor contradict, with the quotes. */
export function questionsOf(
  story: Pick<Story, 'abstract' | 'inLanguage' | 'evidence' | 'citation' | 'isBasedOn'>,
): Question[] {
  const quotes = Map.groupBy(story.evidence, ({ claim }) => claim);
  return groundStory(story).flatMap(({ claim, verdict, findings }) => {
    if (claim === null || verdict === 'no evidence') return [];
    const quote = (quotes.get(claim) ?? []).map(({ quote: { exact } }) => exact).join('\n');
    const parts = findings.filter(({ result }) => result === 'to be read').map(({ text }) => text);
    const open = findings.length === 0 ? [claim] : parts;
    return [...new Set(open)].map((part) => ({ claim, part, quote }));
  });
}

/** What a model thinks of the parts of a TL;DR that a person has to read. */
export interface ShownOpinions {
  questions: readonly Question[];
  found: OpinionsOfModel | NoModel;
}

/** Finds what a model has answered already. Returns undefined if the newsroom asks none, or if there is nothing to read. */
export async function findOpinions(
  c: NewsroomContext,
  story: Parameters<typeof questionsOf>[0] | undefined,
): Promise<ShownOpinions | undefined> {
  if (!c.get('settings').grounding.model || !story) return undefined;
  const questions = questionsOf(story);
  if (questions.length === 0) return undefined;
  const found = await wireOf(c.env)
    .opinions.find(questions)
    // The page is of use without opinions.
    .catch(
      (): NoModel => ({ ok: false, detail: sentence('The wire did not say what a model has answered.') }),
    );
  return { questions, found };
}

const WORDS: Readonly<Record<Answer, string>> = {
  yes: sentence('{words}: it reads this in the quote.'),
  no: sentence('{words}: it does not read this in the quote.'),
  unclear: sentence('{words}: it cannot tell.'),
};

/** Has a model asked about the parts that it has not answered yet. `at` is the page of the draft to come back to. */
export function OpinionsForm({
  opinions,
  id,
  at,
}: {
  opinions: ShownOpinions | undefined;
  id: string;
  at: 'review' | 'publish';
}) {
  const t = useWords();
  if (!opinions) return '';
  const { found } = opinions;
  if (!found.ok) return <p class="quiet">{t(found)}</p>;
  const open = found.answers.filter((answer) => answer === null).length;
  if (open === 0) return '';
  return (
    <form method="post" action={`${draftPath(id)}/opinions`}>
      <input type="hidden" name="at" value={at} />
      <p>
        <button type="submit">
          {t(['Ask a model about the part to be read', 'Ask a model about the {count} parts to be read'], {
            count: open,
          })}
        </button>{' '}
        <span class="quiet">
          {t('{model} ({provider}) gets these parts and their quotes. What it answers is an opinion.', {
            model: found.model,
            provider: found.provider,
          })}
        </span>
      </p>
    </form>
  );
}

/** What a model thinks of the parts of a claim. */
export function OpinionsOnClaim({ opinions, claim }: { opinions: ShownOpinions | undefined; claim: string }) {
  const t = useWords();
  if (!opinions?.found.ok) return '';
  const { model, provider, answers } = opinions.found;
  const answered = opinions.questions.flatMap(({ claim: of, part }, at) => {
    const answer = answers[at];
    return of === claim && answer ? [{ part, answer }] : [];
  });
  if (answered.length === 0) return '';
  return (
    <>
      <p class="quiet">
        {t('The opinion of a model, {model} ({provider}). It can be wrong, and changes no result:', {
          model,
          provider,
        })}
      </p>
      <ul class="quiet">
        {answered.map(({ part, answer }) => (
          <li>{t(WORDS[answer], { words: <q dir="auto">{part}</q> })}</li>
        ))}
      </ul>
    </>
  );
}
