import { decodeBody } from '../../wire/extraction/decode.ts';
import { decodeMarkupReferences, htmlTokens } from '../../wire/extraction/html-tokens.ts';
import { findFormat } from '../../wire/extraction/media-type.ts';
import { MAX_ELEMENTS, parsePage } from '../../wire/extraction/parse-page.ts';
import { cleanBlock, placedBlocksOf, splitBlocks } from '../../wire/extraction/text-blocks.ts';
import type { FetchedPage } from '../../wire/fetching/fetched.ts';
import { type Sentence, sentencesOf } from '../desk/shown.ts';

/** What the watch sees of a page. */
export interface PageSigns {
  /** All that readers see, in one line; null if the page is none of HTML and plain text. */
  text: string | null;
  /** Whether `text` is all of it: a page may be too long, or broken because it is not in the encoding that it states. */
  isWhole: boolean;
  /** What the page calls itself: its title, and its first heading. */
  names: string[];
  /** Whether it says to machines that it has to be paid for (`isAccessibleForFree`). */
  isPaid: boolean;
  /** Whether it says to machines that it is a live blog, whose entries come and go. */
  isLive: boolean;
  scripts: number;
  /** The sentences that readers see. */
  sentences: Sentence[];
  /** All words of the page, those that readers do not see too: hidden ones, and those in its scripts. */
  code: string;
}

/** The most characters of a title that are looked at. */
const MAX_NAME = 500;

/** Reads what a judgement needs. Never rejects because of the page. */
export async function readPageSigns(page: FetchedPage): Promise<PageSigns> {
  const format = findFormat(page.headers['content-type'], page.body);
  const none = {
    isWhole: true,
    names: [],
    isPaid: false,
    isLive: false,
    scripts: 0,
    sentences: [],
    code: '',
  };
  if (page.body.length === 0) return { ...none, text: '' };
  if (format !== 'text' && format !== 'html') return { ...none, text: null };
  const decoded = decodeBody(page);
  if (format === 'text') {
    const sentences = sentencesOf(splitBlocks(decoded.text).map((text) => ({ text, element: null })));
    return { ...none, text: cleanBlock(decoded.text), isWhole: decoded.isWhole, sentences };
  }
  const { document, jsonLd, scripts, isWhole } = await parsePage(decoded.text, MAX_ELEMENTS.all);
  const blocks = placedBlocksOf(document.body);
  return {
    isWhole: isWhole && decoded.isWhole,
    text: blocks.map(({ text }) => text).join(' '),
    names: ['title', 'h1']
      .map((name) => cleanBlock((document.querySelector(name)?.textContent ?? '').slice(0, MAX_NAME)))
      .filter(Boolean),
    isPaid: jsonLd.some((script) => /"isAccessibleForFree"\s*:\s*"?false/i.test(script)),
    isLive: jsonLd.some((script) => /"LiveBlogPosting"/.test(script)),
    scripts,
    sentences: sentencesOf(blocks),
    code: wordsInCode(decoded.text),
  };
}

/** Returns the words of a page's code: of all its elements, shown or not, and of its scripts, as strings of JavaScript write them. */
function wordsInCode(html: string): string {
  let words = '';
  for (const token of htmlTokens(html)) {
    if (token.kind === 'text' || token.kind === 'raw') words += ` ${token.text}`;
  }
  return decodeMarkupReferences(words)
    .replace(/&nbsp;|\\[nrt]/g, ' ')
    .replace(/&#(\d{1,6});|(?:&#|\\u)(?:x([\da-f]{1,5});|([\da-f]{4}))/gi, (_, decimal, hex, digits) =>
      String.fromCodePoint(decimal ? Number(decimal) : Number.parseInt(hex ?? digits, 16)),
    );
}
