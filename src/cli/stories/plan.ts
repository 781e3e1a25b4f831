import { relative } from 'node:path';
import { escapeInvisible } from '../../story/parse/fault.ts';
import type { Story } from '../../story/story.ts';
import type { ApiClient, RemoteStory, Revision, SimilarStory } from '../client/api-client.ts';
import { describeDifference, findMissingCorrections, serializeAuthored } from './difference.ts';
import type { StoryFile } from './story-files.ts';
import { lookUpBase, matchesBase, recordBases } from './working-copy.ts';

// What publishing a file would do, found out before anything is changed.

export type PublishPlan =
  | { kind: 'new' }
  | { kind: 'change'; remote: RemoteStory; difference: string }
  | { kind: 'unchanged'; remote: RemoteStory }
  | { kind: 'withdrawn'; remote: RemoteStory }
  /** Publishing would undo what the server has. `reason` shows both sides and says what to do. */
  | { kind: 'refused'; reason: string };

/** The published story that the local one is a version of: under its slug, or under one that it had. */
export async function findRemoteStory(api: ApiClient, story: Story): Promise<RemoteStory | undefined> {
  for (const slug of [story.slug, ...story.formerSlugs]) {
    const found = await api.findStory(slug);
    if (found) return found;
  }
  return undefined;
}

/** Whether the story has a name on the server that the file does not know. */
const isRenamedThere = (remote: RemoteStory, story: Story): boolean =>
  remote.slug !== story.slug && !story.formerSlugs.includes(remote.slug);

/**
 * Finds the revision that a file was made from: the one that the working copy remembers, if the server still has it, or
 * else the newest revision that says the same as the file.
 */
export async function findBaseRevision(
  api: ApiClient,
  { file, story }: Pick<StoryFile, 'file' | 'story'>,
  remote: RemoteStory,
): Promise<Revision | undefined> {
  const remembered = lookUpBase(file, api.url, [remote.slug, story.slug, ...story.formerSlugs]);
  if (remembered && remembered.revision <= remote.revision) {
    const base = await api.findRevision(remote.slug, remembered.revision);
    if (base && matchesBase(remembered, base.record)) return base;
  }
  const local = serializeAuthored(story);
  for (let revision = remote.revision; revision > 0; revision--) {
    const earlier = await api.findRevision(remote.slug, revision);
    if (earlier && serializeAuthored(earlier.record) === local) return earlier;
  }
  return undefined;
}

/** Shows what a file and the server have made of the revision that the file was made from. */
export function describeBothSides(remote: RemoteStory, story: Story, base: Revision | undefined): string {
  const current = `revision ${remote.revision}`;
  if (!base) {
    return `What publishing the file would change in ${current}:\n\n${describeDifference(remote.record, story, [current, 'local'])}`;
  }
  const origin = `revision ${base.revision}`;
  const theirs = describeDifference(base.record, remote.record, [origin, current]);
  const yours = describeDifference(base.record, story, [origin, 'local']);
  return [
    theirs === ''
      ? `The server's ${current} says the same as ${origin}.`
      : `What the server changed since ${origin}:\n\n${theirs}`,
    yours === '' ? `The file is ${origin}, unchanged.` : `What the file changes in ${origin}:\n\n${yours}`,
  ].join('\n');
}

function describeConflict(
  file: string,
  story: Story,
  remote: RemoteStory,
  base: Revision | undefined,
): string {
  const name = relative('.', file);
  const was = base
    ? `this file was made from revision ${base.revision}`
    : 'it is not known which revision this file was made from';
  const isUnchanged = base !== undefined && serializeAuthored(base.record) === serializeAuthored(story);
  return [
    `not published. The server has revision ${remote.revision}${remote.slug === story.slug ? '' : ` of "${remote.slug}"`}, and ${was}.`,
    describeBothSides(remote, story, base),
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

function describeLostCorrections(file: string, remote: RemoteStory, missing: Story['correction']): string {
  const name = relative('.', file);
  const entries = missing.map(({ text, datePublished }) => `  ${datePublished}  ${escapeInvisible(text)}`);
  return [
    `not published. It would remove ${missing.length === 1 ? 'a correction' : `${missing.length} corrections`} that readers have seen (revision ${remote.revision}):`,
    ...entries,
    'Add them to "correction" in the file, or remove them from the story on purpose:',
    `  npm run story -- publish --force ${name}`,
  ].join('\n');
}

/** Why a story is not published as a new one: it seems to be published. */
function describeSimilar(file: string, story: Story, similar: readonly SimilarStory[]): string {
  const [first] = similar;
  const lines = similar.map(({ slug, headline, status, sharedSources, ...same }) => {
    const why = [
      same.hasSameIdentifier ? 'the same identifier' : '',
      same.hasSameHeadline ? 'the same headline' : '',
      sharedSources === 0 ? '' : `${sharedSources} of the same sources`,
    ];
    return `  ${slug}  ${escapeInvisible(headline)} (${status}; ${why.filter(Boolean).join(', ')})`;
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
async function findDuplicate(
  api: ApiClient,
  story: Story,
  remote: RemoteStory,
): Promise<RemoteStory | undefined> {
  // The server has checked those that it knows.
  for (const slug of story.formerSlugs) {
    if (slug === remote.slug || remote.record.formerSlugs.includes(slug)) continue;
    const found = await api.findStory(slug);
    if (found && found.slug !== remote.slug && found.mergedInto !== remote.record.identifier) return found;
  }
  return undefined;
}

const describeDuplicate = (duplicate: RemoteStory, remote: RemoteStory): string =>
  [
    `not published. By its formerSlugs it was "${duplicate.slug}" before, but that is a story of its own on the server.`,
    'If it was published twice, merge them:',
    `  npm run story -- merge ${duplicate.slug} ${remote.slug}`,
    `If they are two stories, remove "${duplicate.slug}" from formerSlugs in the file.`,
  ].join('\n');

/** Finds out what publishing the file would do. If file and server agree, the working copy remembers it. */
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
  if (base?.revision !== remote.revision || isRenamedThere(remote, story))
    return { kind: 'refused', reason: describeConflict(file, story, remote, base) };
  const missing = findMissingCorrections(remote.record, story);
  if (missing.length > 0) return { kind: 'refused', reason: describeLostCorrections(file, remote, missing) };
  return { kind: 'change', remote, difference };
}
