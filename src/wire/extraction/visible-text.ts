import type { FetchedPage } from '../fetching/fetched.ts';
import { decodeBody } from './decode.ts';
import { findFormat } from './media-type.ts';
import { MAX_ELEMENTS, parsePage } from './parse-page.ts';
import { blocksOf, cleanBlock } from './text-blocks.ts';

/**
 * Returns all text of a page that its readers see, with navigation and notices, in one line with single spaces: where the watch looks
 * for quoted words. Empty if the page has none, or is none of HTML and plain text.
 */
export async function visibleText(page: FetchedPage): Promise<string> {
  const format = findFormat(page.headers['content-type'], page.body);
  if (format === 'text') return cleanBlock(decodeBody(page).text);
  if (format !== 'html') return '';
  const { document } = await parsePage(decodeBody(page).text, MAX_ELEMENTS.all);
  return blocksOf(document.body).join(' ');
}
