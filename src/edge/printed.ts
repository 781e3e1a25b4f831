import { BrokenContainer, type Container, gzipBytes, storedBytes, unpack } from '../document/container.ts';
import { type DocumentName, policyOf } from '../document/policy.ts';
import { type Metadata, printedAt } from '../kv.ts';
import { evaluatePreconditions } from './conditional.ts';
import { type Ready, send } from './sending.ts';

/** The finished documents of one KV value, and the answers that are made of them: bytes as they were printed. */
export class Printed {
  readonly #known: Metadata;
  readonly #printed: Date;
  readonly #key: string;
  readonly #container: Container;
  readonly #ready = new Map<DocumentName, Ready>();
  readonly #notModified = new Map<DocumentName, Headers>();

  /** Throws `BrokenContainer` where the value, which is whole, cannot be read, or its metadata has other tags than it. */
  constructor(key: string, value: Uint8Array, known: Metadata) {
    this.#key = key;
    this.#container = unpack(value);
    const { documents } = this.#container.table;
    for (const [name, etag] of Object.entries(known.etags ?? {})) {
      if (documents[name as DocumentName]?.etag !== etag)
        throw new BrokenContainer(`its metadata has another entity tag of ${name}`);
    }
    this.#known = known;
    this.#printed = printedAt(known);
  }

  /**
   * The answer to a GET or HEAD request for one of the documents; `undefined` where the value does not have it. A 304 needs
   * nothing but the metadata. Rejects where a document cannot be inflated for a client that takes no gzip.
   */
  answer(request: Request, name: DocumentName): Response | Promise<Response> | undefined {
    const etag = this.#known.etags?.[name];
    if (etag !== undefined) {
      // RFC 9110 section 13.2.1: preconditions hold for a 200 alone, and metadata has the tags of no other document.
      const validators = { etag, lastModified: this.#printed };
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
    if (part.status === 200) headers.set('Last-Modified', this.#printed.toUTCString());
    if (isCompressed) headers.set('Content-Encoding', 'gzip');
    const ready = { status: part.status, headers, body, isCompressed, size: part.size };
    this.#ready.set(name, ready);
    return ready;
  }
}
