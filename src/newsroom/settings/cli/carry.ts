import { dirname } from 'node:path';
import * as z from 'zod';
import { type ApiClient, jsonBody } from '../../../cli/client/api-client.ts';
import { CommandError } from '../../../cli/command-error.ts';
import { replaceFile } from '../../../cli/replace-file.ts';
import { readIdentity, siteFile } from '../../../cli/worker/site-file.ts';
import {
  isSameSetting,
  type SavedField,
  type SavedSettings,
  settingsIn,
} from '../../../settings/saved-settings.ts';
import { escapeInvisible, formatValue } from '../../../site/story/parse/fault.ts';
import { readRecords, writeRecords } from '../../stories/cli/working-copy.ts';
import type { SettingsChange, SettingsDetail } from '../api/schemas.ts';
import { differingFields, savedSchema } from '../desk/settings-version.ts';
import { withField } from './identity-text.ts';

// Carries settings between data/site.json and the newsroom. Beside the file stands what both last had in common, for each server, so that
// it is known who has changed a setting since.

const RECORDS = '.edgewire.json';
const recordsSchema = z.record(z.string(), z.object({ settings: savedSchema }));

export interface CarryOptions {
  /** Whether to say what would happen, and do nothing. */
  isDry: boolean;
  /** Whether to lose what the other side has changed. */
  isForced: boolean;
  file?: string;
}

interface Compared {
  text: string;
  /** What both last had in common. */
  base: SavedSettings;
  local: SavedSettings;
  remote: SettingsDetail;
  /** The settings that only the file has changed, only the newsroom, and both. */
  mine: SavedField[];
  theirs: SavedField[];
  both: SavedField[];
}

async function compare(api: ApiClient, file: string): Promise<Compared> {
  const [{ text, identity }, remote] = await Promise.all([
    readIdentity(file),
    api.json<SettingsDetail>('GET', '/settings'),
  ]);
  const local = settingsIn(identity);
  // What the newsroom was deployed with, if the two have never met.
  const base = readRecords(dirname(file), RECORDS, recordsSchema)[api.url]?.settings ?? remote.file;
  const differing = differingFields(local, remote.inForce);
  const here = new Set(differing.filter((field) => !isSameSetting(local[field], base[field])));
  const there = new Set(differing.filter((field) => !isSameSetting(remote.inForce[field], base[field])));
  return {
    text,
    base,
    local,
    remote,
    mine: [...here].filter((field) => !there.has(field)),
    theirs: [...there].filter((field) => !here.has(field)),
    both: [...here].filter((field) => there.has(field)),
  };
}

function remember(api: ApiClient, file: string, settings: SavedSettings): void {
  const records = readRecords(dirname(file), RECORDS, recordsSchema);
  writeRecords(dirname(file), RECORDS, { ...records, [api.url]: { settings } });
}

const describe = (fields: readonly SavedField[], from: SavedSettings, to: SavedSettings): string[] =>
  fields.map((field) => `  ${field}: ${formatValue(from[field])} → ${formatValue(to[field])}`);

function refuse(both: readonly SavedField[], remote: SettingsDetail, what: 'pull' | 'push'): CommandError {
  const who =
    remote.who === null ? '' : ` The last who saved settings there was ${escapeInvisible(remote.who)}.`;
  const lost = what === 'pull' ? 'the change in the file' : 'the change in the newsroom';
  return new CommandError(
    `Nothing was changed: data/site.json and the newsroom have both changed ${both.join(', ')}.${who} To lose ${lost}: npm run story -- settings ${what} --force`,
  );
}

/** Writes what the newsroom has changed to data/site.json. Returns lines for the terminal. */
export async function pullSettings(
  api: ApiClient,
  { isDry, isForced, file = siteFile }: CarryOptions,
): Promise<string[]> {
  const { text, local, remote, theirs, both } = await compare(api, file);
  if (both.length > 0 && !isForced) throw refuse(both, remote, 'pull');
  const fields = [...theirs, ...both];
  if (fields.length > 0 && !isDry) {
    const changed = fields.reduce((so, field) => withField(so, field, remote.inForce[field]), text);
    await replaceFile(file, changed);
  }
  if (!isDry) remember(api, file, remote.inForce);
  if (fields.length === 0) return ['data/site.json has everything that the newsroom has saved.'];
  return [
    isDry ? 'Would change in data/site.json:' : 'Changed in data/site.json:',
    ...describe(fields, local, remote.inForce),
  ];
}

/** Saves in the newsroom what data/site.json has changed. Returns lines for the terminal. */
export async function pushSettings(
  api: ApiClient,
  { isDry, isForced, file = siteFile }: CarryOptions,
): Promise<string[]> {
  const { base, local, remote, mine, theirs, both } = await compare(api, file);
  if (both.length > 0 && !isForced) throw refuse(both, remote, 'push');
  const fields = [...mine, ...both];
  const pushed = Object.fromEntries(fields.map((field) => [field, local[field]]));
  if (fields.length === 0) return ['The newsroom has everything that data/site.json says.'];
  if (isDry) return ['Would change in the newsroom:', ...describe(fields, remote.inForce, local)];
  const body = jsonBody({ ...remote.saved, ...pushed }, { 'If-Match': `"${remote.version}"` });
  const { inForce } = await api.json<SettingsChange>('PUT', '/settings', body);
  // What only the newsroom has changed is still to be pulled.
  remember(api, file, { ...inForce, ...Object.fromEntries(theirs.map((field) => [field, base[field]])) });
  return ['Changed in the newsroom:', ...describe(fields, remote.inForce, local)];
}
