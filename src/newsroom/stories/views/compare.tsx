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
import { type Translate, useWords } from '../../words/words.ts';
import { findRevision, findStory } from './find-story.ts';
import { inOwnLanguage, storyPath } from './parts.tsx';
import { CompareForm } from './story.tsx';

/** The words of readers' pages in the newsroom's language: it says what changed as they do. */
export const wordsOfReaders = ({ tag }: Translate): Words => wordsOf(tag, tag);

/** What readers do not see changes too: as `changesBetween` has it, for the fields that it leaves out. */
function otherChanges(t: Translate, before: WrittenStory, after: WrittenStory): Change[] {
  const parts = [
    [t('Time of the last change'), before.dateModified ?? '', after.dateModified ?? ''],
    [t('Earlier addresses'), before.formerSlugs.join('\n'), after.formerSlugs.join('\n')],
    [t('Permanent identifier'), before.identifier ?? '', after.identifier ?? ''],
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
export const differencesBetween = (t: Translate, before: WrittenStory, after: WrittenStory): Difference[] =>
  [...changesBetween(before, after, wordsOfReaders(t)), ...otherChanges(t, before, after)].map(
    ({ name, before: one, after: other, isProse }) => ({
      name,
      runs: foldUnchanged(isProse ? compareTexts(one, other, after.inLanguage) : compareLines(one, other)),
      language: isProse ? after.inLanguage : t.tag,
    }),
  );

/** Says how changed words look. */
export function MarkedWords() {
  const t = useWords();
  return t('{removed} and {added} words are marked.', {
    removed: <del>{t('Removed')}</del>,
    added: <ins>{t('added')}</ins>,
  });
}

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
  const t = useWords();
  const differences = differencesBetween(t, before, after);
  if (differences.length === 0) return <p>{t('The two are the same.')}</p>;
  return (
    <>
      {differences.map(({ name, runs, language }) => (
        <section>
          <Heading>{name}</Heading>
          <ChangedText runs={runs} language={language} words={wordsOfReaders(t)} />
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
  const t = c.get('t');
  const zone = zoneOf(c);
  const to = await findRevision(c, found, c.req.query('to') ?? String(row.revision));
  const from = await findRevision(c, found, c.req.query('from') ?? String(Math.max(1, to.revision - 1)));
  return renderNewsroom(c, {
    title: t('Revisions {from} and {to}', { from: from.revision, to: to.revision }),
    children: (
      <>
        <p>
          <a href={storyPath(row.slug)} {...inOwnLanguage(record)}>
            {record.headline}
          </a>
        </p>
        <p>
          {t('From revision {from} ({fromTime}, {fromName}) to revision {to} ({toTime}, {toName}).', {
            from: from.revision,
            fromTime: formatTime(from.at, zone, t.tag),
            fromName: <bdi>{from.who}</bdi>,
            to: to.revision,
            toTime: formatTime(to.at, zone, t.tag),
            toName: <bdi>{to.who}</bdi>,
          })}{' '}
          <MarkedWords />
        </p>
        {row.revision > 1 ? <CompareForm row={row} from={from.revision} to={to.revision} /> : ''}
        <Differences before={from.record} after={to.record} />
      </>
    ),
  });
}
