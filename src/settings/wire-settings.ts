import identity from '../../data/site.json' with { type: 'json' };
import { parseWireSettings, type WireSettings } from './wire-schema.ts';

let settings: WireSettings | undefined;

/** Returns what data/site.json says of the wire. */
export function readWireSettings(): WireSettings {
  settings ??= parseWireSettings(identity);
  return settings;
}
