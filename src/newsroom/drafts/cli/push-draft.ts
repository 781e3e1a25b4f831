import { basename, extname, relative } from 'node:path';
import { type ApiClient, ServerError } from '../../../cli/client/api-client.ts';
import { CommandError } from '../../../cli/command-error.ts';
import { parseStoryFile } from '../../../site/story/parse/parse.ts';
import { findBaseRevision, findRemoteStory } from '../../stories/cli/plan.ts';
import { type DraftBase, isTextOf, lookUpDraft, recordDraft } from './draft-bases.ts';
import { readDraftFile } from './draft-file.ts';
import { createDraft, type Draft, describeDraft, fetchDraft, listDrafts, saveDraft } from './remote-draft.ts';
import { describeBothSides } from './sides.ts';

const isStale = (error: unknown) => error instanceof ServerError && error.problem?.status === 412;

/** Reads a draft's file. Throws if there is none. */
export async function readFileToPush(file: string): Promise<string> {
  const text = await readDraftFile(file);
  if (text === undefined) throw new CommandError(`File not found: ${relative('.', file)}`);
  return text;
}

/** Explains why a file is not pushed: there is a version that its author has not seen. */
async function describeConflict(api: ApiClient, shown: string, text: string, base: DraftBase) {
  const remote = await fetchDraft(api, base.id);
  const refusal = `${shown}: not pushed. The server has version ${remote.version}, and this file was made from version ${base.version}.`;
  const pull = `npm run story -- draft pull ${base.id} ${shown}`;
  if (isTextOf(base, text)) {
    return new CommandError(`${refusal} The file has not changed since then. To update it: ${pull}`);
  }
  return new CommandError(
    [
      refusal,
      await describeBothSides(api, shown, text, { remote, base }),
      "Save a copy of your changes, replace the file with the server's version, then redo them:",
      `  ${pull} --force`,
      'Or put your file in its place; the version that it replaces is kept:',
      `  npm run story -- draft push --force ${shown}`,
    ].join('\n'),
  );
}

/** Saves a file as the next version of the draft that it was made from. */
async function update(
  api: ApiClient,
  file: string,
  text: string,
  { base, isForced }: { base: DraftBase; isForced: boolean },
): Promise<void> {
  const shown = relative('.', file);
  const { id } = base;
  const version = isForced ? (await fetchDraft(api, id)).version : base.version;
  const saved = await saveDraft(api, { id, version, text }).catch(async (error) => {
    if (!isStale(error)) throw error;
    throw await describeConflict(api, shown, text, base);
  });
  recordDraft(file, api.url, { id, version: saved.version, text });
  const what = saved.version === version ? 'unchanged' : `version ${saved.version}`;
  console.log(`${shown}: ${what} (${saved.state}): ${api.url}/newsroom/drafts/${id}`);
  if (saved.voided)
    console.log('The draft was approved. That was about another text, so it needs a review again.');
}

/** Finds the revision of a published story that a file changes; null if the story is new. */
async function findBase(api: ApiClient, file: string, name: string, text: string): Promise<Draft['base']> {
  const shown = relative('.', file);
  const parsed = parseStoryFile(text, name);
  if (!parsed.ok) {
    if (!(await api.findStory(name))) return null;
    throw new CommandError(
      `${shown}: not pushed. The story "${name}" is published, and the file has errors, so it cannot be compared with the server. Fix what this lists, then push again: npm run story -- check ${shown}`,
    );
  }
  const remote = await findRemoteStory(api, parsed.value);
  if (!remote) return null;
  const base = await findBaseRevision(api, { file, story: parsed.value }, remote);
  if (base) return { slug: remote.slug, revision: base.revision };
  throw new CommandError(
    `${shown}: not pushed. The story "${remote.slug}" is published, at revision ${remote.revision}, and which revision this file was made from is not known. To see the difference, and what to do: npm run story -- diff ${shown}`,
  );
}

/** Begins a draft with the text of a file. */
async function create(api: ApiClient, file: string, text: string, isNew: boolean): Promise<void> {
  const shown = relative('.', file);
  const name = basename(file, extname(file));
  const same = (await listDrafts(api)).filter((draft) => draft.name === name && draft.state !== 'published');
  if (same.length > 0 && !isNew) {
    throw new CommandError(
      [
        `${shown}: not pushed. The file was not made from a draft of this server, which has a draft with this name:`,
        ...same.map((draft) => `  ${describeDraft(draft)}`),
        'Compare the two:',
        `  npm run story -- draft pull ${same[0]?.id} ${shown}`,
        'Or begin another draft:',
        `  npm run story -- draft push --new ${shown}`,
      ].join('\n'),
    );
  }
  const draft = await createDraft(api, { name, text, base: await findBase(api, file, name, text) });
  recordDraft(file, api.url, { id: draft.id, version: draft.version, text });
  const of = draft.base ? ` of "${draft.base.slug}", revision ${draft.base.revision}` : '';
  console.log(`${shown}: a new draft${of}: ${draft.url}`);
}

/** Sends a file to the newsroom: as the next version of the draft that it was made from, or as a new draft. */
export async function pushDraft(
  api: ApiClient,
  file: string,
  { force = false, new: isNew = false }: { force?: boolean; new?: boolean },
): Promise<void> {
  const text = await readFileToPush(file);
  const base = isNew ? undefined : lookUpDraft(file, api.url);
  if (base) await update(api, file, text, { base, isForced: force });
  else await create(api, file, text, isNew);
}
