import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { CommandError } from '../../../../cli/command-error.ts';
import { findFeeds } from '../../../../newsroom/feeds/wire/parse/find-feeds.ts';
import { parseMediaType } from '../../../../newsroom/wire/extraction/media-type.ts';
import type { PoliteFetcher } from '../../fetching/polite-fetcher.ts';
import type { Index } from '../../old-site.ts';
import { asUtf8 } from '../utf8.ts';

/** Returns the encoding that an XML declaration or a media type states, unless it is UTF-8; undefined if it states none that is known. */
function statedDecoder(start: Uint8Array, contentType: string | undefined): TextDecoder | undefined {
  const [, inXml] =
    /^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)/i.exec(
      Buffer.from(start.subarray(0, 400)).toString('latin1'),
    ) ?? [];
  const label = parseMediaType(contentType).charset || inXml;
  if (label === undefined || /^utf/i.test(label)) return undefined;
  try {
    return new TextDecoder(label);
  } catch {
    return undefined;
  }
}

interface TextOptions {
  contentType?: string | undefined;
  /** Called with how many bytes were no UTF-8, though they ought to be. */
  onRepair: (count: number) => void;
}

/**
 * Reads bytes as text: by the encoding that the document states, unless they are UTF-8 for sure; bytes that should be UTF-8 and are not
 * are taken as Windows-1252.
 */
async function* textOf(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  { contentType, onRepair }: TextOptions,
): AsyncGenerator<string> {
  const iterator =
    Symbol.asyncIterator in chunks ? chunks[Symbol.asyncIterator]() : chunks[Symbol.iterator]();
  const first = await iterator.next();
  if (first.done) return;
  const bytes = async function* () {
    yield first.value;
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
  };
  // A character may be cut at the end of the chunk.
  const isSurelyUtf8 =
    first.value.some((byte) => byte > 127) &&
    [0, 1, 2, 3].some((cut) => isUtf8(first.value.subarray(0, first.value.length - cut)));
  const decoder = isSurelyUtf8 ? undefined : statedDecoder(first.value, contentType);
  if (decoder) {
    for await (const chunk of bytes()) yield decoder.decode(chunk, { stream: true });
    yield decoder.decode();
    return;
  }
  const utf8 = new TextDecoder();
  for await (const chunk of asUtf8(bytes(), onRepair)) yield utf8.decode(chunk, { stream: true });
  yield utf8.decode();
}

const ACCEPT =
  'application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5';
/** The most bytes of a feed that is fetched. */
const MAX_FEED_BYTES = 50_000_000;
/** How many characters are read at once of a document that is kept. */
const CHUNK = 1_000_000;

/** A document of a feed: a file, or what was fetched and is kept in the index. */
export interface FeedSource {
  /** Its address, after redirects; null for a file. */
  url: string | null;
  /** Gives its text, as often as it is asked for. */
  text(): AsyncIterable<string>;
}

/** What the index keeps of a document, in the set `feed-document`. */
interface KeptDocument {
  url: string;
  etag?: string | undefined;
  lastModified?: string | undefined;
  text: string;
  repaired: number;
  /** Whether it never changes (RFC 5005 section 4). */
  isArchive?: boolean;
}

/** Why a document could not be had, to complete "The address …". `isMissing`: there is none. */
export interface Unavailable {
  why: string;
  isMissing: boolean;
}

/** A file as a document of a feed. */
export function fileSource(
  path: string,
  options: { onRepair: (count: number) => void; onRead: (bytes: number) => void },
): FeedSource {
  return {
    url: null,
    async *text() {
      const stream = createReadStream(path, { highWaterMark: 256 * 1024 });
      stream.on('data', (chunk) => options.onRead(chunk.length));
      yield* textOf(stream, { onRepair: options.onRepair });
    },
  };
}

interface FeedFetcherOptions {
  fetcher: PoliteFetcher;
  index: Index;
  /** Called with how many bytes of a document were no UTF-8, though they ought to be. */
  onRepair: (url: string, count: number) => void;
  /** Returns the address at which an address is asked for. */
  place: (url: string) => string;
}

/** Fetches the documents of a feed, and keeps them, so that an interrupted or second run asks only for what has changed. */
export class FeedFetcher {
  readonly #options: FeedFetcherOptions;

  constructor(options: FeedFetcherOptions) {
    this.#options = options;
  }

  /** Returns a document as it is now. */
  async fetch(url: string): Promise<FeedSource | Unavailable> {
    const { fetcher, index, onRepair, place } = this.#options;
    const kept = index.get<KeptDocument>('feed-document', url);
    if (kept?.isArchive) return this.#source(url, kept);
    const fetched = await fetcher.fetch(place(url), {
      accept: ACCEPT,
      maxBytes: MAX_FEED_BYTES,
      etag: kept?.etag,
      lastModified: kept?.lastModified,
    });
    if (!fetched.ok) return { why: fetched.detail, isMissing: false };
    const { status, headers, body } = fetched;
    if (status === 304 && kept) return this.#source(url, kept);
    if (status !== 200)
      return {
        why: MEANINGS[status] ?? `got the answer ${status}`,
        isMissing: status === 404 || status === 410,
      };
    let repaired = 0;
    let text = '';
    const contentType = headers['content-type'];
    for await (const chunk of textOf([body], {
      contentType,
      onRepair: (count) => {
        repaired += count;
      },
    }))
      text += chunk;
    const document = {
      url: fetched.url,
      etag: headers.etag,
      lastModified: headers['last-modified'],
      text,
      repaired,
    };
    index.put('feed-document', url, document);
    if (repaired > 0) onRepair(url, repaired);
    return this.#source(url, document);
  }

  /** Notes that a document never changes, so that it is not asked for again. */
  markArchive(url: string): void {
    const { index } = this.#options;
    const kept = index.get<KeptDocument>('feed-document', url);
    if (kept && !kept.isArchive) index.put('feed-document', url, { ...kept, isArchive: true });
  }

  /** Returns the feed that a page names: the first that is not of its comments. Throws `CommandError` if it names none. */
  async feedOf(page: FeedSource, address: string): Promise<string> {
    let html = '';
    for await (const chunk of page.text()) html += chunk;
    const found = await findFeeds(html, page.url ?? address);
    const feed = found.find(({ url, title }) => !/comment/i.test(`${url} ${title ?? ''}`)) ?? found[0];
    if (feed) return feed.url;
    const isLogin = /<input\b[^>]*type\s*=\s*["']?password/i.test(html);
    throw new CommandError(
      isLogin
        ? `${address} is a page that asks for a password, not a feed. Move in from an export of the old system instead, or open the feed to everybody.`
        : `${address} is neither a feed nor a page that names one. Name the address of the feed itself, such as ${new URL('/feed/', address).href}.`,
    );
  }

  #source(url: string, { url: final }: KeptDocument): FeedSource {
    const { index } = this.#options;
    return {
      url: final,
      async *text() {
        const text = index.get<KeptDocument>('feed-document', url)?.text ?? '';
        for (let at = 0; at < text.length; at += CHUNK) yield text.slice(at, at + CHUNK);
      },
    };
  }
}

const MEANINGS: Record<number, string> = {
  401: 'needs a password (401)',
  402: 'has to be paid for (402)',
  403: 'refuses this program (403)',
  404: 'is not there (404)',
  410: 'is gone (410)',
};
