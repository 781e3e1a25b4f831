import { fromBase64Url, toBase64Url } from '../../../lib/encodings.ts';
import type { KeyValueTable } from '../../../lib/key-value-table.ts';

/** How long a challenge may be answered, in milliseconds: 5 minutes. */
const LIFETIME = 5 * 60_000;

const RANDOM_BYTES = 16;
const TIME_BYTES = 8;
const HMAC = { name: 'HMAC', hash: 'SHA-256' };

/**
 * The challenges that passkeys sign. A challenge carries its own end and a MAC of the Desk, and only a used one takes a row: otherwise
 * a stranger who asks for challenges would use up the day's allowance of rows.
 */
export class Challenges {
  readonly #sql: SqlStorage;
  readonly #keyValues: KeyValueTable;
  #key: CryptoKey | undefined;

  constructor(sql: SqlStorage, keyValues: KeyValueTable) {
    this.#sql = sql;
    this.#keyValues = keyValues;
  }

  /** Makes a challenge for a person's new passkey; with null, for signing in, when nobody is known yet. Returns it as base64url. */
  async make(person: string | null, now: number): Promise<string> {
    const payload = crypto.getRandomValues(new Uint8Array(RANDOM_BYTES + TIME_BYTES));
    new DataView(payload.buffer).setFloat64(RANDOM_BYTES, now + LIFETIME);
    const mac = await crypto.subtle.sign(HMAC, await this.#importKey(), macInput(payload, person));
    return toBase64Url(new Uint8Array([...payload, ...new Uint8Array(mac)]).buffer);
  }

  /** Returns when a challenge of the Desk for this person ends; undefined if it has, or if it is none. */
  async endOf(challenge: string, person: string | null, now: number): Promise<number | undefined> {
    let bytes: Uint8Array<ArrayBuffer>;
    try {
      bytes = fromBase64Url(challenge);
    } catch {
      return undefined;
    }
    if (bytes.length !== RANDOM_BYTES + TIME_BYTES + 32) return undefined;
    const payload = bytes.slice(0, RANDOM_BYTES + TIME_BYTES);
    const mac = bytes.slice(RANDOM_BYTES + TIME_BYTES);
    const isOurs = await crypto.subtle.verify(HMAC, await this.#importKey(), mac, macInput(payload, person));
    const end = new DataView(payload.buffer).getFloat64(RANDOM_BYTES);
    return isOurs && end > now ? end : undefined;
  }

  /** Uses a challenge up. Returns false if it was used before. Forgets those that nobody could use any more. */
  spend(challenge: string, end: number, now: number): boolean {
    this.#sql.exec('DELETE FROM spent_challenge WHERE expires <= ?', now);
    const query =
      'INSERT INTO spent_challenge (challenge, expires) VALUES (?, ?) ON CONFLICT DO NOTHING RETURNING 1';
    return this.#sql.exec(query, challenge, end).toArray().length === 1;
  }

  async #importKey(): Promise<CryptoKey> {
    if (this.#key) return this.#key;
    let secret = this.#keyValues.get('challenge-key');
    if (secret === undefined) {
      secret = toBase64Url(crypto.getRandomValues(new Uint8Array(32)).buffer);
      this.#keyValues.set('challenge-key', secret);
    }
    this.#key = await crypto.subtle.importKey('raw', fromBase64Url(secret), HMAC, false, ['sign', 'verify']);
    return this.#key;
  }
}

const macInput = (payload: Uint8Array, person: string | null) =>
  new Uint8Array([...payload, ...new TextEncoder().encode(person ?? '')]);
