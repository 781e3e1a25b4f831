// Finds and replaces characters that XML cannot carry or HTML forbids. https://infra.spec.whatwg.org/#code-points

/** Characters that XML 1.0 cannot carry, not even as a reference (section 2.2). */
const NOT_XML = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;
/** The forbidden characters: those, and what HTML forbids: DEL, the C1 controls (U+0085 among them) and all noncharacters. */
const UNPRINTABLE = /(?![\t\n\r])[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/u;
// Scripts that need other parts of this file leave it out.
const EVERY_UNPRINTABLE = /* @__PURE__ */ new RegExp(UNPRINTABLE, 'gu');
/** Matches forbidden characters and every surrogate, paired or not. A quick first test, because most text has none of them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern looks for them.
const SUSPECT = /[\0-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]/;

/** Whether XML can carry every character of the text. Earlier versions of this program accepted all such text. */
export const isXmlText = (text: string) => !NOT_XML.test(text);

/**
 * Replaces each forbidden character with U+FFFD, so that readers see that one is missing. Replaces U+0085 with a space, because
 * it ends a line on some systems. The text may be a whole document: markup and JSON need none of these characters.
 */
export const toPrintable = (text: string): string =>
  SUSPECT.test(text)
    ? text.replace(EVERY_UNPRINTABLE, (character) => (character === '\u0085' ? ' ' : '\uFFFD'))
    : text;

/** Escapes a character as JSON does: `\u009b`. */
export const escapeCharacter = (character: string): string =>
  Array.from(
    { length: character.length },
    (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`,
  ).join('');

/** Escapes forbidden characters in JSON, so that any terminal can show it. Its meaning stays the same. */
export const toPrintableJson = (json: string): string =>
  SUSPECT.test(json) ? json.replace(EVERY_UNPRINTABLE, escapeCharacter) : json;

/** Describes a forbidden character and says what to do about it. */
function describe(character: string): string {
  if (character === '\u0085') return 'a control character: end the line with a line break instead';
  if (/\p{Cs}/u.test(character)) return 'half of a surrogate pair: delete it';
  if (/\p{Cc}/u.test(character)) return 'an invisible control character: delete it';
  return 'which Unicode reserves for internal use: delete it';
}

/** A forbidden character: its line and column, both from 1, the text around it, and the rule against it. */
export interface Unprintable {
  line: number;
  column: number;
  around: string;
  rule: string;
}

/** Finds the first forbidden character in a text. */
export function findUnprintable(text: string): Unprintable | undefined {
  const found = UNPRINTABLE.exec(text);
  if (!found) return undefined;
  const [character] = found;
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  const lines = text.slice(0, found.index).split(/\r\n?|\n/);
  return {
    line: lines.length,
    column: Array.from(lines.at(-1) ?? '').length + 1,
    around: text.slice(Math.max(0, found.index - 30), found.index + 30),
    rule: `must not contain U+${code}, ${describe(character)}`,
  };
}

/** Returns the rule against the first forbidden character in the text, with its position; undefined if there is none. */
export function unprintableRule(text: string): string | undefined {
  const found = findUnprintable(text);
  if (!found) return undefined;
  const line = found.line > 1 ? `line ${found.line}, ` : '';
  return `${found.rule} (${line}character ${found.column})`;
}
