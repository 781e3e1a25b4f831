import { cleanLanguage } from '../../../wire/extraction/clean-values.ts';
import { sentence, type Told, told, toldApart } from '../../../words/translate.ts';
import type { FeedItem } from '../feed-item.ts';
import { boundJson, boundXml, MAX_PARSED_ITEMS, TooLarge } from './bounds.ts';
import { parseFeedDate } from './dates.ts';
import type { FeedFrame } from './feed-document.ts';
import type { FeedEntry, MarkedText } from './feed-entry.ts';
import { baseOf } from './markup.ts';
import { textOf, textOfHtml, textOfTitle } from './plain-text.ts';

/** The most items that are taken from a feed, the newest. */
const MAX_ITEMS = 200;
/** The most characters of a title and of a summary. */
const [TITLE_LENGTH, SUMMARY_LENGTH] = [300, 1000];
const MAX_URL_LENGTH = 2000;
const MAX_ID_LENGTH = 1000;

/** An item of a feed, without what only its reader knows. */
export type ParsedItem = Omit<FeedItem, 'feed' | 'seenAt'>;

/** What a feed says. All texts are plain, all addresses absolute and http or https. */
export interface ParsedFeed {
  title: string | null;
  home: string | null;
  /** Its own address and the hubs that tell of new items, as the document states them (WebSub section 4). */
  self: string | null;
  hubs: string[];
  /** How long a copy is good for by `ttl` and `sy:updatePeriod`, in milliseconds. */
  statedFreshness: number | null;
  /** Hours and days (0 is Sunday) in GMT at which the feed asks to be left alone. */
  skipHours: number[];
  skipDays: number[];
  /** The newest first. */
  items: ParsedItem[];
  /** How many items have no address of an article. */
  withoutAddress: number;
  /** How many items cannot be read. */
  broken: number;
  /** Whether the document has its end. */
  isWhole: boolean;
}

type ParseResult = { ok: true; feed: ParsedFeed } | ({ ok: false } & Told);

const PERIODS: Record<string, number> = {
  hourly: 3_600_000,
  daily: 86_400_000,
  weekly: 7 * 86_400_000,
  monthly: 30 * 86_400_000,
  yearly: 365 * 86_400_000,
};
const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/** Returns the first of some addresses that is one of a web page, as the URL standard serialises it. */
function webAddress(candidates: readonly (string | null | undefined)[], base: string): string | null {
  for (const candidate of candidates) {
    if (!candidate || candidate.length > MAX_URL_LENGTH) continue;
    const url = URL.parse(candidate.trim(), base);
    if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password) continue;
    if (url.href.length <= MAX_URL_LENGTH) return url.href;
  }
  return null;
}

async function readTitle(marked: MarkedText | null): Promise<string> {
  if (!marked) return '';
  return (marked.format === 'html' ? textOfTitle : textOf)(marked.text, TITLE_LENGTH);
}

async function readSummary(marked: MarkedText | null): Promise<string> {
  if (!marked) return '';
  return (marked.format === 'html' ? textOfHtml : textOf)(marked.text, SUMMARY_LENGTH);
}

/** Returns how long a copy is good for by the feed's own words, in milliseconds; null if it says nothing that makes sense. */
function statedFreshness({ ttl, updatePeriod, updateFrequency }: FeedFrame): number | null {
  const period = PERIODS[(updatePeriod ?? '').toLowerCase()];
  const stated = [
    ttl === undefined ? Number.NaN : ttl * 60_000,
    period === undefined ? Number.NaN : period / Math.max(updateFrequency ?? 1, 1),
  ].filter((time) => time > 0 && Number.isFinite(time));
  return stated.length === 0 ? null : Math.round(Math.max(...stated));
}

/** Returns the contents of RSS's `skipHours` or `skipDays`, which stand before the items. */
function skipped(head: string, list: 'skipHours' | 'skipDays', entry: 'hour' | 'day'): string[] {
  const [, content = ''] = new RegExp(`<${list}>([\\s\\S]{0,2000}?)</${list}>`, 'i').exec(head) ?? [];
  return [...content.matchAll(new RegExp(`<${entry}>\\s*([\\w]{1,10})\\s*</${entry}>`, 'gi'))].map(
    ([, value = '']) => value.toLowerCase(),
  );
}

/** An entry with its date and address: enough to choose the newest. */
interface Dated {
  entry: FeedEntry;
  url: string;
  publishedAt: number | null;
}

async function toItem(
  { entry, url, publishedAt }: Dated,
  feed: { publisher: string | null; language: string | null },
): Promise<ParsedItem> {
  const summary = await readSummary(entry.summary ?? entry.content);
  const title = await readTitle(entry.title);
  const source = await readTitle(entry.source);
  return {
    id: entry.id === null || entry.id.length > MAX_ID_LENGTH ? null : entry.id,
    url,
    // Posts of microblogs have no title.
    title: title || textOf(summary, 100) || url,
    summary,
    publisher: source || feed.publisher,
    publishedAt,
    language: cleanLanguage(entry.language) ?? cleanLanguage(feed.language),
  };
}

/** Dated entries come first, the newest before the others; those without a date stay in their order. */
const newestFirst = (a: Dated, b: Dated) => (b.publishedAt ?? 0) - (a.publishedAt ?? 0);

interface Reading {
  frame: FeedFrame;
  entries: FeedEntry[];
  broken: number;
}

/** Reads a document within bounds; what an editor is told if it is no feed. */
async function readWithin(text: string): Promise<Reading | Told> {
  const { NoFeed, readDocument } = await import('./feed-document.ts');
  const entries: FeedEntry[] = [];
  let broken = 0;
  try {
    const bounded = /^\s*[{[]/.test(text) ? boundJson(text) : boundXml(text);
    for await (const part of readDocument([bounded])) {
      if (part.kind === 'frame') {
        const isWhole = part.frame.isWhole || bounded.length < text.length;
        return { frame: { ...part.frame, isWhole }, entries: entries.slice(0, MAX_PARSED_ITEMS), broken };
      }
      if (part.kind === 'entry') entries.push(part.entry);
      else broken++;
    }
    throw new NoFeed('This is empty.');
  } catch (error) {
    if (error instanceof TooLarge) return error.why;
    if (/<(!doctype html|html)\b/i.test(text.slice(0, 2000)))
      return told(sentence('This is a page, not a feed.'));
    const cause =
      error instanceof Error && error.cause instanceof Error ? ` (${error.cause.message.slice(0, 100)})` : '';
    return toldApart(
      sentence('This is no RSS, Atom, RDF or JSON Feed that can be read.'),
      {},
      `This is no RSS, Atom, RDF or JSON Feed that can be read${cause}.`,
    );
  }
}

/**
 * Parses an RSS, Atom, RDF or JSON Feed. `url` is where it was read, against which relative addresses are resolved. Takes the newest
 * 200 items that have an address. Never rejects.
 */
export async function parseFeedText(
  text: string,
  { url, now }: { url: string; now: number },
): Promise<ParseResult> {
  const reading = await readWithin(text.replace(/^\ufeff/, ''));
  if ('detail' in reading) return { ok: false, ...reading };
  const { frame, entries, broken } = reading;
  const home = webAddress([frame.home], baseOf(frame.bases, url));
  const publisher = (await readTitle(frame.title)) || null;
  // A feed on another host than its site, such as FeedBurner's, has relative addresses of the site.
  const document = home !== null && new URL(home).host !== new URL(url).host ? home : url;
  const dated = entries.flatMap((entry): Dated[] => {
    const address = webAddress([...entry.links, entry.about], baseOf(entry.bases, document));
    const publishedAt = [...entry.published, entry.updated]
      .map((date) => parseFeedDate(date, now, entry.language ?? frame.language))
      .find((time) => time !== null);
    return address === null ? [] : [{ entry, url: address, publishedAt: publishedAt ?? null }];
  });
  const items: ParsedItem[] = [];
  for (const each of dated.toSorted(newestFirst).slice(0, MAX_ITEMS))
    items.push(await toItem(each, { publisher, language: frame.language }));
  const head = text.slice(0, 20_000);
  const skipHours = skipped(head, 'skipHours', 'hour').map(Number);
  return {
    ok: true,
    feed: {
      title: publisher,
      home,
      self: webAddress(frame.self, url),
      hubs: frame.hubs.slice(0, 5).flatMap((hub) => webAddress([hub], url) ?? []),
      statedFreshness: statedFreshness(frame),
      // RSS 0.91 numbered the hours from 1 to 24.
      skipHours: [...new Set(skipHours.filter((hour) => hour >= 0 && hour <= 24).map((hour) => hour % 24))],
      skipDays: [...new Set(skipped(head, 'skipDays', 'day').map((day) => DAYS.indexOf(day)))].filter(
        (day) => day >= 0,
      ),
      items,
      withoutAddress: entries.length - dated.length,
      broken,
      isWhole: frame.isWhole,
    },
  };
}
