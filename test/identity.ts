import { env } from 'cloudflare:workers';
import { afterAll, beforeAll } from 'vitest';
import identity from '../data/site.json' with { type: 'json' };
import { readSettings } from '../src/settings/settings.ts';

/** Has the settings parsed anew, which an isolate does once for the same variables. */
function parseAgain(): void {
  readSettings({ ...env, REUSE_SECONDS: '1' });
  readSettings(env);
}

/** Has data/site.json say this, besides what it says, to the tests of a file. */
export function identityWith(fields: Record<string, unknown>): void {
  const before = { ...identity };
  beforeAll(() => {
    Object.assign(identity, fields);
    parseAgain();
  });
  afterAll(() => {
    // What was there before keeps its place: others hash the whole.
    for (const name of Object.keys(fields)) if (!(name in before)) Reflect.deleteProperty(identity, name);
    Object.assign(identity, before);
    parseAgain();
  });
}
