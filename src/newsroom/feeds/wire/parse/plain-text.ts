import { htmlTokens } from '../../../wire/extraction/html-tokens.ts';
import { cleanBlock } from '../../../wire/extraction/text-blocks.ts';

/** The most characters of markup that are looked at for each character of text. */
const MARKUP_FACTOR = 10;

/** Makes one line of a text, without characters that nobody sees, and cuts it. */
function oneLine(text: string, maxLength: number): string {
  const line = cleanBlock(text.toWellFormed().replace(/\p{Cc}/gu, ' '));
  if (line.length <= maxLength) return line;
  return `${line
    .slice(0, maxLength - 1)
    .toWellFormed()
    .replace(/\ufffd$/, '')
    .trimEnd()}…`;
}

/** Returns a text without character references, like `&amp;` and `&#8217;`. */
export async function decodeReferences(text: string): Promise<string> {
  if (!text.includes('&')) return text;
  const { parseHTML } = await import('linkedom/worker');
  // There is no markup in it: every "<" is escaped.
  const page = `<!doctype html><html><body>${text.replaceAll('<', '&lt;')}</body></html>`;
  return parseHTML(page).document.body.textContent ?? '';
}

/** A "<" that begins no tag, because nothing ends it and no attribute follows: "x <y". */
const NO_TAG = /<(?=\/?[a-z])(?!\/?[a-z][^\s/<>]*(?:>|[\s/][^<]*[>=]))/gi;

/** Returns the text of HTML as one line of at most `maxLength` characters, without what scripts and styles hold. */
export async function textOfHtml(html: string, maxLength: number): Promise<string> {
  const start = html.slice(0, maxLength * MARKUP_FACTOR).replace(NO_TAG, '&lt;');
  let text = '';
  for (const token of htmlTokens(start)) {
    if (token.kind === 'text') text += token.text;
    else if (token.kind !== 'raw' && /^(p|br|div|li|td|h\d)$/.test(token.name)) text += ' ';
  }
  return oneLine(await decodeReferences(text), maxLength);
}

/**
 * Returns the text of a title that may have markup. A tag is one if it has attributes or its counterpart, or needs none: "the <title>
 * element" and "List<String>" are words.
 */
export function textOfTitle(html: string, maxLength: number): Promise<string> {
  const start = html.slice(0, maxLength * MARKUP_FACTOR);
  const tags = new Set(start.toLowerCase().match(/<\/?[a-z][^\s/<>]*/g));
  const escaped = start.replace(
    /<(\/?)([a-z][^\s/<>]*)(?![^\s/<>])(?!\s[^<>]*=)/gi,
    (tag, slash: string, name: string) => {
      const isTag =
        tags.has(`<${slash ? '' : '/'}${name.toLowerCase()}`) || /^(br|hr|img|li|p|wbr)$/i.test(name);
      return isTag ? tag : `&lt;${tag.slice(1)}`;
    },
  );
  return textOfHtml(escaped, maxLength);
}

/** Returns plain text as one line of at most `maxLength` characters. */
export const textOf = (text: string, maxLength: number): string =>
  oneLine(text.slice(0, maxLength * MARKUP_FACTOR), maxLength);
