import type { Env } from '../../../platform/env.ts';
import { readSettingsWith, type Settings } from '../../../settings/settings.ts';
import { readWireSettings } from '../../../settings/wire-settings.ts';
import { deskOf } from '../../desk/desk-stub.ts';

/** The settings, with those of the wire. */
export type CurrentSettings = Settings & ReturnType<typeof readWireSettings>;

/** Returns the settings that are in force: those of data/site.json, and in their place what admins have saved in the Desk. */
export async function currentSettings(env: Env): Promise<CurrentSettings> {
  const saved = await deskOf(env).settings.saved();
  return { ...readSettingsWith(env, saved), ...readWireSettings(saved) };
}
