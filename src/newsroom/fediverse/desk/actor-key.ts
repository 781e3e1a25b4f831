import { accountsIn } from '../../../fediverse/documents/accounts.ts';
import { RSA, writePublicKey } from '../../../fediverse/signing/keys.ts';
import { toBase64 } from '../../../lib/encodings.ts';
import { KeyValueTable } from '../../../lib/key-value-table.ts';
import { ACTOR_KEY } from '../../../platform/kv.ts';
import type { Site } from '../../../settings/site.ts';
import type { Outbox } from '../../desk/publish/outbox.ts';

/** The key pair with which the newsroom's accounts on the fediverse sign. */
export interface ActorKeyPair {
  publicKeyPem: string;
  /** PKCS #8, as base64. */
  privateKey: string;
}

const NAME = 'actor key';

/** Keeps the key pair of the newsroom's accounts. It is made once, and no export has it: after a restore, servers fetch the new one. */
export class ActorKey {
  readonly #keyValues: KeyValueTable;
  readonly #site: () => Pick<Site, 'fediverse'>;
  readonly #outbox: Outbox;

  constructor(sql: SqlStorage, { site, outbox }: { site: () => Pick<Site, 'fediverse'>; outbox: Outbox }) {
    this.#keyValues = new KeyValueTable(sql);
    this.#site = site;
    this.#outbox = outbox;
  }

  /** Returns the key pair; undefined until it is made. */
  stored(): ActorKeyPair | undefined {
    const stored = this.#keyValues.get(NAME);
    return stored === undefined ? undefined : JSON.parse(stored);
  }

  /** Returns the keys of its values in KV. Their metadata say whether settings are saved, with which actors are rendered. */
  keys(): string[] {
    return this.stored() ? [ACTOR_KEY] : [];
  }

  /** Returns the key pair, which the first call makes; undefined if the newsroom has no accounts. */
  async pair(): Promise<ActorKeyPair | undefined> {
    if (!accountsIn(this.#site())) return undefined;
    const stored = this.stored();
    if (stored) return stored;
    const { publicKey, privateKey } = (await crypto.subtle.generateKey(
      { ...RSA, modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) },
      true,
      ['sign', 'verify'],
    )) as CryptoKeyPair;
    const made: ActorKeyPair = {
      publicKeyPem: writePublicKey((await crypto.subtle.exportKey('spki', publicKey)) as ArrayBuffer),
      privateKey: toBase64((await crypto.subtle.exportKey('pkcs8', privateKey)) as ArrayBuffer),
    };
    // Another call may have made one meanwhile.
    const other = this.stored();
    if (other) return other;
    this.#keyValues.set(NAME, JSON.stringify(made));
    this.#outbox.add([ACTOR_KEY], Date.now());
    return made;
  }
}
