import { createPatch } from 'diff';
import type { ApiClient } from '../../../cli/client/api-client.ts';
import { escapeInvisibleLines } from '../../../site/story/parse/fault.ts';
import { type DraftBase, isTextOf } from './draft-bases.ts';
import { type DraftText, fetchVersion } from './remote-draft.ts';

/** Returns the changes from one text to another as a patch. Line ends of Windows are shown. */
export const describeChanges = (name: string, from: string, to: string, names: readonly [string, string]) =>
  // The first two lines are for programs.
  escapeInvisibleLines(createPatch(name, from, to, ...names).replace(/^Index: .*\n=+\n/, ''));

/** Shows what changed in the file and on the server since the version that the file was made from. */
export async function describeBothSides(
  api: ApiClient,
  name: string,
  text: string,
  { remote, base }: { remote: DraftText; base: DraftBase | undefined },
): Promise<string> {
  const current = `version ${remote.version}`;
  const from = base?.id === remote.id ? await fetchVersion(api, base.id, base.version) : undefined;
  // A server that was restored may have another version with the same number.
  if (base === undefined || from === undefined || !isTextOf(base, from)) {
    return `Which version the file was made from is not known. From ${current} to the file:\n\n${describeChanges(name, remote.text, text, [current, 'local'])}`;
  }
  const origin = `version ${base.version}`;
  const theirs = describeChanges(name, from, remote.text, [origin, current]);
  const yours = describeChanges(name, from, text, [origin, 'local']);
  return `Changes on the server since ${origin}:\n\n${theirs}\nChanges in the file since ${origin}:\n\n${yours}`;
}
