import * as z from 'zod';
import {
  isSameSetting,
  SAVED_FIELDS,
  type SavedField,
  type SavedSettings,
} from '../../../settings/saved-settings.ts';
import type { Fault } from '../../../site/story/parse/fault.ts';
import { time } from '../../desk/time.ts';
import type { Told } from '../../words/translate.ts';

/** Saved settings, by the names of their fields; a field that is left out is as data/site.json has it. */
export const savedSchema = z.partialRecord(z.enum(SAVED_FIELDS), z.unknown());

/** What was saved from a time on. */
export const settingsVersionSchema = z.strictObject({
  version: z.int().min(0).describe('0 if nothing was ever saved'),
  at: time.nullable(),
  who: z.string().nullable(),
  saved: savedSchema,
});
export type SettingsVersion = z.infer<typeof settingsVersionSchema>;

export const NOTHING_SAVED: SettingsVersion = { version: 0, at: null, who: null, saved: {} };

/** Why settings are not saved. Nothing was changed. */
export interface SettingsRefusal extends Told {
  ok: false;
  why: 'role' | 'missing' | 'stale' | 'invalid' | 'state';
  faults?: Fault[];
  /** Who changed the same meanwhile: the version that is in force. */
  current?: SettingsVersion;
}

/** A change that was made. `changed` is false if all was so already. */
export type SettingsResult = { ok: true; version: SettingsVersion; changed: boolean } | SettingsRefusal;

/** Returns the fields in which two settings differ. */
export const differingFields = (one: SavedSettings, other: SavedSettings): SavedField[] =>
  SAVED_FIELDS.filter((field) => !isSameSetting(one[field], other[field]));
