import { relative } from 'node:path';
import { visibly } from '../../story/parse/fault.ts';
import type { Story } from '../../story/story.ts';
import type { Published, Server, SimilarStory } from '../client/api-client.ts';
import { authoredText, describeDifference, missingCorrections } from './difference.ts';
import type { StoryFile } from './story-files.ts';
import { isBase, recallBase, rememberBases } from './working-copy.ts';

// What publishing a file would do, found out before anything is changed.

/** A revision of a story: the one that a file was made from. */
interface BaseRevision {
  revision: number;
  record: Story;
}

export type Plan =
  | { kind: 'new' }
  | { kind: 'change'; there: Published; difference: string }
  | { kind: 'unchanged'; there: Published }
  | { kind: 'withdrawn'; there: Published }
  /** Publishing would undo what the server has. `reason` shows both sides and says what to do. */
  | { kind: 'refused'; reason: string };

/** The published story that the local one is a version of: under its slug, or under one that it had. */
export async function counterpart(at: Server, story: Story): Promise<Published | undefined> {
  for (const slug of [story.slug, ...story.formerSlugs]) {
    const found = await at.find(slug);
    if (found) return found;
  }
  return undefined;
}

/** Whether the story has a name on the server that the file does not know. */
const isRenamedThere = (there: Published, story: Story): boolean =>
  there.slug !== story.slug && !story.formerSlugs.includes(there.slug);

/**
 * Finds the revision that a file was made from: the one that the working copy remembers, if the server still has it, or
 * else the newest revision that says the same as the file.
 */
export async function findBase(
  at: Server,
  { file, story }: Pick<StoryFile, 'file' | 'story'>,
  there: Published,
): Promise<BaseRevision | undefined> {
  const remembered = recallBase(file, at.url, [there.slug, story.slug, ...story.formerSlugs]);
  if (remembered && remembered.revision <= there.revision) {
    const base = await at.revision(there.slug, remembered.revision);
    if (base && isBase(remembered, base.record)) return base;
  }
  const local = authoredText(story);
  for (let revision = there.revision; revision > 0; revision--) {
    const earlier = await at.revision(there.slug, revision);
    if (earlier && authoredText(earlier.record) === local) return earlier;
  }
  return undefined;
}

/** Shows what a file and the server have made of the revision that the file was made from. */
export function describeBothSides(there: Published, story: Story, base: BaseRevision | undefined): string {
  const current = `revision ${there.revision}`;
  if (!base) {
    return `What publishing the file would change in ${current}:\n\n${describeDifference(there.record, story, [current, 'local'])}`;
  }
  const origin = `revision ${base.revision}`;
  const theirs = describeDifference(base.record, there.record, [origin, current]);
  const yours = describeDifference(base.record, story, [origin, 'local']);
  return [
    theirs === ''
      ? `The server's ${current} says the same as ${origin}.`
      : `What the server changed since ${origin}:\n\n${theirs}`,
    yours === '' ? `The file is ${origin}, unchanged.` : `What the file changes in ${origin}:\n\n${yours}`,
  ].join('\n');
}

function refusal(file: string, story: Story, there: Published, base: BaseRevision | undefined): string {
  const name = relative('.', file);
  const was = base
    ? `this file was made from revision ${base.revision}`
    : 'it is not known which revision this file was made from';
  const isUnchanged = base !== undefined && authoredText(base.record) === authoredText(story);
  return [
    `not published. The server has revision ${there.revision}${there.slug === story.slug ? '' : ` of "${there.slug}"`}, and ${was}.`,
    describeBothSides(there, story, base),
    isUnchanged
      ? `Bring the file up to date:\n  npm run story -- pull ${name}`
      : [
          'Keep a copy of your changes, bring the file up to date, and make them again:',
          `  npm run story -- pull --force ${name}`,
          "Or publish your file in place of the server's revision:",
          `  npm run story -- publish --force ${name}`,
        ].join('\n'),
  ].join('\n');
}

function correctionRefusal(file: string, there: Published, missing: Story['correction']): string {
  const name = relative('.', file);
  const entries = missing.map(({ text, datePublished }) => `  ${datePublished}  ${visibly(text)}`);
  return [
    `not published. It would remove ${missing.length === 1 ? 'a correction' : `${missing.length} corrections`} that readers have seen (revision ${there.revision}):`,
    ...entries,
    'Add them to "correction" in the file, or remove them from the story on purpose:',
    `  npm run story -- publish --force ${name}`,
  ].join('\n');
}

/** Why a story is not published as a new one: it seems to be published. */
function twiceRefusal(file: string, story: Story, similar: readonly SimilarStory[]): string {
  const [first] = similar;
  const lines = similar.map(({ slug, headline, status, sharedSources, ...same }) => {
    const why = [
      same.hasSameIdentifier ? 'the same identifier' : '',
      same.hasSameHeadline ? 'the same headline' : '',
      sharedSources === 0 ? '' : `${sharedSources} of the same sources`,
    ];
    return `  ${slug}  ${visibly(headline)} (${status}; ${why.filter(Boolean).join(', ')})`;
  });
  const isOneStory = similar.some(({ hasSameIdentifier }) => hasSameIdentifier);
  return [
    'not published. It is new, but seems to be on the server under another name:',
    ...lines,
    'If it is that story, rename it:',
    `  npm run story -- rename ${first?.slug} ${story.slug}`,
    `If it is another one${isOneStory ? ', remove "identifier" from the file, and then' : ''}:`,
    `  npm run story -- publish --as-new ${relative('.', file)}`,
  ].join('\n');
}

/** Finds another story whose slug the file lists in `formerSlugs`. */
async function findDouble(at: Server, story: Story, there: Published): Promise<Published | undefined> {
  // The server has checked those that it knows.
  for (const slug of story.formerSlugs) {
    if (slug === there.slug || there.record.formerSlugs.includes(slug)) continue;
    const found = await at.find(slug);
    if (found && found.slug !== there.slug && found.mergedInto !== there.record.identifier) return found;
  }
  return undefined;
}

const doubleRefusal = (double: Published, there: Published): string =>
  [
    `not published. By its formerSlugs it was "${double.slug}" before, but that is a story of its own on the server.`,
    'If it was published twice, merge them:',
    `  npm run story -- merge ${double.slug} ${there.slug}`,
    `If they are two stories, remove "${double.slug}" from formerSlugs in the file.`,
  ].join('\n');

/** Finds out what publishing the file would do. If file and server agree, the working copy remembers it. */
export async function makePlan(
  at: Server,
  { file, story }: Pick<StoryFile, 'file' | 'story'>,
  { isForced, isNew }: { isForced: boolean; isNew: boolean },
): Promise<Plan> {
  const there = await counterpart(at, story);
  if (!there) {
    const similar = (await at.similar(story)).filter(({ hasSameIdentifier }) => hasSameIdentifier || !isNew);
    return similar.length === 0
      ? { kind: 'new' }
      : { kind: 'refused', reason: twiceRefusal(file, story, similar) };
  }
  const double = await findDouble(at, story, there);
  if (double) return { kind: 'refused', reason: doubleRefusal(double, there) };
  if (there.status === 'withdrawn') return { kind: 'withdrawn', there };
  const difference = describeDifference(there.record, story, [`revision ${there.revision}`, 'local']);
  if (difference === '' && there.slug === story.slug) {
    rememberBases(at.url, [{ file, story, revision: there.revision }]);
    return { kind: 'unchanged', there };
  }
  if (isForced) return { kind: 'change', there, difference };
  const base = await findBase(at, { file, story }, there);
  if (base?.revision !== there.revision || isRenamedThere(there, story))
    return { kind: 'refused', reason: refusal(file, story, there, base) };
  const missing = missingCorrections(there.record, story);
  if (missing.length > 0) return { kind: 'refused', reason: correctionRefusal(file, there, missing) };
  return { kind: 'change', there, difference };
}
