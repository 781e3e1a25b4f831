import { Lexer } from 'yaml';
import { NESTING_RULE } from '../../../lib/json-checks.ts';
import { type FileParts, FRONT_MATTER_LINE, splitAuthorFile } from './author-file.ts';
import { type Fault, formatValue, type LineLocator } from './fault.ts';
import { parseYaml } from './yaml.ts';

/**
 * The most tokens of front matter: names, values, punctuation, spaces, line breaks. 500 citations and 500 entries of isBasedOn,
 * with every field and two authors each, have about 140,000.
 */
const MAX_TOKENS = 200_000;
/** The most commas between entries in `[…]` and `{…}`. The same 1,000 sources, pasted as JSON, have about 15,000. */
const MAX_COMMAS = 50_000;
/** The most escapes that YAML does not define. */
const MAX_UNKNOWN_ESCAPES = 20;

/** Matches an escape within double quotes. The group captures the character if YAML does not define its escape. */
const ESCAPE = /\\(?:x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|[0abtnvefrNLP_ "/\\\t\r\n]|([\s\S]))/g;

/**
 * Returns the size limit that front matter exceeds, if any. Call this before the YAML parser, which uses a kilobyte and eight
 * microseconds per invalid entry; the lexer costs almost nothing.
 */
function brokenSizeRule(yaml: string): string | undefined {
  let [tokens, commas, escapes] = [0, 0, 0];
  for (const token of new Lexer().lex(yaml)) {
    if (++tokens > MAX_TOKENS)
      return `front matter must have at most ${MAX_TOKENS.toLocaleString('en')} names, values, punctuation marks and line breaks, enough for 500 sources with all their fields; list fewer sources`;
    if (token === ',' && ++commas > MAX_COMMAS)
      return `front matter must have at most ${MAX_COMMAS.toLocaleString('en')} commas between entries in [ ] and { }; write one entry per line`;
    if (!token.startsWith('"')) continue;
    for (const [, unknown] of token.matchAll(ESCAPE)) {
      if (unknown === undefined || ++escapes <= MAX_UNKNOWN_ESCAPES) continue;
      return 'front matter must be YAML: many backslashes within "…" begin no escape; write \\\\ for a backslash';
    }
  }
  return undefined;
}

/** Returns the line of an offset, from 1. */
export const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

/** An author's file whose front matter can be read, whatever rules its fields break. */
export interface AuthorFile {
  ok: true;
  parts: FileParts;
  record: Record<string, unknown>;
  locate: LineLocator;
  /** The first line of the analysis, from 1. */
  bodyLine: number;
}

/**
 * Reads the front matter of an author's file, without the rules of a story. If it cannot be read, returns its faults; and `body`,
 * unless the file has no front matter or too much.
 */
export function readAuthorFile(
  text: string,
): AuthorFile | { ok: false; faults: Fault[]; body?: { text: string; line: number } } {
  const refused = (rule: string, value?: string) => ({
    ok: false as const,
    faults: [{ field: '', value, rule, line: 1 }],
  });
  const parts = splitAuthorFile(text);
  if (!parts) {
    const rule = `must begin with front matter: YAML between two lines of "${FRONT_MATTER_LINE}"`;
    return refused(rule, formatValue(text.split(/\r?\n/, 1)[0]));
  }
  const tooMuch = brokenSizeRule(parts.frontMatter);
  if (tooMuch !== undefined) return refused(tooMuch);
  const bodyLine = lineAt(text, text.length - parts.body.length);
  try {
    const { document, faults, locate } = parseYaml(parts.frontMatter, 2);
    if (faults.length > 0) return { ok: false, faults, body: { text: parts.body, line: bodyLine } };
    const record: unknown = document.toJS();
    if (record === null || typeof record !== 'object' || Array.isArray(record)) {
      return refused('front matter must be a list of fields, like "headline: …"', formatValue(record));
    }
    return { ok: true, parts, record: record as Record<string, unknown>, locate, bodyLine };
  } catch (error) {
    // Deeply nested YAML overflows the parser's stack, which throws a RangeError.
    if (!(error instanceof RangeError)) throw error;
    return refused(`front matter ${NESTING_RULE}`);
  }
}
