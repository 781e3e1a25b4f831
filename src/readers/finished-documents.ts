import { type KvMetadata, printedAt } from '../platform/kv.ts';
import { cachingHeaders, type DocumentName } from '../site/document/caching.ts';
import {
  BrokenContainer,
  type Container,
  compressedBytes,
  openContainer,
  storedBytes,
} from '../site/document/container.ts';
import { evaluatePreconditions } from './conditional.ts';
import { makeResponse, type PreparedResponse } from './response.ts';

/** The finished documents in one KV value, which are sent as they are stored. */
export class FinishedDocuments {
  readonly #metadata: KvMetadata;
  readonly #printed: Date;
  readonly #key: string;
  readonly #container: Container;
  readonly #prepared = new Map<DocumentName, PreparedResponse>();
  readonly #notModified = new Map<DocumentName, Headers>();

  /** Throws `BrokenContainer` if the value cannot be opened, or if its entity tags differ from those in its metadata. */
  constructor(key: string, value: Uint8Array, metadata: KvMetadata) {
    this.#key = key;
    this.#container = openContainer(value);
    const { documents } = this.#container.table;
    for (const [name, etag] of Object.entries(metadata.etags ?? {})) {
      if (documents[name as DocumentName]?.etag !== etag)
        throw new BrokenContainer(`its metadata has a different entity tag for ${name}`);
    }
    this.#metadata = metadata;
    this.#printed = printedAt(metadata);
  }

  /**
   * Responds to a GET or HEAD request for one of the documents; returns `undefined` if the value does not contain it. A 304 does
   * not touch the document. Rejects if the document has to be inflated and is not valid gzip.
   */
  respond(request: Request, name: DocumentName): Response | Promise<Response> | undefined {
    const etag = this.#metadata.etags?.[name];
    if (etag !== undefined) {
      // Only documents with status 200 have tags in the metadata: preconditions apply to no others (RFC 9110 section 13.2.1).
      const validators = { etag, lastModified: this.#printed };
      const status = evaluatePreconditions(request.headers, validators);
      if (status !== 200) return new Response(null, { status, headers: this.#headersOf304(name, etag) });
    }
    const prepared = this.#prepared.get(name) ?? this.#prepare(name);
    return prepared && makeResponse(request, prepared);
  }

  #headersOf304(name: DocumentName, etag: string): Headers {
    const headers =
      this.#notModified.get(name) ?? new Headers({ ...cachingHeaders(name, this.#key), ETag: etag });
    this.#notModified.set(name, headers);
    return headers;
  }

  #prepare(name: DocumentName): PreparedResponse | undefined {
    const part = this.#container.table.documents[name];
    if (!part) return undefined;
    const isCompressed = part.coding !== 'identity';
    const body = isCompressed ? compressedBytes(this.#container, part) : storedBytes(this.#container, part);
    const headers = new Headers({ ...part.headers, ...cachingHeaders(name, this.#key), ETag: part.etag });
    if (part.status === 200) headers.set('Last-Modified', this.#printed.toUTCString());
    if (isCompressed) headers.set('Content-Encoding', 'gzip');
    const prepared = { status: part.status, headers, body, isCompressed, size: part.size };
    this.#prepared.set(name, prepared);
    return prepared;
  }
}
