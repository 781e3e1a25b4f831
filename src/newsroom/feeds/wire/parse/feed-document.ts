import { JSONParser } from '@streamparser/json';
import { parseFeed, parseJsonFeed } from 'feedsmith';
import { splitXml, type XmlUnit } from '../../../../lib/split-xml.ts';
import { type FeedEntry, fromAtom, fromJson, fromRdf, fromRss, linksOf } from './feed-entry.ts';

/** What a document says of its feed. Addresses are as the document has them. */
export interface FeedFrame {
  format: 'rss' | 'atom' | 'json';
  title: string;
  home: string | null;
  language: string | null;
  generator: string;
  /** The feed's own addresses. */
  self: string[];
  /** The document with older entries: RFC 5005's `prev-archive` and `next`, JSON Feed's `next_url`. */
  older: string | null;
  /** Whether the document never changes (RFC 5005 section 4). */
  isArchive: boolean;
  authors: FeedEntry['authors'];
  /** What its relative addresses are relative to. */
  base: string | null;
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

function frameOf(
  xml: string,
  parsed: ReturnType<typeof parseFeed<string>>,
): Omit<FeedFrame, 'isWhole' | 'declaresEntities'> {
  const isArchive = xml.includes(HISTORY) && /<[\w-]+:archive[\s/>]/.test(xml);
  const { feed, format } = parsed;
  if (format === 'atom') {
    return {
      format: 'atom',
      title: feed.title?.value ?? '',
      home: linksOf(feed.links, 'alternate')[0] ?? null,
      language: feed.xml?.lang ?? feed.dc?.languages?.[0] ?? null,
      generator: `${feed.generator?.text ?? ''} ${feed.generator?.uri ?? ''}`.trim(),
      self: linksOf(feed.links, 'self'),
      older: linksOf(feed.links, 'prev-archive')[0] ?? linksOf(feed.links, 'next')[0] ?? null,
      isArchive,
      authors: (feed.authors ?? []).flatMap(({ name, uri }) => (name ? [{ name, url: uri ?? null }] : [])),
      base: feed.xml?.base ?? null,
    };
  }
  if (format === 'json') throw new NoFeed('This is JSON.');
  return {
    format: 'rss',
    title: feed.title ?? '',
    home: feed.link ?? null,
    language:
      ('language' in feed ? feed.language : undefined) ?? feed.dc?.languages?.[0] ?? feed.xml?.lang ?? null,
    generator: 'generator' in feed ? (feed.generator ?? '') : '',
    self: linksOf(feed.atom?.links, 'self'),
    older: linksOf(feed.atom?.links, 'prev-archive')[0] ?? linksOf(feed.atom?.links, 'next')[0] ?? null,
    isArchive,
    authors: (feed.dc?.creators ?? []).map((name) => ({ name, url: null })),
    base: feed.xml?.base ?? null,
  };
}

/** How many entries are parsed at once. To parse each alone takes ten times as long. */
const BATCH = 50;

/** Parses entries between the same tags; undefined unless each can be told from the others. */
function parseEntries(entries: readonly XmlUnit[]): FeedEntry[] | undefined {
  const [{ before, after } = { before: '', after: '' }] = entries;
  try {
    const { format, feed } = parseFeed(before + entries.map(({ xml }) => xml).join('') + after);
    let parsed: FeedEntry[] = [];
    if (format === 'rss') parsed = (feed.items ?? []).map(fromRss);
    else if (format === 'rdf') parsed = (feed.items ?? []).map(fromRdf);
    else if (format === 'atom') parsed = (feed.entries ?? []).map(fromAtom);
    return parsed.length === entries.length ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** Reads entries between the same tags: together, or each alone if one is broken. */
function* readEntries(entries: readonly XmlUnit[]): Generator<DocumentPart> {
  const together = parseEntries(entries);
  for (const [at, xml] of entries.entries()) {
    const entry = together?.[at] ?? parseEntries([xml])?.[0];
    yield entry
      ? { kind: 'entry', entry, line: xml.line }
      : { kind: 'unreadable', line: xml.line, was: xml.xml };
  }
}

const isItem = (name: string) => /^(?:\w+:)?item$/i.test(name);
const isEntry = (name: string) => /^(?:\w+:)?entry$/i.test(name);
/** An entry of Atom may have another in its content, an item never. */
const RULES = {
  isUnit: (name: string) => isItem(name) || isEntry(name),
  isUnclosed: (open: string, next: string) => isItem(open) && open === next,
};

/** It may declare entities, which are not read. */
const DOCTYPE = /<!doctype[^[>]*(?:\[[\s\S]*?\]\s*)?>/i;
/** The most characters of everything outside entries. */
const MAX_FRAME = 1_000_000;

async function* readXml(chunks: AsyncIterable<string>): AsyncGenerator<DocumentPart> {
  let waiting: XmlUnit[] = [];
  let around = '';
  for await (const part of splitXml(chunks, RULES)) {
    if (part.kind === 'between') {
      if (around.length + part.xml.length <= MAX_FRAME) around += part.xml;
      continue;
    }
    const isOther = part.kind === 'end' || part.state === 'too large' || part.before !== waiting[0]?.before;
    if (waiting.length === BATCH || isOther) {
      yield* readEntries(waiting);
      waiting = [];
    }
    if (part.kind === 'end') {
      const xml = around.replace(DOCTYPE, '') + part.after;
      let frame: ReturnType<typeof frameOf>;
      try {
        frame = frameOf(xml, parseFeed(xml));
      } catch {
        throw new NoFeed('This is neither RSS, Atom nor JSON Feed.');
      }
      yield {
        kind: 'frame',
        frame: { ...frame, isWhole: part.isWhole, declaresEntities: /<!ENTITY/i.test(around) },
      };
    } else if (part.state === 'too large')
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
  if (!String(fields.version ?? '').includes('jsonfeed.org'))
    throw new NoFeed('This is JSON, but no JSON Feed.');
  const text = (name: string) => (typeof fields[name] === 'string' ? fields[name] : '');
  const feed = parseJsonFeed({ ...fields, items: [] });
  yield {
    kind: 'frame',
    frame: {
      format: 'json',
      title: text('title'),
      home: text('home_page_url') || null,
      language: text('language') || null,
      generator: '',
      self: text('feed_url') ? [text('feed_url')] : [],
      older: text('next_url') || null,
      isArchive: false,
      authors: (feed.authors ?? []).flatMap(({ name, url }) => (name ? [{ name, url: url ?? null }] : [])),
      base: null,
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
    return parsed && fromJson(parsed);
  } catch {
    return undefined;
  }
}

/** Reads a feed's document: its entries in their order, then what it says of the feed. Throws `NoFeed` if it is none. */
export async function* readDocument(chunks: AsyncIterable<string>): AsyncGenerator<DocumentPart> {
  const iterator = chunks[Symbol.asyncIterator]();
  let start = '';
  let isDone = false;
  while (start.trim() === '' && !isDone) {
    const next = await iterator.next();
    isDone = next.done === true;
    if (!next.done) start += next.value;
  }
  const whole = (async function* () {
    yield start.replace(/^\uFEFF/, '');
    for (;;) {
      const next = await iterator.next();
      if (next.done) return;
      yield next.value;
    }
  })();
  if (/^[\s\uFEFF]*[{[]/.test(start)) yield* readJson(whole);
  else yield* readXml(whole);
}
