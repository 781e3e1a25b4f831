import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { writePrivateFile } from './private-state.ts';

/** Where wrangler keeps the secrets of this machine. */
export const DEV_VARS = fileURLToPath(new URL('../../../.dev.vars', import.meta.url));

/** Reads the tokens that the local server accepts, from the environment or from `.dev.vars`. */
export async function readTokens(): Promise<string | undefined> {
  if (process.env.PUBLISH_TOKEN !== undefined) return process.env.PUBLISH_TOKEN;
  const text = await readFile(DEV_VARS, 'utf8').catch(() => '');
  return /^\s*PUBLISH_TOKEN\s*=\s*"?([^"\n]*)"?\s*$/m.exec(text)?.[1];
}

/** Creates a random token, adds it to `.dev.vars`, and says so. */
export function createToken(): string {
  const token = `editor:${randomBytes(18).toString('base64url')}`;
  writePrivateFile(DEV_VARS, `PUBLISH_TOKEN="${token}"\n`, 'a');
  console.log('Created a token to publish with and saved it in .dev.vars.');
  return token;
}
