import { existsSync } from 'node:fs';
import { relative } from 'node:path';
import type { ApiClient } from '../../../cli/client/api-client.ts';
import { CommandError } from '../../../cli/command-error.ts';
import { isTextOf, lookUpDraft } from './draft-bases.ts';
import { readFileToPush } from './push-draft.ts';
import { findDraft } from './remote-draft.ts';

/** Finds the version that a file has, or the newest one of a draft that is named. Throws if the file was not pushed. */
export async function findPushedVersion(
  api: ApiClient,
  named: string,
): Promise<{ id: string; version: number }> {
  if (!existsSync(named)) return findDraft(api, named);
  const shown = relative('.', named);
  const text = await readFileToPush(named);
  const base = lookUpDraft(named, api.url);
  if (base && isTextOf(base, text)) return base;
  throw new CommandError(
    `${shown}: the newsroom does not have this text. Push it first: npm run story -- draft push ${shown}`,
  );
}
