import { Lexer } from 'yaml';

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
export function brokenSizeRule(yaml: string): string | undefined {
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
