import { type Words, wordsOf } from '../../../language/words.ts';
import { ChangedText } from '../../../site/page/history/changed-text.tsx';
import { type Change, changesBetween } from '../../../site/page/history/changes.ts';
import {
  compareLines,
  compareTexts,
  foldUnchanged,
  type Run,
} from '../../../site/page/history/difference.ts';
import type { WrittenStory } from '../../../site/story/story.ts';
import { type NewsroomContext, zoneOf } from '../../frame/context.ts';
import { renderNewsroom } from '../../frame/layout.tsx';
import { formatTime } from '../../frame/times.ts';
import { findRevision, findStory } from './find-story.ts';
import { inOwnLanguage, storyPath } from './parts.tsx';
import { CompareForm } from './story.tsx';

/** The newsroom's pages are in English. */
export const ENGLISH: Words = wordsOf('en', 'en');

/** What readers do not see changes too: as `changesBetween` has it, for the fields that it leaves out. */
function otherChanges(before: WrittenStory, after: WrittenStory): Change[] {
  const parts = [
    ['Time of the last change', before.dateModified ?? '', after.dateModified ?? ''],
    ['Earlier addresses', before.formerSlugs.join('\n'), after.formerSlugs.join('\n')],
    ['Permanent identifier', before.identifier ?? '', after.identifier ?? ''],
  ] as const;
  return parts
    .filter(([, one, other]) => one !== other)
    .map(([name, one, other]) => ({ name, before: one, after: other, isProse: false }));
}

/** A part in which two records differ, with the words that were removed and added. */
export interface Difference {
  name: string;
  runs: Run[];
  /** The language of its words. */
  language: string;
}

/** Compares two records part by part. */
export const differencesBetween = (before: WrittenStory, after: WrittenStory): Difference[] =>
  [...changesBetween(before, after, ENGLISH), ...otherChanges(before, after)].map(
    ({ name, before: one, after: other, isProse }) => ({
      name,
      runs: foldUnchanged(isProse ? compareTexts(one, other, after.inLanguage) : compareLines(one, other)),
      language: isProse ? after.inLanguage : ENGLISH.tag,
    }),
  );

/** What differs between two records, field by field, below headings of a level. */
export function Differences({
  before,
  after,
  level = 2,
}: {
  before: WrittenStory;
  after: WrittenStory;
  level?: 2 | 3;
}) {
  const Heading = level === 2 ? 'h2' : 'h3';
  const differences = differencesBetween(before, after);
  if (differences.length === 0) return <p>The two are the same.</p>;
  return (
    <>
      {differences.map(({ name, runs, language }) => (
        <section>
          <Heading>{name}</Heading>
          <ChangedText runs={runs} language={language} words={ENGLISH} />
        </section>
      ))}
    </>
  );
}

/** Two revisions of a story, and what differs between them. */
export async function compareRevisions(c: NewsroomContext): Promise<Response> {
  const found = await findStory(c);
  if (found instanceof Response) return found;
  const { row, record } = found;
  const zone = zoneOf(c);
  const to = await findRevision(c, found, c.req.query('to') ?? String(row.revision));
  const from = await findRevision(c, found, c.req.query('from') ?? String(Math.max(1, to.revision - 1)));
  return renderNewsroom(c, {
    title: `Revisions ${from.revision} and ${to.revision}`,
    children: (
      <>
        <p>
          <a href={storyPath(row.slug)} {...inOwnLanguage(record)}>
            {record.headline}
          </a>
        </p>
        <p>
          From revision {from.revision} ({formatTime(from.at, zone)}, <bdi>{from.who}</bdi>) to revision{' '}
          {to.revision} ({formatTime(to.at, zone)}, <bdi>{to.who}</bdi>). <del>Removed</del> and{' '}
          <ins>added</ins> words are marked.
        </p>
        {row.revision > 1 ? <CompareForm row={row} from={from.revision} to={to.revision} /> : ''}
        <Differences before={from.record} after={to.record} />
      </>
    ),
  });
}
