import { toHex } from '../../../lib/encodings.ts';
import { withTimeout } from '../../../lib/timeout.ts';
import type { ReadSource } from '../../drafts/desk/read-source.ts';
import { sentence, type Told, told } from '../../words/translate.ts';
import type { FetchedPage } from '../fetching/fetched.ts';
import { cleanUrl } from './clean-values.ts';
import { type DecodedBody, decodeBody } from './decode.ts';
import type { DomDocument } from './dom.ts';
import { mainBlocks } from './main-text.ts';
import { findFormat, parseMediaType } from './media-type.ts';
import { NO_FACTS, type PageFacts, readFacts } from './page-facts.ts';
import { MAX_ELEMENTS, type ParsedPage, parsePage } from './parse-page.ts';
import { cleanBlock, splitBlocks } from './text-blocks.ts';

/** The binding `AI`, of which this needs one method. */
type TextConverter = Pick<Ai, 'toMarkdown'>;

/** How long Workers AI may take to read a PDF, in milliseconds. */
const TIMEOUT_MS = 60_000;

/** What a PDF says, in paragraphs; or why there is nothing, as a sentence for an editor. */
type PdfText = { ok: true; blocks: string[] } | ({ ok: false } & Told);

/**
 * Reads a PDF by Workers AI, as text and without its pictures, so that no model describes anything. Never rejects.
 * https://developers.cloudflare.com/workers-ai/features/markdown-conversion/
 */
async function readPdf(body: Uint8Array, ai: TextConverter | undefined): Promise<PdfText> {
  if (!ai) {
    return {
      ok: false,
      ...told(
        sentence(
          'This is a PDF, and the newsroom has nothing that reads PDFs. Copy the words that you need by hand, or ask whoever runs the site to bind Workers AI (docs/wire.md).',
        ),
      ),
    };
  }
  try {
    const blob = new Blob([body as Uint8Array<ArrayBuffer>], { type: 'application/pdf' });
    const conversionOptions = {
      output: { format: 'text' as const },
      pdf: { metadata: false, images: { convert: false } },
    };
    const result = await withTimeout(
      TIMEOUT_MS,
      ai.toMarkdown({ name: 'source.pdf', blob }, { conversionOptions }),
    );
    if (result.format === 'error') return { ok: false, ...told(UNREAD_PDF, { error: result.error }) };
    return { ok: true, blocks: splitBlocks(result.data) };
  } catch (error) {
    return {
      ok: false,
      ...told(UNREAD_PDF, { error: error instanceof Error ? error.message : String(error) }),
    };
  }
}

const UNREAD_PDF = sentence('Workers AI could not read this PDF: {error}');

/** Labels of hosts that serve the same site in another form: `www.`, or `m.` as in `en.m.wikipedia.org`. */
const FORM = /(?<![^.])(www\d?|m|mobile|amp)\.(?=[^.]+\.)/g;

const siteOf = ({ hostname, port }: URL) => `${hostname.replace(FORM, '')}:${port}`;

/**
 * Returns the address by which a publisher names a page: its `<link rel="canonical">`, or `og:url`. Either counts only if it is one
 * address of the same site, is no less secure, and is not the front page, which some sites name on every page. Otherwise returns
 * the address that was read. No fragment is kept.
 */
function canonicalAddress(document: DomDocument, readUrl: string): string {
  const read = new URL(readUrl);
  read.hash = '';
  const links = [...document.querySelectorAll('link')]
    .filter((link) => (link.getAttribute('rel') ?? '').toLowerCase().split(/\s+/).includes('canonical'))
    .map((link) => link.getAttribute('href'));
  const openGraph = [...document.querySelectorAll('meta')]
    .filter((meta) => meta.getAttribute('property')?.toLowerCase() === 'og:url')
    .map((meta) => meta.getAttribute('content'));
  for (const stated of [links, openGraph]) {
    const urls = new Set(stated.map((url) => cleanUrl(url, readUrl)?.replace(/#.*$/, '')));
    const [only] = urls;
    if (urls.size !== 1 || only === undefined) continue;
    const url = new URL(only);
    const isSecure = url.protocol === 'https:' || read.protocol === 'http:';
    const isFront = url.pathname === '/' && url.search === '' && read.pathname !== '/';
    const hasUser = url.username !== '' || url.password !== '';
    if (siteOf(url) === siteOf(read) && isSecure && !isFront && !hasUser) return url.href;
  }
  return read.href;
}

/** The longest text that is kept, in UTF-16 units: what fits into a row of the Desk in any script. */
export const MAX_SOURCE_CHARACTERS = 400_000;
/** The fewest letters and digits of a text that something can be drafted from. */
const MIN_LETTERS = 60;
/** The share of a text that may be unreadable before none of it is trusted. */
const MAX_UNREADABLE = 0.2;

/** In how many paragraphs from the beginning the title is looked for. */
const TITLE_REACH = 3;

/** What was found in a body. */
interface Found {
  finalUrl: string;
  facts: PageFacts;
  blocks: string[];
  /** Why there is no text, or hardly any, for an editor. */
  whyNone: Told;
}

/**
 * Reads a source from its page: its main text, and what it says of itself. `url` is the address that was asked for. The same page
 * gives the same source. Never rejects because of what the page holds.
 */
export async function readSource(
  page: FetchedPage,
  url: string,
  { ai }: { ai?: TextConverter | undefined } = {},
): Promise<ReadSource> {
  const { finalUrl, facts, blocks, whyNone } = await find(page, ai);
  const readable = blocks.filter((block) => !block.includes('\uFFFD'));
  const lost = lengthOf(blocks) - lengthOf(readable);
  const isUnreadable = lost > MAX_UNREADABLE * lengthOf(blocks);
  const text = isUnreadable ? '' : joinBlocks(readable);
  const isShort = (text.match(/[\p{L}\p{N}]/gu)?.length ?? 0) < MIN_LETTERS;
  const why = isUnreadable ? UNREADABLE : isShort ? whyNone : null;
  const kept = why === null ? text : '';
  return {
    url,
    finalUrl,
    readAt: new Date(page.readAt).toISOString(),
    hash: toHex(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(kept))),
    ...facts,
    text: kept,
    whyNoText: why?.detail ?? null,
    ...(why?.said ? { said: why.said } : {}),
  };
}

const UNREADABLE = told(
  sentence(
    'The page is in another encoding than it says, and nothing tells which. Its text cannot be quoted exactly; copy the words that you need by hand.',
  ),
);

const lengthOf = (blocks: readonly string[]) => blocks.reduce((sum, block) => sum + block.length, 0);

/** Joins paragraphs, as many as may be kept. */
function joinBlocks(blocks: readonly string[]): string {
  let length = 0;
  const kept = blocks.filter((block) => {
    length += block.length + 2;
    return length <= MAX_SOURCE_CHARACTERS;
  });
  return kept.join('\n\n');
}

async function find(page: FetchedPage, ai: TextConverter | undefined): Promise<Found> {
  const nothing = { finalUrl: withoutFragment(page.url), facts: NO_FACTS, blocks: [] };
  if (page.status < 200 || page.status > 299) {
    return {
      ...nothing,
      whyNone: told(sentence('The server could not give the page ({status}).'), {
        status: String(page.status),
      }),
    };
  }
  const contentType = page.headers['content-type'];
  const format = findFormat(contentType, page.body);
  if (page.body.byteLength === 0)
    return { ...nothing, whyNone: told(sentence('The server answered with an empty page.')) };
  if (format === 'pdf') {
    const read = await readPdf(page.body, ai);
    if (!read.ok) return { ...nothing, whyNone: read };
    const whyNone = told(sentence('The PDF has no text, or hardly any; it may consist of scanned pages.'));
    return { ...nothing, blocks: read.blocks, whyNone };
  }
  if (format === undefined) return { ...nothing, whyNone: describeType(parseMediaType(contentType).type) };
  const decoded = decodeBody(page);
  if (format === 'text') {
    return {
      ...nothing,
      blocks: splitBlocks(decoded.text),
      whyNone: told(sentence('The file has hardly any text.')),
    };
  }
  return findInHtml(page, decoded);
}

async function findInHtml(page: FetchedPage, { text }: DecodedBody): Promise<Found> {
  const parsed = await parsePage(text, MAX_ELEMENTS.main);
  const facts = readFacts(parsed, page);
  const finalUrl = canonicalAddress(parsed.document, page.url);
  const whyNone = whyHardlyAny(parsed, facts);
  const titles = [facts.name, cleanBlock(parsed.document.querySelector('title')?.textContent ?? '')];
  return { finalUrl, facts, blocks: withoutTitle(await mainBlocks(text, parsed), titles), whyNone };
}

/** Removes the title from the beginning of a text: Readability finds it only in Latin letters. */
function withoutTitle(blocks: readonly string[], titles: readonly (string | null)[]): string[] {
  const at = blocks.slice(0, TITLE_REACH).findIndex((block) => titles.includes(block));
  return blocks.filter((_, index) => index !== at);
}

function whyHardlyAny({ scripts }: ParsedPage, { isAccessibleForFree }: PageFacts): Told {
  if (isAccessibleForFree === false)
    return told(sentence('The page is for subscribers, and shows hardly any text to others.'));
  if (scripts > 0) {
    return told(
      sentence(
        'The page has no main text without its scripts, which are not run. It may show the text later, ask for consent first, or be a list of links.',
      ),
    );
  }
  return told(sentence('The page has no main text, or hardly any.'));
}

const describeType = (type: string): Told =>
  type === ''
    ? told(sentence('The server does not say what kind of file this is, and it does not look like a page.'))
    : told(
        sentence(
          'The address leads to a file of type {type}, which has no text that can be quoted. HTML, plain text and PDF are read.',
        ),
        { type: type.slice(0, 100) },
      );

function withoutFragment(url: string): string {
  const parsed = new URL(url);
  parsed.hash = '';
  return parsed.href;
}
