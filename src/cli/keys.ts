import { webcrypto } from 'node:crypto';
import type { Command } from 'commander';
import { thumbprint } from '../site/story/history/statement.ts';

/** Makes an Ed25519 key: the private one as the secret SIGNING_KEY has it, and the id of the public one. */
async function makeKey(): Promise<{ secret: string; id: string }> {
  const { privateKey, publicKey } = (await webcrypto.subtle.generateKey('Ed25519', true, [
    'sign',
    'verify',
  ])) as webcrypto.CryptoKeyPair;
  const secret = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', privateKey)).toString('base64url');
  const { x = '' } = await webcrypto.subtle.exportKey('jwk', publicKey);
  return { secret, id: await thumbprint(x) };
}

/** `keys`: makes a key that signs the revisions of stories. */
export function addKeys(program: Command): void {
  program
    .command('keys')
    .description('make a key that signs each published revision, and say how to use it')
    .action(async () => {
      const { secret, id } = await makeKey();
      console.log(`A new key, ${id}. This is its private part; whoever has it can sign as your newsroom:

SIGNING_KEY=${secret}

It is stored nowhere yet. Keep a copy where you keep your other secrets, then set it:
- for the deployed newsroom: run \`npx wrangler secret put SIGNING_KEY\`, and paste what follows the equals sign;
- on this machine: add the whole line to .dev.vars, and start the server again.

From then on, each revision that readers get is signed. Earlier ones stay as they are. docs/operating.md says what to do
when you change the key or lose it.`);
    });
}
