import { stat } from 'node:fs/promises';
import { CommandError } from '../../../../cli/command-error.ts';
import { type FeedFrame, NoFeed, readDocument } from '../../../../newsroom/feeds/wire/parse/feed-document.ts';
import type { FeedEntry } from '../../../../newsroom/feeds/wire/parse/feed-entry.ts';
import { baseOf } from '../../../../newsroom/feeds/wire/parse/markup.ts';
import { cleanLanguage } from '../../../../newsroom/wire/extraction/clean-values.ts';
import { PoliteFetcher } from '../../fetching/polite-fetcher.ts';
import type { Index, OldEntry, Place, ReadOptions } from '../../old-site.ts';
import { makeLoss } from '../fields.ts';
import { UNKNOWN_SITE } from '../old-site-address.ts';
import { statedDate } from './feed-date.ts';
import { FeedFetcher, type FeedSource, fileSource, type Unavailable } from './feed-source.ts';
import { readText, toPost, webAddress } from './to-post.ts';

/** The version of an entry that counts so far: in which reading, when it was changed, its number, its address. */
interface Version {
  run: number;
  time: number;
  at: number;
  link: string | null;
}

/**
 * Knows which version of each entry counts: the one that was changed last, and of equal ones the first (RFC 5005 section 4, if the walk
 * begins with the newest document). It knows them by their ids, on disk. `run` tells this reading from earlier ones.
 */
class Versions {
  readonly #index: Index;
  readonly #run: number;

  constructor(index: Index, run: number) {
    this.#index = index;
    this.#run = run;
  }

  /** Notes the entry that is number `at`. Returns whether it is the first with its id. */
  add(entry: FeedEntry, at: number): boolean {
    const key = keyOf(entry);
    if (key === null) return true;
    const time = Date.parse(statedDate(entry.updated ?? entry.published[0], entry.language)?.date ?? '') || 0;
    const known = this.#index.get<Version>('feed-entry', key);
    const isFirst = known?.run !== this.#run;
    const link = entry.links[0] ?? null;
    if (isFirst || time > known.time) this.#index.put('feed-entry', key, { run: this.#run, time, at, link });
    return isFirst;
  }

  /** Whether the entry that is number `at` counts. */
  counts(entry: FeedEntry, at: number): boolean {
    const key = keyOf(entry);
    return key === null || this.#index.get<Version>('feed-entry', key)?.at === at;
  }

  /** Whether an entry that does not count leads elsewhere than the one that does: some feeds give several entries one id. */
  leadsElsewhere(entry: FeedEntry): boolean {
    const key = keyOf(entry);
    const [link] = entry.links;
    return link !== undefined && key !== null && this.#index.get<Version>('feed-entry', key)?.link !== link;
  }
}

const keyOf = ({ id, links }: FeedEntry): string | null => id ?? links[0] ?? null;

/** The most documents of one feed. */
const MAX_DOCUMENTS = 10_000;

/** A document of the feed, in the order of the walk: from the newest to the oldest. */
interface WalkedDocument {
  source: FeedSource;
  frame: FeedFrame;
}

/** Returns the address of the site that a feed belongs to. */
const homeOf = ({ source, frame }: WalkedDocument): string => {
  const own = baseOf(frame.bases, source.url ?? frame.self[0] ?? '');
  return webAddress(frame.home, own) ?? URL.parse(own)?.origin ?? UNKNOWN_SITE;
};

const isWordPress = ({ generator }: FeedFrame) => /wordpress/i.test(generator);

/** Returns the address of WordPress's page with the entries before those of an address: `?paged=2`. */
function nextPage(address: string): string {
  const url = new URL(address);
  url.searchParams.set('paged', String(Number(url.searchParams.get('paged') ?? '1') + 1));
  return url.href;
}

const isUnavailable = (found: FeedSource | Unavailable): found is Unavailable => 'why' in found;

/** Walks through the documents of one feed, and reads each. */
class FeedReader {
  readonly #source: string;
  readonly #options: ReadOptions;
  readonly #fetcher: FeedFetcher;
  readonly #versions: Versions;
  readonly #documents: WalkedDocument[] = [];
  readonly #losses: OldEntry[] = [];
  #repaired = 0;
  #read = 0;
  #total: number | null = null;

  constructor(source: string, options: ReadOptions) {
    this.#source = source;
    this.#options = options;
    const { site, onPause, contact } = options;
    const isAddress = /^https?:/i.test(source);
    const known = [...(isAddress ? [source] : []), ...(site === undefined ? [] : [site])];
    this.#versions = new Versions(options.index, options.now);
    this.#fetcher = new FeedFetcher({
      fetcher: new PoliteFetcher({
        known,
        ...(onPause && { onPause }),
        ...(contact !== undefined && { contact }),
      }),
      index: options.index,
      onRepair: (_url, count) => {
        this.#repaired += count;
      },
      place: (url) => {
        const host = URL.parse(source)?.host;
        const { pathname, search, host: asked } = new URL(url);
        return site !== undefined && asked === host ? new URL(pathname + search, site).href : url;
      },
    });
  }

  async *read(): AsyncGenerator<OldEntry> {
    yield* this.#walk();
    const [newest] = this.#documents;
    if (!newest) throw new Error('a feed without a document');
    const { frame, source } = newest;
    yield {
      kind: 'site',
      title: readText(frame.title),
      url: homeOf(newest),
      language: cleanLanguage(frame.language),
      system: isWordPress(frame)
        ? 'WordPress'
        : { rss: 'RSS', atom: 'Atom', json: 'JSON Feed' }[frame.format],
    };
    yield* this.#losses;
    if (this.#repaired > 0) {
      yield {
        kind: 'loss',
        loss: makeLoss(
          placeOf(source, null),
          'encoding',
          `${this.#repaired} bytes that are no UTF-8`,
          'the characters that they are in Windows-1252',
        ),
      };
    }
    yield* this.#posts();
  }

  /** Walks from the newest document to the oldest, and notes which version of each entry counts. */
  async *#walk(): AsyncGenerator<OldEntry> {
    const visited = new Set<string>();
    let next: { source: FeedSource; address: string } | null = await this.#open();
    let at = 0;
    while (next) {
      const { source, address } = next;
      visited.add(address).add(source.url ?? address);
      const surveyed = await this.#survey(source, address, at);
      if (surveyed === null) return;
      const { frame, count, added } = surveyed;
      at += count;
      this.#documents.push({ source, frame });
      if (source.url !== null) {
        if (frame.isArchive) this.#fetcher.markArchive(address);
        for (const url of new Set([
          address,
          source.url,
          ...frame.self.map((self) => webAddress(self, source.url ?? '') ?? ''),
        ]))
          if (url !== '')
            yield { kind: 'address', address: url, target: { shows: 'feed', format: frame.format } };
      }
      next = await this.#older({ source, frame, added }, visited);
    }
  }

  /** Opens the source: a file, a feed, or the feed that a page names. */
  async #open(): Promise<{ source: FeedSource; address: string }> {
    const source = this.#source;
    if (!/^https?:/i.test(source)) {
      const { size } = await stat(source);
      this.#total = 2 * size;
      const file = fileSource(source, {
        onRepair: (count) => {
          if (this.#documents.length === 0) this.#repaired += count;
        },
        onRead: (bytes) => this.#progress(bytes),
      });
      return { source: file, address: source };
    }
    const opened = await this.#require(source);
    let isHtml = false;
    for await (const start of opened.text()) {
      isHtml = /^[\s\uFEFF]*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b/is.test(start.slice(0, 5000));
      break;
    }
    if (!isHtml) return { source: opened, address: source };
    const address = await this.#fetcher.feedOf(opened, source);
    return { source: await this.#require(address), address };
  }

  async #require(address: string): Promise<FeedSource> {
    const found = await this.#fetcher.fetch(address);
    if (!isUnavailable(found)) return found;
    throw new CommandError(`${address} ${found.why}. Check the address, and run the same command again.`);
  }

  /** Reads a document for the first time. Returns null if it is no feed, though another one led to it. */
  async #survey(
    source: FeedSource,
    address: string,
    at: number,
  ): Promise<{ frame: FeedFrame; count: number; added: number } | null> {
    let [count, added] = [0, 0];
    try {
      for await (const part of readDocument(source.text())) {
        if (part.kind === 'frame') return { frame: part.frame, count, added };
        if (part.kind === 'entry' && this.#versions.add(part.entry, at + count)) added++;
        count++;
      }
      throw new Error('a document without a frame');
    } catch (error) {
      if (!(error instanceof NoFeed)) throw error;
      if (this.#documents.length === 0)
        throw new CommandError(
          `${address} is no feed: ${error.message} Name another, or move in from an export.`,
        );
      this.#end(address, 'is no feed');
      return null;
    }
  }

  /** Returns the document with the entries before a document's; null if there is none. */
  async #older(
    { source, frame, added }: WalkedDocument & { added: number },
    visited: Set<string>,
  ): Promise<{ source: FeedSource; address: string } | null> {
    const stated = webAddress(frame.older, source.url ?? '');
    // WordPress answers 404 after the last page. A server that takes no notice of `paged` has nothing new.
    const guessed =
      source.url !== null && isWordPress(this.#documents[0]?.frame ?? frame) && added > 0
        ? nextPage(source.url)
        : null;
    const address = stated ?? (frame.older === null ? guessed : null);
    if (address === null) return null;
    if (visited.has(address)) {
      this.#end(address, 'was read before: the feed leads in a circle');
      return null;
    }
    if (this.#documents.length >= MAX_DOCUMENTS) {
      this.#end(address, `was not read, because it is the ${MAX_DOCUMENTS + 1}th document of the feed`);
      return null;
    }
    const found = await this.#fetcher.fetch(address);
    if (!isUnavailable(found)) {
      if (!visited.has(found.url ?? address)) return { source: found, address };
      if (stated !== null)
        this.#end(address, 'leads to one that was read before: the feed leads in a circle');
      return null;
    }
    if (stated !== null || !found.isMissing) this.#end(address, found.why);
    return null;
  }

  /** Notes that older entries are missing. */
  #end(address: string, why: string): void {
    this.#losses.push({
      kind: 'loss',
      loss: makeLoss({}, 'feed', `the entries from ${address} on, which ${why}`, 'the newer entries'),
    });
  }

  #progress(bytes: number): void {
    this.#read += bytes;
    this.#options.progress(this.#read, this.#total);
  }

  async *#posts(): AsyncGenerator<OldEntry> {
    let at = 0;
    for (const { source, frame } of this.#documents) {
      const context = {
        url: source.url ?? homeOf({ source, frame }),
        authors: frame.authors,
      };
      if (!frame.isWhole) {
        yield {
          kind: 'loss',
          loss: makeLoss(
            placeOf(source, null),
            'cut short',
            'a document that ends in the middle',
            'the entries before that',
          ),
        };
      }
      if (frame.declaresEntities) {
        yield {
          kind: 'loss',
          loss: makeLoss(
            placeOf(source, null),
            'entity',
            'entities that the document declares',
            'their names, such as &name;',
          ),
        };
      }
      for await (const part of readDocument(source.text())) {
        if (part.kind === 'frame') break;
        const number = at++;
        const place = placeOf(source, part.line);
        if (part.kind === 'unreadable') {
          yield { kind: 'loss', loss: makeLoss(place, 'damage', part.was, 'left out') };
        } else if (this.#versions.counts(part.entry, number)) {
          const { post, losses } = toPost(part.entry, { ...context, place });
          yield { kind: 'post', post };
          for (const loss of losses) yield { kind: 'loss', loss };
        } else if (this.#versions.leadsElsewhere(part.entry)) {
          const was = `${part.entry.links[0]}, whose id another entry has`;
          yield { kind: 'loss', loss: makeLoss(place, 'duplicate', was, 'left out') };
        }
      }
    }
  }
}

const placeOf = ({ url }: FeedSource, line: number | null): Place => ({
  ...(url !== null && { file: url }),
  ...(line !== null && { line }),
});

/** Reads a feed from its file or address, or from that of a page that names it, and goes on to its first entry. */
export async function* readFeed(source: string, options: ReadOptions): AsyncGenerator<OldEntry> {
  yield* new FeedReader(source, options).read();
}
