import { toBase64Url } from '../../../src/lib/encodings.ts';

// An authenticator of WebAuthn in software: it makes a key of its own and signs with WebCrypto, as a real one does with its chip.

type Bytes = Uint8Array<ArrayBuffer>;

const bytesOf = (...parts: (ArrayBuffer | Uint8Array | number[])[]): Bytes =>
  new Uint8Array(parts.flatMap((part) => [...new Uint8Array(part)]));
const utf8 = (text: string) => new TextEncoder().encode(text);
const sha256 = async (bytes: Uint8Array) =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', Uint8Array.from(bytes)));
const base64Url = (bytes: Uint8Array) => toBase64Url(Uint8Array.from(bytes).buffer);

/** Writes CBOR: text of fewer than 24 bytes, byte strings, and maps of these (RFC 8949 section 3). */
const cborText = (text: string) => bytesOf([0x60 + text.length], utf8(text));
const cborBytes = (bytes: Uint8Array) =>
  bytes.length < 256
    ? bytesOf([0x58, bytes.length], bytes)
    : bytesOf([0x59, bytes.length >> 8, bytes.length & 255], bytes);

/** Writes an ECDSA signature as DER. WebCrypto gives its two numbers one after the other. */
function toDer(signature: ArrayBuffer): Bytes {
  const integer = (bytes: Uint8Array) => {
    const first = bytes.findIndex((byte) => byte !== 0);
    const number = bytes.slice(first < 0 ? bytes.length - 1 : first);
    const positive = (number[0] ?? 0) > 127 ? bytesOf([0], number) : bytesOf(number);
    return bytesOf([2, positive.length], positive);
  };
  const both = new Uint8Array(signature);
  const numbers = bytesOf(integer(both.slice(0, 32)), integer(both.slice(32)));
  return bytesOf([0x30, numbers.length], numbers);
}

const PRESENT = 0x01;
const VERIFIED = 0x04;
const HAS_CREDENTIAL = 0x40;

/** What an answer is made for. Each test changes one part. */
export interface Occasion {
  challenge: string;
  origin: string;
  rpId: string;
  /** Whether the person has shown a fingerprint, a face or a PIN. */
  isVerified: boolean;
}

export class Authenticator {
  readonly id = base64Url(crypto.getRandomValues(new Uint8Array(32)));
  counter: number;
  readonly #keys: CryptoKeyPair;

  private constructor(keys: CryptoKeyPair, counter: number) {
    this.#keys = keys;
    this.counter = counter;
  }

  /** Makes a new one. One that does not count always says 0. */
  static async make({ counts = true } = {}): Promise<Authenticator> {
    const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
    const keys = (await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as CryptoKeyPair;
    return new Authenticator(keys, counts ? 1 : 0);
  }

  /** Answers `navigator.credentials.create()`. */
  async register(occasion: Occasion) {
    const jwk = (await crypto.subtle.exportKey('jwk', this.#keys.publicKey)) as JsonWebKey;
    const point = (text = '') => cborBytes(fromBase64(text));
    // COSE: an EC2 key (1: 2) for ES256 (3: -7) on P-256 (-1: 1), with its coordinates (-2, -3).
    const key = bytesOf([0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21], point(jwk.x), [0x22], point(jwk.y));
    const id = fromBase64(this.id);
    const credential = bytesOf(new Uint8Array(16), [0, id.length], id, key);
    const authData = bytesOf(await this.#data(occasion, HAS_CREDENTIAL), credential);
    const attestation = bytesOf(
      [0xa3],
      cborText('fmt'),
      cborText('none'),
      cborText('attStmt'),
      [0xa0],
      cborText('authData'),
      cborBytes(authData),
    );
    return {
      ...this.#credential(),
      response: {
        clientDataJSON: base64Url(clientData('webauthn.create', occasion)),
        attestationObject: base64Url(attestation),
        transports: ['internal'],
      },
    };
  }

  /** Answers `navigator.credentials.get()`. */
  async signIn(occasion: Occasion, userHandle?: string) {
    const client = clientData('webauthn.get', occasion);
    const authData = await this.#data(occasion);
    const signed = bytesOf(authData, await sha256(client));
    const algorithm = { name: 'ECDSA', hash: 'SHA-256' };
    const signature = await crypto.subtle.sign(algorithm, this.#keys.privateKey, signed);
    return {
      ...this.#credential(),
      response: {
        clientDataJSON: base64Url(client),
        authenticatorData: base64Url(authData),
        signature: base64Url(toDer(signature)),
        ...(userHandle === undefined ? {} : { userHandle: base64Url(utf8(userHandle)) }),
      },
    };
  }

  #credential() {
    return { id: this.id, rawId: this.id, type: 'public-key', clientExtensionResults: {} };
  }

  async #data({ rpId, isVerified }: Occasion, more = 0): Promise<Bytes> {
    if (this.counter > 0) this.counter++;
    const counter = new Uint8Array(4);
    new DataView(counter.buffer).setUint32(0, this.counter);
    return bytesOf(await sha256(utf8(rpId)), [PRESENT | (isVerified ? VERIFIED : 0) | more], counter);
  }
}

const clientData = (type: string, { challenge, origin }: Occasion) =>
  utf8(JSON.stringify({ type, challenge, origin, crossOrigin: false }));

const fromBase64 = (text: string) =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) =>
    character.charCodeAt(0),
  );
