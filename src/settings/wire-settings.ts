import identity from '../../data/site.json' with { type: 'json' };
import { type GroundingSettings, parseWireSettings, type WireSettings } from './wire-schema.ts';

let settings: ReturnType<typeof parseWireSettings> | undefined;

const read = () => {
  settings ??= parseWireSettings(identity);
  return settings;
};

/** Returns what data/site.json says of the wire. */
export const readWireSettings = (): WireSettings => read().wire;

/** Returns what data/site.json says of comparing claims with quotes. */
export const readGroundingSettings = (): GroundingSettings => read().grounding;
