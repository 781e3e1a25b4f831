import { mkdir } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { ApiClient } from '../../../cli/client/api-client.ts';
import { CommandError } from '../../../cli/command-error.ts';
import { replaceFile } from '../../../cli/replace-file.ts';
import { checkSlug } from '../../stories/cli/story-files.ts';
import { isTextOf, lookUpDraft, recordDraft } from './draft-bases.ts';
import { readDraftFile } from './draft-file.ts';
import { type DraftText, fetchDraft, findDraft } from './remote-draft.ts';
import { describeBothSides, describeChanges } from './sides.ts';

/** Where drafts are written unless a file is named. `publish` does not look there. */
const FOLDER = 'data/drafts';

async function write(api: ApiClient, file: string, remote: DraftText): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await replaceFile(file, remote.text);
  recordDraft(file, api.url, remote);
}

/** Writes the newest version of a draft to a file; unless forced, never overwrites changes that were not pushed. */
export async function pullDraft(
  api: ApiClient,
  named: string,
  given: string | undefined,
  isForced: boolean,
): Promise<void> {
  const { id, name } = await findDraft(api, named);
  checkSlug(name);
  const file = given ?? join(FOLDER, `${name}.md`);
  const shown = relative('.', file);
  const remote = await fetchDraft(api, id);
  const current = `version ${remote.version}`;
  const text = await readDraftFile(file);
  if (text === undefined) {
    await write(api, file, remote);
    return console.log(
      `Created ${shown} from ${current}. To send it back: npm run story -- draft push ${shown}`,
    );
  }
  if (text === remote.text) {
    recordDraft(file, api.url, remote);
    return console.log(`${shown}: up to date (${current}).`);
  }
  const base = lookUpDraft(file, api.url);
  const isUnchanged = base?.id === id && isTextOf(base, text);
  if (isUnchanged || isForced) {
    await write(api, file, remote);
    const done = isUnchanged
      ? `updated from version ${base.version} to ${current}`
      : `replaced with ${current}`;
    return console.log(
      `${shown}: ${done}.\n${describeChanges(shown, text, remote.text, ['local', current])}`,
    );
  }
  if (base?.id === id && base.version === remote.version) {
    return console.log(`${shown}: nothing new on the server. Your changes are not pushed yet.`);
  }
  throw new CommandError(
    [
      base === undefined || base.id === id
        ? `${shown}: not updated. It has changes that were not pushed, and the server has ${current}.`
        : `${shown}: not updated. The file was made from another draft.`,
      await describeBothSides(api, shown, text, { remote, base }),
      'Write the draft to another file:',
      `  npm run story -- draft pull ${named} <file>`,
      'Or save a copy of your changes, replace the file, then redo them:',
      `  npm run story -- draft pull --force ${named} ${shown}`,
    ].join('\n'),
  );
}
