import identity from '../../data/site.json' with { type: 'json' };
import { type Fault, faultsFromZod, type Parsed } from '../site/story/parse/fault.ts';
import { identitySchema } from './identity-schema.ts';
import { SAVED_FIELDS, type SavedSettings, settingsIn, withSaved } from './saved-settings.ts';

/** Returns every setting that can be saved as it is in force, or what is wrong with what is saved. */
export function checkSaved(saved: SavedSettings): Parsed<SavedSettings> {
  const unknown = Object.keys(saved).filter((field) => !(SAVED_FIELDS as readonly string[]).includes(field));
  if (unknown.length > 0) {
    const rule = `is no setting that can be saved. Those are ${SAVED_FIELDS.join(', ')}`;
    return { ok: false, faults: unknown.map((field): Fault => ({ field, rule })) };
  }
  const merged = withSaved(identity, saved);
  const parsed = identitySchema.safeParse(merged);
  return parsed.success
    ? { ok: true, value: settingsIn(parsed.data) }
    : { ok: false, faults: faultsFromZod(parsed.error, merged) };
}

/** Returns every setting as it is in force; those of the file if what is saved breaks a rule, which a later version may have added. */
export function inForce(saved: SavedSettings): SavedSettings {
  const checked = checkSaved(saved);
  return checked.ok ? checked.value : inForce({});
}
