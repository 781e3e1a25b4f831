import { relative } from 'node:path';
import type { ApiClient } from '../../../cli/client/api-client.ts';
import { formatCount } from '../../../cli/format.ts';
import { findMissingCorrections } from '../../../site/story/history/revert.ts';
import { escapeInvisible } from '../../../site/story/parse/fault.ts';
import type { WrittenStory } from '../../../site/story/story.ts';
import type { SimilarStory } from '../../desk/ledger/similar-story.ts';
import type { RevisionDetail, StoryDetail } from '../api/schemas.ts';
import { describeDifference, isSameContent } from './difference.ts';
import type { StoryFile } from './story-files.ts';
import { lookUpBase, matchesBase, recordBases } from './working-copy.ts';

// Finds out what publishing a file would do, without changing anything on the server.

export type PublishPlan =
  | { kind: 'new' }
  | { kind: 'change'; remote: StoryDetail; difference: string }
  | { kind: 'unchanged'; remote: StoryDetail }
  | { kind: 'withdrawn'; remote: StoryDetail }
  /** Publishing would lose something. `reason` says what, and what to do. */
  | { kind: 'refused'; reason: string };

/** Finds the server's version of a local story by its slug and former slugs. */
export async function findRemoteStory(api: ApiClient, story: WrittenStory): Promise<StoryDetail | undefined> {
  for (const slug of [story.slug, ...story.formerSlugs]) {
    const found = await api.findStory(slug);
    if (found) return found;
  }
  return undefined;
}

/** Whether the story has a slug on the server that the file does not list. */
const isRenamedOnServer = (remote: StoryDetail, story: WrittenStory): boolean =>
  remote.slug !== story.slug && !story.formerSlugs.includes(remote.slug);

/**
 * Finds the revision that a file was made from: the one recorded in the working copy if the server still has it, otherwise
 * the newest revision with the file's content.
 */
export async function findBaseRevision(
  api: ApiClient,
  { file, story }: Pick<StoryFile, 'file' | 'story'>,
  remote: StoryDetail,
): Promise<RevisionDetail | undefined> {
  const recorded = lookUpBase(file, api.url, [remote.slug, story.slug, ...story.formerSlugs]);
  if (recorded && recorded.revision <= remote.revision) {
    const base = await api.findRevision(remote.slug, recorded.revision);
    if (base && matchesBase(recorded, base.record)) return base;
  }
  for (let revision = remote.revision; revision > 0; revision--) {
    const earlier = await api.findRevision(remote.slug, revision);
    if (earlier && isSameContent(earlier.record, story)) return earlier;
  }
  return undefined;
}

/** Shows what changed in the file and on the server since the revision that the file was made from. */
export function describeBothSides(
  remote: StoryDetail,
  story: WrittenStory,
  base: RevisionDetail | undefined,
): string {
  const current = `revision ${remote.revision}`;
  if (!base) {
    return `Publishing the file would change ${current} as follows:\n\n${describeDifference(remote.record, story, [current, 'local'])}`;
  }
  const origin = `revision ${base.revision}`;
  const theirs = describeDifference(base.record, remote.record, [origin, current]);
  const yours = describeDifference(base.record, story, [origin, 'local']);
  return [
    theirs === ''
      ? `The server's ${current} has the same content as ${origin}.`
      : `Changes on the server since ${origin}:\n\n${theirs}`,
    yours === ''
      ? `The file has not changed since ${origin}.`
      : `Changes in the file since ${origin}:\n\n${yours}`,
  ].join('\n');
}

function describeConflict(
  file: string,
  story: WrittenStory,
  remote: StoryDetail,
  base: RevisionDetail | undefined,
) {
  const name = relative('.', file);
  const was = base
    ? `this file was made from revision ${base.revision}`
    : 'the revision that this file was made from is unknown';
  const isUnchanged = base !== undefined && isSameContent(base.record, story);
  return [
    `not published. The server has revision ${remote.revision}${remote.slug === story.slug ? '' : ` of "${remote.slug}"`}, and ${was}.`,
    describeBothSides(remote, story, base),
    isUnchanged
      ? `Update the file:\n  npm run story -- pull ${name}`
      : [
          "Save a copy of your changes, replace the file with the server's revision, then redo them:",
          `  npm run story -- pull --force ${name}`,
          "Or replace the server's revision with your file:",
          `  npm run story -- publish --force ${name}`,
        ].join('\n'),
  ].join('\n');
}

function describeLostCorrections(
  file: string,
  remote: StoryDetail,
  missing: WrittenStory['correction'],
): string {
  const name = relative('.', file);
  const entries = missing.map(({ text, datePublished }) => `  ${datePublished}  ${escapeInvisible(text)}`);
  return [
    `not published. It would remove ${formatCount(missing.length, 'correction')} that readers have seen (revision ${remote.revision}):`,
    ...entries,
    'Add what should stay to "correction" in the file. To remove the rest on purpose:',
    `  npm run story -- publish --force ${name}`,
  ].join('\n');
}

/** Explains why a new story is not published: the server has similar ones. */
function describeSimilar(file: string, story: WrittenStory, similar: readonly SimilarStory[]): string {
  const [first] = similar;
  const lines = similar.map(({ slug, headline, status, sharedSources, ...same }) => {
    const why = [
      same.hasSameIdentifier ? 'the same identifier' : '',
      same.hasSameHeadline ? 'the same headline' : '',
      sharedSources === 0 ? '' : formatCount(sharedSources, 'shared source'),
    ];
    return `  ${slug}  ${escapeInvisible(headline)} (${status}; ${why.filter(Boolean).join(', ')})`;
  });
  const isOneStory = similar.some(({ hasSameIdentifier }) => hasSameIdentifier);
  return [
    'not published. It is new, but the server seems to have it under another slug:',
    ...lines,
    'If this is the same story, rename the one on the server:',
    `  npm run story -- rename ${first?.slug} ${story.slug}`,
    `If this is a different story${isOneStory ? ', remove "identifier" from the file, then' : ''}:`,
    `  npm run story -- publish --as-new ${relative('.', file)}`,
  ].join('\n');
}

/** Finds another story on the server whose slug the file lists in `formerSlugs`. */
async function findDuplicate(api: ApiClient, story: WrittenStory, remote: StoryDetail) {
  for (const slug of story.formerSlugs) {
    // The server has checked the slugs that it lists for this story.
    if (slug === remote.slug || remote.record.formerSlugs.includes(slug)) continue;
    const found = await api.findStory(slug);
    if (found && found.slug !== remote.slug && found.mergedInto !== remote.record.identifier) return found;
  }
  return undefined;
}

const describeDuplicate = (duplicate: StoryDetail, remote: StoryDetail): string =>
  [
    `not published. The file lists "${duplicate.slug}" in formerSlugs, but on the server that is another story.`,
    'If the same story was published twice, merge them:',
    `  npm run story -- merge ${duplicate.slug} ${remote.slug}`,
    `If they are different stories, remove "${duplicate.slug}" from formerSlugs in the file.`,
  ].join('\n');

/** Plans the publishing of a file. Records the base revision if the file has the same content as the server. */
export async function planPublishing(
  api: ApiClient,
  { file, story }: Pick<StoryFile, 'file' | 'story'>,
  { isForced, isNew }: { isForced: boolean; isNew: boolean },
): Promise<PublishPlan> {
  const remote = await findRemoteStory(api, story);
  if (!remote) {
    const similar = (await api.findSimilar(story)).filter(
      ({ hasSameIdentifier }) => hasSameIdentifier || !isNew,
    );
    return similar.length === 0
      ? { kind: 'new' }
      : { kind: 'refused', reason: describeSimilar(file, story, similar) };
  }
  const duplicate = await findDuplicate(api, story, remote);
  if (duplicate) return { kind: 'refused', reason: describeDuplicate(duplicate, remote) };
  if (remote.status === 'withdrawn') return { kind: 'withdrawn', remote };
  const difference = describeDifference(remote.record, story, [`revision ${remote.revision}`, 'local']);
  if (difference === '' && remote.slug === story.slug) {
    recordBases(api.url, [{ file, story, revision: remote.revision }]);
    return { kind: 'unchanged', remote };
  }
  if (isForced) return { kind: 'change', remote, difference };
  const base = await findBaseRevision(api, { file, story }, remote);
  if (base?.revision !== remote.revision || isRenamedOnServer(remote, story))
    return { kind: 'refused', reason: describeConflict(file, story, remote, base) };
  const missing = findMissingCorrections(remote.record, story);
  if (missing.length > 0) return { kind: 'refused', reason: describeLostCorrections(file, remote, missing) };
  return { kind: 'change', remote, difference };
}
