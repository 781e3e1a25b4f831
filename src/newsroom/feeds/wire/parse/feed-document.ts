import { JSONParser } from '@streamparser/json';
import { parseFeed, parseJsonFeed } from 'feedsmith';
import { splitXml, type XmlUnit } from '../../../../lib/split-xml.ts';
import {
  atomText,
  type FeedEntry,
  fromAtom,
  fromJson,
  fromRdf,
  fromRss,
  html,
  linksOf,
  type MarkedText,
  type ParsedEntry,
  plain,
} from './feed-entry.ts';
import { basesIn, originalLink, plainMarkup } from './markup.ts';

/** What a document says of its feed. Addresses are as the document has them. */
export interface FeedFrame {
  format: 'rss' | 'atom' | 'json';
  title: MarkedText | null;
  home: string | null;
  language: string | null;
  generator: string;
  /** The feed's own addresses. */
  self: string[];
  /** The hubs that tell of new entries (WebSub section 4). */
  hubs: string[];
  /** How long a copy is good for: in minutes, and by the syndication module. */
  ttl: number | undefined;
  updatePeriod: string | undefined;
  updateFrequency: number | undefined;
  /** The document with older entries: RFC 5005's `prev-archive` and `next`, JSON Feed's `next_url`. */
  older: string | null;
  /** Whether the document never changes (RFC 5005 section 4). */
  isArchive: boolean;
  authors: FeedEntry['authors'];
  /** What its relative addresses are relative to (`xml:base`), from the outermost element on. */
  bases: string[];
  /** Whether the document has its end. */
  isWhole: boolean;
  declaresEntities: boolean;
}

/** An entry of a document, which comes before the frame; or one that no parser can read. */
export type DocumentPart =
  | { kind: 'entry'; entry: FeedEntry; line: number | null }
  | { kind: 'unreadable'; line: number | null; was: string }
  | { kind: 'frame'; frame: FeedFrame };

/** The document is no feed at all. */
export class NoFeed extends Error {}

const HISTORY = 'purl.org/syndication/history';

type AnyFeed = ReturnType<typeof parseFeed<string>>;
type Statements = Omit<FeedFrame, 'isWhole' | 'declaresEntities' | 'isArchive' | 'bases'>;

/** What a document says of its feed if nothing of it can be read, only entries. */
const NOTHING: Statements = {
  format: 'rss',
  title: null,
  home: null,
  language: null,
  generator: '',
  self: [],
  hubs: [],
  ttl: undefined,
  updatePeriod: undefined,
  updateFrequency: undefined,
  older: null,
  authors: [],
};

function statementsOf({ format, feed }: AnyFeed): Statements {
  if (format === 'json') throw new NoFeed('This is JSON.');
  const isAtom = format === 'atom';
  const links = isAtom ? feed.links : feed.atom?.links;
  const common = {
    self: linksOf(links, 'self'),
    hubs: linksOf(links, 'hub'),
    older: linksOf(links, 'prev-archive')[0] ?? linksOf(links, 'next')[0] ?? null,
    ttl: format === 'rss' ? feed.ttl : undefined,
    updatePeriod: feed.sy?.updatePeriod,
    updateFrequency: feed.sy?.updateFrequency,
  };
  if (isAtom) {
    return {
      ...common,
      format: 'atom',
      title: atomText(feed.title),
      home: linksOf(feed.links, 'alternate')[0] ?? null,
      language: feed.xml?.lang ?? feed.dc?.languages?.[0] ?? null,
      generator: `${feed.generator?.text ?? ''} ${feed.generator?.uri ?? ''}`.trim(),
      authors: (feed.authors ?? []).flatMap(({ name, uri }) => (name ? [{ name, url: uri ?? null }] : [])),
    };
  }
  return {
    ...common,
    format: 'rss',
    title: html(feed.title),
    home: feed.link ?? null,
    language:
      (format === 'rss' ? feed.language : undefined) ?? feed.dc?.languages?.[0] ?? feed.xml?.lang ?? null,
    generator: format === 'rss' ? (feed.generator ?? '') : '',
    authors: (feed.dc?.creators ?? []).map((name) => ({ name, url: null })),
  };
}

/** How many entries are parsed at once. To parse each alone takes ten times as long. */
const BATCH = 50;

function entriesOf({ format, feed }: AnyFeed): ParsedEntry[] {
  if (format === 'rss') return (feed.items ?? []).map(fromRss);
  if (format === 'rdf') return (feed.items ?? []).map(fromRdf);
  return format === 'atom' ? (feed.entries ?? []).map(fromAtom) : [];
}

/** Parses entries between the same tags; undefined unless each can be told from the others. */
function parseEntries(entries: readonly XmlUnit[], around: readonly string[]): FeedEntry[] | undefined {
  const [{ before, after } = { before: '', after: '' }] = entries;
  const bases = entries.map(({ xml }) => [...around, ...basesIn(xml.slice(0, xml.indexOf('>')))]);
  const markup = entries.map(({ xml }, at) => plainMarkup(xml, bases[at] ?? []));
  try {
    const parsed = entriesOf(parseFeed(before + markup.join('') + after));
    if (parsed.length !== entries.length) return undefined;
    return parsed.map((entry, at) => {
      const original = originalLink(entries[at]?.xml ?? '');
      return {
        ...entry,
        bases: bases[at] ?? [],
        links: original === undefined ? entry.links : [original, ...entry.links],
      };
    });
  } catch {
    return undefined;
  }
}

/** Reads entries between the same tags: together, or each alone if one is broken. */
function* readEntries(entries: readonly XmlUnit[]): Generator<DocumentPart> {
  const around = basesIn(entries[0]?.before ?? '');
  const together = parseEntries(entries, around);
  for (const [at, unit] of entries.entries()) {
    const entry = together?.[at] ?? parseEntries([unit], around)?.[0];
    yield entry
      ? { kind: 'entry', entry, line: unit.line }
      : { kind: 'unreadable', line: unit.line, was: unit.xml };
  }
}

const isItem = (name: string) => /^(?:\w+:)?item$/i.test(name);
const isEntry = (name: string) => /^(?:\w+:)?entry$/i.test(name);
/** An entry of Atom may have another in its content, an item never. */
const RULES = {
  isUnit: (name: string) => isItem(name) || isEntry(name),
  isUnclosed: (open: string, next: string) => isItem(open) && open === next,
};

/** Returns XML without its document type, which may declare entities: they are not read. */
function withoutDoctype(xml: string): string {
  const doctype = /<!doctype[^[>]*(?:\[[\s\S]*?\]\s*)?>/iy;
  doctype.lastIndex = Math.max(0, xml.search(/<!doctype/i));
  return xml.replace(doctype, '');
}

/** The most characters of everything outside entries. */
const MAX_FRAME = 1_000_000;

/** Reads what a document says of its feed, outside the entries. */
function readFrame(around: string, after: string, hasEntries: boolean): Omit<FeedFrame, 'isWhole'> {
  const xml = withoutDoctype(around) + after;
  const tags = xml.slice(0, xml.search(/<(?:\w+:)?(?:title|link)[\s>]/i));
  const bases = basesIn(tags);
  let statements = NOTHING;
  try {
    statements = statementsOf(parseFeed(plainMarkup(xml, bases)));
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    if (!hasEntries) throw new NoFeed('This is neither RSS, Atom nor JSON Feed.', { cause });
  }
  return {
    ...statements,
    isArchive: xml.includes(HISTORY) && /<[\w-]+:archive[\s/>]/.test(xml),
    bases,
    declaresEntities: /<!ENTITY/i.test(around),
  };
}

async function* readXml(chunks: AsyncIterable<string>): AsyncGenerator<DocumentPart> {
  let waiting: XmlUnit[] = [];
  let around = '';
  let hasEntries = false;
  for await (const part of splitXml(chunks, RULES)) {
    if (part.kind === 'between') {
      if (around.length + part.xml.length <= MAX_FRAME) around += part.xml;
      continue;
    }
    const isOther = part.kind === 'end' || part.state === 'too large' || part.before !== waiting[0]?.before;
    if (waiting.length === BATCH || isOther) {
      for (const read of readEntries(waiting)) {
        hasEntries ||= read.kind === 'entry';
        yield read;
      }
      waiting = [];
    }
    if (part.kind === 'end')
      yield { kind: 'frame', frame: { ...readFrame(around, part.after, hasEntries), isWhole: part.isWhole } };
    else if (part.state === 'too large')
      yield { kind: 'unreadable', line: part.line, was: part.xml.slice(0, 200) };
    else if (part.state !== 'cut') waiting.push(part);
  }
}

/** What JSON Feed keeps beside its items. */
const JSON_FIELDS = [
  'version',
  'title',
  'home_page_url',
  'feed_url',
  'next_url',
  'language',
  'hubs',
  'authors',
  'author',
];

async function* readJson(chunks: AsyncIterable<string>): AsyncGenerator<DocumentPart> {
  const items: unknown[] = [];
  const fields: Record<string, unknown> = {};
  const parser = new JSONParser({
    paths: ['$.items.*', ...JSON_FIELDS.map((name) => `$.${name}`)],
    keepStack: false,
  });
  parser.onValue = ({ value, key, stack }) => {
    if (stack.length === 1) fields[String(key)] = value;
    else items.push(value);
  };
  let isBroken = false;
  const attempt = (parse: () => void) => {
    try {
      parse();
    } catch {
      isBroken = true;
    }
  };
  for await (const chunk of chunks) {
    if (!isBroken) attempt(() => parser.write(chunk));
    for (const item of items.splice(0)) {
      const entry = itemOf(item);
      yield entry
        ? { kind: 'entry', entry, line: null }
        : { kind: 'unreadable', line: null, was: JSON.stringify(item) };
    }
  }
  let feed: ReturnType<typeof parseJsonFeed<string>>;
  try {
    feed = parseJsonFeed({ ...fields, items: [] });
  } catch {
    throw new NoFeed('This is JSON, but no JSON Feed.');
  }
  yield {
    kind: 'frame',
    frame: {
      ...NOTHING,
      format: 'json',
      title: plain(feed.title),
      home: feed.home_page_url ?? null,
      language: feed.language ?? null,
      self: feed.feed_url ? [feed.feed_url] : [],
      hubs: (feed.hubs ?? []).flatMap(({ type, url }) => (/^websub$/i.test(type ?? '') && url ? [url] : [])),
      older: feed.next_url ?? null,
      isArchive: false,
      authors: (feed.authors ?? []).flatMap(({ name, url }) => (name ? [{ name, url: url ?? null }] : [])),
      bases: [],
      isWhole: !isBroken && parser.isEnded,
      declaresEntities: false,
    },
  };
}

/** Reads an item of a JSON Feed; undefined if it is none. */
function itemOf(item: unknown): FeedEntry | undefined {
  try {
    const [parsed] =
      parseJsonFeed({ version: 'https://jsonfeed.org/version/1.1', title: '', items: [item] }).items ?? [];
    return parsed && { ...fromJson(parsed), bases: [] };
  } catch {
    return undefined;
  }
}

/** Reads a feed's document: its entries in their order, then what it says of the feed. Throws `NoFeed` if it is none. */
export async function* readDocument(
  chunks: AsyncIterable<string> | Iterable<string>,
): AsyncGenerator<DocumentPart> {
  const iterator = (async function* () {
    yield* chunks;
  })();
  let start = '';
  let isDone = false;
  while (start.trim() === '' && !isDone) {
    const next = await iterator.next();
    isDone = next.done === true;
    if (!next.done) start += next.value;
  }
  const whole = (async function* () {
    yield start.replace(/^\uFEFF/, '');
    yield* iterator;
  })();
  if (/^[\s\uFEFF]*[{[]/.test(start)) yield* readJson(whole);
  else yield* readXml(whole);
}
