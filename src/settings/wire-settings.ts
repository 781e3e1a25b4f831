import identity from '../../data/site.json' with { type: 'json' };
import { type SavedSettings, withSaved } from './saved-settings.ts';
import { parseWireSettings } from './wire-schema.ts';

/** Returns what data/site.json says of the wire and of comparing claims with quotes, or what is saved in place of that. */
export const readWireSettings = (saved: SavedSettings = {}) => parseWireSettings(withSaved(identity, saved));
