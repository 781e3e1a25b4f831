// Escapes text so that Markdown shows it as it is (CommonMark 0.31, and markdown-it's tables and strikethrough).

/** First what means nothing where it stands: underscores within a word, an asterisk between spaces, a backslash before a letter. */
const INLINE =
  /(?<=[\p{L}\p{N}])_+(?=[\p{L}\p{N}])|(?<=\s)\*(?=\s)|\\(?=[\p{L}\p{N}])|([\\`*_[\]]|~(?=~)|(?<=~)~|<(?=[a-z/!?])|&(?=#?\w+;))/giu;

/** Escapes what has a meaning anywhere in a line. A parenthesis has none, so `([label](url))` stays a citation. */
export const escapeInline = (text: string): string =>
  text.replace(INLINE, (found: string, sign?: string) => (sign === undefined ? found : `\\${found}`));

/** Escapes the same in text outside links. There, brackets have a meaning only if an address may follow: `[sic]` stays as it is. */
export const escapeOutsideLinks = (text: string): string =>
  text.replace(INLINE, (found: string, sign: string | undefined, at: number) => {
    const isBare = found === '[' || (found === ']' && /[^([:]/.test(text.charAt(at + 1)));
    return sign === undefined || isBare ? found : `\\${found}`;
  });

const LINE_START =
  /^(\s*)(?:(\d{1,9})(?=[.)](?:\s|$))|(?=#{1,6}(?:\s|$)|[-+](?:\s|$)|>|=+\s*$|-+\s*$|-[\s:|-]*$|~~~|\||:-))/;

/** Escapes what has a meaning where a line begins: marks of headings, lists, quotes, rules and tables. */
export const escapeLineStarts = (markdown: string): string =>
  markdown
    .split('\n')
    .map((line) => line.replace(LINE_START, (_start, space: string, number = '') => `${space}${number}\\`))
    .join('\n');

/** Escapes every character of ASCII that may have a meaning, for text that must stay as it is whatever stands beside it. */
export const escapeAll = (text: string): string => text.replace(/[!-/:-@[-`{-~]/g, '\\$&');

/** Writes the address of a link. */
export const escapeDestination = (url: string): string =>
  url.replace(/[\\()<>]/g, '\\$&').replace(/&(?=#?\w+;)/g, '&amp;');

/** Writes the title of a link or picture, with its quotation marks. */
export const quoteTitle = (title: string): string =>
  `"${title.replace(/["\\]/g, '\\$&').replace(/&(?=#?\w+;)/g, '&amp;')}"`;
