import { fromBase64 } from '../../lib/encodings.ts';
import { deskOf } from '../../newsroom/desk/desk-stub.ts';
import type { Env } from '../../platform/env.ts';
import { keyId } from '../documents/actor.ts';
import { RSA } from '../signing/keys.ts';
import type { RequestKey } from '../signing/sign.ts';

/** Returns what finds the key with which an actor of this site signs requests. Throws if the newsroom has no accounts. */
export async function loadSenderKeys(env: Pick<Env, 'DESK'>): Promise<(actor: string) => RequestKey> {
  const pair = await deskOf(env).actorKey.pair();
  if (!pair) throw new Error('The newsroom has no accounts.');
  const privateKey = await crypto.subtle.importKey('pkcs8', fromBase64(pair.privateKey), RSA, false, [
    'sign',
  ]);
  return (id) => ({ id: keyId({ id }), privateKey });
}
