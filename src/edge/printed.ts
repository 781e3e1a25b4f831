import {
  BrokenContainer,
  type Container,
  gzipBytes,
  isContainer,
  storedBytes,
  unpack,
} from '../document/container.ts';
import { gunzip } from '../document/gzip.ts';
import { type DocumentName, policyOf } from '../document/policy.ts';
import { fingerprint } from '../fingerprint.ts';
import { type Metadata, printedAt } from '../kv.ts';
import { evaluatePreconditions } from './conditional.ts';
import { acceptsGzip } from './encoding.ts';

/** A finished document, ready to be sent. */
interface Ready {
  status: number;
  headers: Headers;
  body: Uint8Array;
  isCompressed: boolean;
  /** Bytes of the document when it is not compressed. */
  size: number;
}

/** The finished documents of one KV value, and the answers that are made of them: bytes as they were printed. */
export class Printed {
  /** When KV was last asked for it, in milliseconds. */
  checked: number;
  /** When KV last gave it, in milliseconds. */
  given: number;
  readonly size: number;
  /** The value as KV gave it: what is not finished is made from the record in it. */
  readonly bytes: Uint8Array;
  readonly known: Metadata;
  readonly printed: Date;
  readonly #key: string;
  readonly #container: Container;
  readonly #ready = new Map<DocumentName, Ready>();
  readonly #notModified = new Map<DocumentName, Headers>();

  constructor(key: string, bytes: Uint8Array, known: Metadata, now: number) {
    this.#key = key;
    this.#container = unpack(bytes);
    this.bytes = bytes;
    this.known = known;
    this.printed = printedAt(known);
    this.size = bytes.byteLength;
    this.checked = now;
    this.given = now;
  }

  /**
   * What KV gave under a key; `undefined` where that is no container of finished documents. Throws `BrokenContainer` where it is
   * not whole, as the version beside it, which is its fingerprint, tells, or cannot be read.
   */
  static async of(
    key: string,
    bytes: Uint8Array,
    known: Metadata | undefined,
    now: number,
  ): Promise<Printed | undefined> {
    if (known ? (await fingerprint(bytes)) !== known.version : isContainer(bytes))
      throw new BrokenContainer('it is cut short, or not what the press has written');
    return known && isContainer(bytes) ? new Printed(key, bytes, known, now) : undefined;
  }

  /**
   * The answer to a GET or HEAD request for one of the documents; `undefined` where the value does not have it. A 304 needs
   * nothing but the metadata. Rejects where a document cannot be inflated for a client that takes no gzip.
   */
  answer(request: Request, name: DocumentName): Response | Promise<Response> | undefined {
    const etag = this.known.etags?.[name];
    if (etag !== undefined) {
      // RFC 9110 section 13.2.1: preconditions are for what would otherwise be answered with success, as tags here are.
      const validators = { etag, lastModified: this.printed };
      const condition = evaluatePreconditions(request.headers, validators);
      if (condition !== 200)
        return new Response(null, { status: condition, headers: this.#headersOf304(name, etag) });
    }
    const ready = this.#ready.get(name) ?? this.#makeReady(name);
    return ready && send(request, ready);
  }

  #headersOf304(name: DocumentName, etag: string): Headers {
    const made = this.#notModified.get(name) ?? new Headers({ ...policyOf(name, this.#key), ETag: etag });
    this.#notModified.set(name, made);
    return made;
  }

  #makeReady(name: DocumentName): Ready | undefined {
    const part = this.#container.table.documents[name];
    if (!part) return undefined;
    const isCompressed = part.coding !== 'identity';
    const body = isCompressed ? gzipBytes(this.#container, part) : storedBytes(this.#container, part);
    const headers = new Headers({ ...part.headers, ...policyOf(name, this.#key), ETag: part.etag });
    if (part.status === 200) headers.set('Last-Modified', this.printed.toUTCString());
    if (isCompressed) headers.set('Content-Encoding', 'gzip');
    const ready = { status: part.status, headers, body, isCompressed, size: part.size };
    this.#ready.set(name, ready);
    return ready;
  }
}

function send(
  request: Request,
  { status, headers, body, isCompressed, size }: Ready,
): Response | Promise<Response> {
  if (isCompressed && !acceptsGzip(request)) return sendInflated(request, { status, headers, body, size });
  if (request.method === 'HEAD') return headOf(status, headers, body.byteLength);
  return new Response(body, { status, headers, encodeBody: 'manual' });
}

async function sendInflated(
  request: Request,
  { status, headers, body, size }: Omit<Ready, 'isCompressed'>,
): Promise<Response> {
  const own = new Headers(headers);
  own.delete('Content-Encoding');
  // Workers Cache keeps the compressed form alone, which is right for nearly everybody.
  own.set('Cloudflare-CDN-Cache-Control', 'no-store');
  if (request.method === 'HEAD') return headOf(status, own, size);
  return new Response(await gunzip(body), { status, headers: own });
}

function headOf(status: number, headers: Headers, length: number): Response {
  const response = new Response(null, { status, headers, encodeBody: 'manual' });
  response.headers.set('Content-Length', String(length));
  return response;
}
