import { RSA, writePublicKey } from '../../src/fediverse/signing/keys.ts';
import type { Scheme } from '../../src/fediverse/signing/request.ts';
import { signRequest } from '../../src/fediverse/signing/sign.ts';

/** Somebody on another server of the fediverse, who signs what they send. */
export class Peer {
  readonly id: string;
  readonly #pair: CryptoKeyPair;
  readonly #pem: string;
  /** Fields in place of those of the actor's document. */
  fields: Record<string, unknown> = {};

  private constructor(id: string, pair: CryptoKeyPair, pem: string) {
    this.id = id;
    this.#pair = pair;
    this.#pem = pem;
  }

  static async open(id: string): Promise<Peer> {
    const how = { ...RSA, modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) };
    const pair = (await crypto.subtle.generateKey(how, true, ['sign', 'verify'])) as CryptoKeyPair;
    const spki = (await crypto.subtle.exportKey('spki', pair.publicKey)) as ArrayBuffer;
    return new Peer(id, pair, writePublicKey(spki));
  }

  /** Another actor with the same key, as a host has that makes them by the thousand. */
  as(id: string): Peer {
    return new Peer(id, this.#pair, this.#pem);
  }

  get actor(): Record<string, unknown> {
    const { id } = this;
    return {
      '@context': ['https://www.w3.org/ns/activitystreams', 'https://w3id.org/security/v1'],
      id,
      type: 'Person',
      preferredUsername: 'ann',
      inbox: `${id}/inbox`,
      endpoints: { sharedInbox: new URL('/inbox', id).href },
      publicKey: { id: `${id}#main-key`, owner: id, publicKeyPem: this.#pem },
      ...this.fields,
    };
  }

  /** Returns the headers of a signed POST. */
  sign(
    url: string,
    body: string,
    {
      scheme = 'rfc9421',
      keyId = `${this.id}#main-key`,
      at = new Date(),
    }: { scheme?: Scheme; keyId?: string; at?: Date } = {},
  ): Promise<Headers> {
    const headers = { 'Content-Type': 'application/activity+json' };
    const request = { method: 'POST', url, headers, body: new TextEncoder().encode(body) };
    return signRequest(request, { id: keyId, privateKey: this.#pair.privateKey }, scheme, at);
  }
}
