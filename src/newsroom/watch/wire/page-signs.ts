import { decodeBody } from '../../wire/extraction/decode.ts';
import { findFormat } from '../../wire/extraction/media-type.ts';
import { MAX_ELEMENTS, parsePage } from '../../wire/extraction/parse-page.ts';
import { blocksOf, cleanBlock } from '../../wire/extraction/text-blocks.ts';
import type { FetchedPage } from '../../wire/fetching/fetched.ts';

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
  scripts: number;
}

/** The most characters of a title that are looked at. */
const MAX_NAME = 500;

/** Reads what a judgement needs. Never rejects because of the page. */
export async function readPageSigns(page: FetchedPage): Promise<PageSigns> {
  const format = findFormat(page.headers['content-type'], page.body);
  const none = { isWhole: true, names: [], isPaid: false, scripts: 0 };
  if (page.body.length === 0) return { ...none, text: '' };
  if (format !== 'text' && format !== 'html') return { ...none, text: null };
  const decoded = decodeBody(page);
  if (format === 'text') return { ...none, text: cleanBlock(decoded.text), isWhole: decoded.isWhole };
  const { document, jsonLd, scripts, isWhole } = await parsePage(decoded.text, MAX_ELEMENTS.all);
  return {
    isWhole: isWhole && decoded.isWhole,
    text: blocksOf(document.body).join(' '),
    names: ['title', 'h1']
      .map((name) => cleanBlock((document.querySelector(name)?.textContent ?? '').slice(0, MAX_NAME)))
      .filter(Boolean),
    isPaid: jsonLd.some((script) => /"isAccessibleForFree"\s*:\s*"?false/i.test(script)),
    scripts,
  };
}
