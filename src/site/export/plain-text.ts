import { unescapeHtml } from '../../lib/html.ts';

/** Elements that begin on a new line, after an empty one. */
const BLOCKS = new Set([
  'p',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'ul',
  'ol',
  'blockquote',
  'pre',
  'table',
  'figure',
  'hr',
]);
/** Elements that begin on a new line. */
const LINES = new Set(['li', 'tr', 'br', 'figcaption']);

/**
 * Returns the text of HTML that `contentHtml` has made: paragraphs with an empty line between them, the items of a numbered list with
 * their numbers, and no markup. A picture is left out, but not its caption.
 */
export function toPlainText(html: string): string {
  let text = '';
  /** The number of the next item of each list that is open; null in a list without numbers. */
  const lists: (number | null)[] = [];
  const parts = /<(\/?)([a-z][a-z\d]*)(?: start="(\d+)")?[^>]*>|([^<]+)/g;
  for (const [, slash, name, start, between = ''] of html.matchAll(parts)) {
    if (name === undefined) {
      text += unescapeHtml(between.replace(/\s+/g, ' '));
      continue;
    }
    if (name === 'ul' || name === 'ol') {
      if (slash) lists.pop();
      else lists.push(name === 'ol' ? Number(start ?? 1) : null);
    }
    if (BLOCKS.has(name)) text += '\n\n';
    else if (LINES.has(name) && !slash) text += '\n';
    else if ((name === 'td' || name === 'th') && !slash) text += ' ';
    const number = lists.at(-1);
    if (name === 'li' && !slash && typeof number === 'number') {
      text += `${number}. `;
      lists[lists.length - 1] = number + 1;
    }
  }
  return text
    .replace(/ *\n */g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
