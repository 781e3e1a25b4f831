import { toHex } from '../../../lib/encodings.ts';
import type { ReadSource } from '../../drafts/desk/read-source.ts';
import type { FetchedPage } from '../fetching/fetched.ts';
import { canonicalAddress } from './canonical-address.ts';
import { type DecodedBody, decodeBody } from './decode.ts';
import { mainBlocks } from './main-text.ts';
import { findFormat, parseMediaType } from './media-type.ts';
import { NO_FACTS, type PageFacts, readFacts } from './page-facts.ts';
import { MAX_ELEMENTS, type ParsedPage, parsePage } from './parse-page.ts';
import { readPdf, type TextConverter } from './pdf-text.ts';
import { cleanBlock, splitBlocks } from './text-blocks.ts';

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
  /** Why there is no text, or hardly any, as a sentence for an editor. */
  whyNone: string;
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
  const whyNoText = isUnreadable ? UNREADABLE : isShort ? whyNone : null;
  const kept = whyNoText === null ? text : '';
  return {
    url,
    finalUrl,
    readAt: new Date(page.readAt).toISOString(),
    hash: toHex(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(kept))),
    ...facts,
    text: kept,
    whyNoText,
  };
}

const UNREADABLE =
  'The page is in another encoding than it says, and nothing tells which. Its text cannot be quoted exactly; copy the words that you need by hand.';

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
      whyNone: `The server answered with HTTP status ${page.status} instead of the page.`,
    };
  }
  const contentType = page.headers['content-type'];
  const format = findFormat(contentType, page.body);
  if (page.body.byteLength === 0) return { ...nothing, whyNone: 'The server answered with an empty page.' };
  if (format === 'pdf') {
    const read = await readPdf(page.body, ai);
    if (!read.ok) return { ...nothing, whyNone: read.detail };
    const whyNone = 'The PDF has no text, or hardly any; it may consist of scanned pages.';
    return { ...nothing, blocks: read.blocks, whyNone };
  }
  if (format === undefined) return { ...nothing, whyNone: describeType(parseMediaType(contentType).type) };
  const decoded = decodeBody(page);
  if (format === 'text') {
    return { ...nothing, blocks: splitBlocks(decoded.text), whyNone: 'The file has hardly any text.' };
  }
  return findInHtml(page, decoded);
}

async function findInHtml(page: FetchedPage, { text }: DecodedBody): Promise<Found> {
  const parsed = await parsePage(text, MAX_ELEMENTS.main);
  const facts = readFacts(parsed, page);
  const finalUrl = canonicalAddress(parsed.document, page.url);
  const whyNone = whyHardlyAny(parsed, facts);
  const titles = [facts.name, cleanBlock(parsed.document.querySelector('title')?.textContent ?? '')];
  return { finalUrl, facts, blocks: withoutTitle(await mainBlocks(parsed), titles), whyNone };
}

/** Removes the title from the beginning of a text: Readability finds it only in Latin letters. */
function withoutTitle(blocks: readonly string[], titles: readonly (string | null)[]): string[] {
  const at = blocks.slice(0, TITLE_REACH).findIndex((block) => titles.includes(block));
  return blocks.filter((_, index) => index !== at);
}

function whyHardlyAny({ scripts }: ParsedPage, { isAccessibleForFree }: PageFacts): string {
  if (isAccessibleForFree === false)
    return 'The page is for subscribers, and shows hardly any text to others.';
  if (scripts > 0) {
    return 'The page has no main text without its scripts, which are not run. It may show the text later, ask for consent first, or be a list of links.';
  }
  return 'The page has no main text, or hardly any.';
}

const describeType = (type: string): string =>
  type === ''
    ? 'The server does not say what kind of file this is, and it does not look like a page.'
    : `The address leads to a file of type ${type.slice(0, 100)}, which has no text that can be quoted. HTML, plain text and PDF are read.`;

function withoutFragment(url: string): string {
  const parsed = new URL(url);
  parsed.hash = '';
  return parsed.href;
}
