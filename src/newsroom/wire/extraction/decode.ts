import type { FetchedPage } from '../fetching/fetched.ts';
import { parseMediaType } from './media-type.ts';

/** A body as text, and the encoding that it was read by, by its name in the Encoding standard. */
export interface DecodedBody {
  text: string;
  encoding: string;
  /** Whether every byte could be read. If not, U+FFFD stands for those that could not. */
  isWhole: boolean;
}

/** Where a page declares its encoding: browsers look at the first 1,024 bytes, but publishers put it later, too. */
const PRESCAN_BYTES = 8192;

/** Encodings in which nearly any bytes are text, so that nothing but a declaration speaks for them. */
const SINGLE_BYTE = /^(windows-|iso-8859-|koi8-|macintosh|x-mac-|ibm866|x-user-defined)/;

/** Returns a decoder for a label of the Encoding standard that fails on bytes that are no text; undefined for an unknown label. */
function findDecoder(label: string): TextDecoder | undefined {
  try {
    return new TextDecoder(label.trim(), { fatal: true, ignoreBOM: false });
  } catch {
    return undefined;
  }
}

/** Returns the encoding that a byte order mark states. */
function markedEncoding([first, second, third]: Uint8Array): string | undefined {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return first === 0xff && second === 0xfe ? 'utf-16le' : undefined;
}

/** Returns the labels that the markup declares: `<meta charset>`, `http-equiv`, and the XML declaration. */
function declaredLabels(body: Uint8Array): string[] {
  const start = new TextDecoder('latin1')
    .decode(body.subarray(0, PRESCAN_BYTES))
    .replace(/<!--[\s\S]*?(-->|$)/g, '');
  const [, inXml] = /^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)/i.exec(start) ?? [];
  const inMeta = [...start.matchAll(/<meta\b[^>]{0,1000}?charset\s*=\s*["']?\s*([\w.:-]+)/gi)].map(
    ([, label]) => label,
  );
  const labels = [...inMeta, inXml].filter((label) => label !== undefined);
  // Markup that declares UTF-16 could not have been read if it were true.
  return labels.map((label) => (/^utf-?16/i.test(label) ? 'utf-8' : label));
}

/** The language that the markup states, or the header; empty if neither does. */
function statedLanguage(page: FetchedPage): string {
  const start = new TextDecoder('latin1').decode(page.body.subarray(0, PRESCAN_BYTES));
  const [, inMarkup] = /<html\b[^>]{0,1000}?\blang\s*=\s*["']?([\w-]+)/i.exec(start) ?? [];
  return (inMarkup ?? page.headers['content-language'] ?? '').toLowerCase();
}

/** The encodings in which a language's pages were written before UTF-8 (Encoding standard, and the locale defaults of HTML). */
const LEGACY: [language: RegExp, encodings: string[]][] = [
  [/^zh-(tw|hk|mo|hant)/, ['big5', 'gb18030']],
  [/^zh/, ['gb18030', 'big5']],
  [/^ja/, ['shift_jis', 'euc-jp']],
  [/^ko/, ['euc-kr']],
  [/^(ru|bg|mk|sr|be|uk|kk|ky)\b/, ['windows-1251']],
  [/^(pl|cs|sk|hu|hr|sl|ro|bs)\b/, ['windows-1250']],
  [/^el\b/, ['windows-1253']],
  [/^tr\b/, ['windows-1254']],
  [/^he\b/, ['windows-1255']],
  [/^(ar|fa|ur)\b/, ['windows-1256']],
  [/^(et|lt|lv)\b/, ['windows-1257']],
  [/^vi\b/, ['windows-1258']],
  [/^th\b/, ['windows-874']],
];
/** Languages that windows-1252 can write. */
const WESTERN = /^(en|de|fr|es|pt|it|nl|da|sv|no|nb|nn|fi|is|ca|ga|gl|eu|af|id|ms|sw)\b/;

/** C1 control characters, which no text has: a sign that it was read by the wrong encoding. */
const CONTROLS = /[\u0080-\u009f]/;

/** Matches what a body must have to be UTF-8 whatever it declares: three characters beyond ASCII, in text that is well-formed. */
const BEYOND_ASCII = /(?:\P{ASCII}\p{ASCII}*){3}/u;

/** Whether a body is UTF-8 for sure: the bytes of other encodings break its rules within a few letters. */
function isSurelyUtf8(body: Uint8Array): boolean {
  const text = tryDecode(body, 'utf-8')?.text ?? '';
  return BEYOND_ASCII.test(text);
}

/** Reads a body by one encoding; undefined if its bytes are no such text. */
function tryDecode(body: Uint8Array, label: string): DecodedBody | undefined {
  const decoder = findDecoder(label);
  if (!decoder) return undefined;
  try {
    const text = decoder.decode(body);
    const isPlausible = !SINGLE_BYTE.test(decoder.encoding) || !CONTROLS.test(text);
    return isPlausible ? { text, encoding: decoder.encoding, isWhole: true } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Reads the bytes of a page or feed as text: by its byte order mark; as UTF-8 if that is sure, whatever they declare; by the charset
 * of `Content-Type` and by what the markup declares, the first that fits; then by the encodings that pages in the stated language
 * had before UTF-8. It guesses no encoding from the letters: what nothing explains is read as UTF-8, with U+FFFD for each part that
 * is no text, and `isWhole` is false. Never throws.
 */
export function decodeBody(page: FetchedPage): DecodedBody {
  const { body } = page;
  const { charset } = parseMediaType(page.headers['content-type']);
  const marked = markedEncoding(body);
  const declared = [marked, charset, ...declaredLabels(body)].filter((label) => label !== undefined);
  const language = statedLanguage(page);
  const legacy = LEGACY.filter(([pattern]) => pattern.test(language)).flatMap(([, encodings]) => encodings);
  const western = WESTERN.test(language) ? ['windows-1252'] : [];
  const sure = marked === undefined && isSurelyUtf8(body) ? ['utf-8'] : [];
  for (const label of [...sure, ...declared, 'utf-8', ...legacy, ...western]) {
    const decoded = tryDecode(body, label);
    if (decoded) return decoded;
  }
  return { text: new TextDecoder().decode(body), encoding: 'utf-8', isWhole: false };
}
