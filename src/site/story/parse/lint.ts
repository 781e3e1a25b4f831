import type { Token } from 'markdown-it';
import { CITATION_CLOSE, CITATION_OPEN, citationOf, numberCitations } from '../citations.ts';
import { canonicalUrl } from '../fields.ts';
import { parseMarkdown } from '../markdown.ts';
import type { WrittenStory } from '../story.ts';
import { type Fault, formatValue } from './fault.ts';
import type { FileLines } from './parse.ts';

// Warns about what a story may contain but its author most likely did not intend. Faults are refused instead.

/** The warnings about a story. */
export interface LintResult {
  warnings: Fault[];
  /** A line that counts the cited sources; undefined unless a warning is about citations or sources. */
  summary: string | undefined;
}

const HTML = 'is HTML, which is shown as text. Write Markdown, or put it in backticks to show it';

/** The most lines that one warning names. */
const MAX_LINES = 5;

/** A suspicious part of the analysis; `line` counts from 1 within it. */
export interface Finding {
  line: number;
  value: string;
  rule: string;
  /** Whether it looks like a citation. */
  isLookalike: boolean;
}

/** The most warnings about one story. */
const MAX_WARNINGS = 50;

const SPACED = /\[[^[\]]*\]\s+\(\s*https?:\/\/[^\s()]+\s*\)/g;
const IN_PARENTHESES = /[(（]\s*https?:\/\/[^\s()（）]+\s*[)）]/g;
const FOOTNOTE = /\[\^[^\s[\]]+\]/g;
const BARE = /https?:\/\/[^\s<>"'()（）[\]]+[^\s<>"'()（）[\].,;:!?…。，]/g;
const TAG = /<(?:\/?[a-z][a-z0-9-]*(?:\s[^<>]*)?\/?|!--[^<>]*--)>/gi;

const hrefOf = (token: Token) => String(token.attrGet('href') ?? '');

/** Text between citations, links and code, with the number of its line. */
interface Piece {
  text: string;
  line: number;
}

/** Finds mistakes in a piece; `source` is the Markdown of its whole block. */
function findInText({ text, line }: Piece, source: string): Finding[] {
  const found: Finding[] = [];
  let rest = text;
  /** Reports each match and blanks it, so that a later pattern does not report a part of it. */
  const take = (pattern: RegExp, isLookalike: boolean, ruleOf: (value: string) => string) => {
    rest = rest.replace(pattern, (value) => {
      found.push({ line, value, rule: ruleOf(value), isLookalike });
      return ' '.repeat(value.length);
    });
  };
  take(SPACED, true, (value) => {
    const link = value.replace(/\]\s+\(\s*/, '](').replace(/\s+\)$/, ')');
    return `looks like a citation but is not: there is a space between "]" and "(". Write: (${link})`;
  });
  take(IN_PARENTHESES, true, (value) => {
    const url = value.slice(1, -1).trim();
    return `looks like a citation but is not: it has no label. Write: ([${labelOf(url)}](${url}))`;
  });
  take(FOOTNOTE, true, () => 'is a footnote, which is shown as written. Write: ([label](url))');
  take(BARE, true, (url) => `is a bare URL, which readers cannot click. Write: ([${labelOf(url)}](${url}))`);
  // An author who escapes a tag means to show it, so do not report it.
  const tag = rest.match(TAG)?.find((each) => source.includes(each) && !source.includes(`\\${each}`));
  if (tag !== undefined) {
    found.push({ line, value: tag, rule: HTML, isLookalike: false });
  }
  return found;
}

const labelOf = (url: string) => (URL.canParse(url) ? new URL(url).hostname.replace(/^www\./, '') : 'label');

/** Explains why a link is not a citation. Call it only if the analysis does not cite the link's URL elsewhere. */
function explainLink(children: readonly Token[], at: number, line: number): Finding {
  const open = children[at] as Token;
  const close = children.findIndex(({ type }, index) => index > at && type === 'link_close');
  const label = children
    .slice(at + 1, close)
    .map(({ content }) => content)
    .join('');
  const url = hrefOf(open);
  const [before, after] = [children[at - 1]?.content ?? '', children[close + 1]?.content ?? ''];
  const link = `([${open.markup === 'autolink' ? labelOf(url) : label}](${url}))`;
  const found = (rule: string, isLookalike: boolean) => ({ line, value: label, rule, isLookalike });
  if (/^\^\S+$/.test(label))
    return found('is a footnote, which is shown as a link. Write: ([label](url))', true);
  if (/（\s*$/.test(before) && /^\s*）/.test(after))
    return found(`looks like a citation but is not: its parentheses are full-width. Write: ${link}`, true);
  if (open.markup === 'autolink' && /[(（]\s*$/.test(before))
    return found(`looks like a citation but is not: it has no label. Write: ${link}`, true);
  if (/\([^()]*$/.test(before) && /^[^()]*\)/.test(after)) {
    const isSpaced = /\(\s*$/.test(before) && /^\s*\)/.test(after);
    const why = isSpaced
      ? 'there are spaces inside the parentheses'
      : 'the parentheses contain more than the link';
    const rule = `looks like a citation but is not: ${why}. Write: ${link}`;
    return found(rule, true);
  }
  return found(
    `is a link, not a citation: its page is not among the sources. To cite it, write: ${link}`,
    false,
  );
}

/** Finds mistakes in one block of text that begins on line `first`. */
function findInBlock({ children, content }: Token, first: number, cited: ReadonlySet<string>): Finding[] {
  const found: Finding[] = [];
  const tokens = children ?? [];
  let line = first;
  let piece: Piece = { text: '', line };
  const flush = () => {
    if (piece.text !== '') found.push(...findInText(piece, content));
    piece = { text: '', line };
  };
  let isInLink = false;
  for (const [at, token] of tokens.entries()) {
    if (token.type === 'softbreak' || token.type === 'hardbreak') {
      line++;
      if (!isInLink) piece.text += '\n';
      flush();
    } else if (token.type === 'link_open') {
      flush();
      isInLink = true;
      const url = hrefOf(token);
      if (!citationOf(token) && /^https?:/i.test(url) && !(URL.canParse(url) && cited.has(canonicalUrl(url))))
        found.push(explainLink(tokens, at, line));
    } else if (token.type === 'link_close') isInLink = false;
    else if (token.type === 'text' && !isInLink) piece.text += token.content;
    else if (token.type !== CITATION_OPEN && token.type !== CITATION_CLOSE) flush();
  }
  flush();
  return found;
}

/** Makes one warning of all that is HTML: whoever writes HTML does so in every paragraph. `toFile` returns a line's number in the file. */
function joinHtml(found: readonly Finding[], toFile: (line: number) => number): Finding[] {
  const [first, ...others] = found.filter(({ rule }) => rule === HTML);
  const lines = [...new Set(others.map(({ line }) => line))].filter((line) => line !== first?.line);
  const isOther = (each: Finding) => each.rule === HTML && each !== first;
  if (!first || lines.length === 0) return found.filter((each) => !isOther(each));
  const named = lines.slice(0, MAX_LINES).map(toFile).join(', ');
  const more = lines.length > MAX_LINES ? ` and ${lines.length - MAX_LINES} more` : '';
  const rule = `${HTML}. It is also in ${lines.length === 1 ? 'line' : 'lines'} ${named}${more}`;
  return found.flatMap((each) => (each === first ? [{ ...first, rule }] : isOther(each) ? [] : [each]));
}

/** Finds mistakes in all blocks of the analysis. */
function findInBody(blocks: readonly Token[], cited: ReadonlySet<string>): Finding[] {
  let line = 1;
  return blocks.flatMap((block) => {
    // A table's cell has no line number; its row does.
    if (block.map) line = block.map[0] + 1;
    return block.type === 'inline' ? findInBlock(block, line, cited) : [];
  });
}

/** Finds the mistakes of an analysis whose story may not be complete yet: what only looks like a citation, links, and HTML. */
export function lintAnalysis(analysis: string): Finding[] {
  const blocks = parseMarkdown(analysis);
  const cited = new Set(numberCitations(blocks).map(({ url }) => url));
  return joinHtml(findInBody(blocks, cited), (line) => line).slice(0, MAX_WARNINGS);
}

/**
 * Returns the main language of a country whose code was used as a language: `ja` for `jp`. Returns undefined for codes of
 * languages, and for English, which `maximize` also returns for unknown countries.
 */
function countryFor(tag: string): string | undefined {
  const [code = ''] = tag.split('-');
  const names = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' });
  if (!/^[a-z]{2}$/i.test(code) || names.of(code) !== undefined) return undefined;
  const { language } = new Intl.Locale(`und-${code}`).maximize();
  return language === 'en' || language === 'und' ? undefined : language;
}

function summarise(cited: number, sources: number, lines: readonly number[]): string {
  const count = sources === 1 ? `${cited} of 1 source is cited` : `${cited} of ${sources} sources are cited`;
  if (lines.length === 0) return `${count}.`;
  if (lines.length === 1) return `${count}; line ${lines[0]} looks like a citation but is not.`;
  const some = lines.slice(0, 5).join(', ');
  return `${count}; lines ${some}${lines.length > 5 ? ' and more' : ''} look like citations but are not.`;
}

/**
 * Finds what is allowed but most likely a mistake: text that only looks like a citation, sources that are not cited, HTML, a
 * country's code as language, and topics that are not among `topics`, unless `topics` is empty. `lines` locates the fields in the
 * author's file.
 */
export function lintStory(story: WrittenStory, topics: readonly string[], lines?: FileLines): LintResult {
  const blocks = parseMarkdown(story.articleBody);
  const cited = new Set(numberCitations(blocks).map(({ url }) => url));
  const at = (path: readonly PropertyKey[]) => {
    const line = lines?.locate(path);
    return line === undefined ? {} : { line };
  };
  const warnings: Fault[] = [];
  const tag = countryFor(story.inLanguage);
  if (tag !== undefined) {
    const rule = `is the code of a country; its language is "${tag}"`;
    warnings.push({ field: 'inLanguage', value: formatValue(story.inLanguage), rule, ...at(['inLanguage']) });
  }
  for (const [index, topic] of story.keywords.entries()) {
    if (topics.length === 0 || topics.includes(topic)) continue;
    const rule = `is not one of the newsroom's topics: ${topics.join(', ')}`;
    warnings.push({
      field: `keywords[${index}]`,
      value: formatValue(topic),
      rule,
      ...at(['keywords', index]),
    });
  }
  const toFile = (line: number) => (lines === undefined ? line : lines.body + line - 1);
  const found = joinHtml(findInBody(blocks, cited), toFile);
  const lookalikes = found.filter(({ isLookalike }) => isLookalike).map(({ line }) => line);
  const reporting = new Set((story.isBasedOn ?? []).map(({ url }) => canonicalUrl(url)));
  const evident = new Set(story.evidence.map(({ source }) => canonicalUrl(source)));
  // A story may be based on reporting that it does not cite, so warn of that only if some text looks like a failed citation.
  const lists = lookalikes.length > 0 ? (['isBasedOn', 'citation'] as const) : (['citation'] as const);
  for (const name of lists) {
    for (const [index, { url }] of (story[name] ?? []).entries()) {
      const known = canonicalUrl(url);
      if (cited.has(known) || evident.has(known) || (name === 'citation' && reporting.has(known))) continue;
      const rule = 'is a source that the analysis does not cite';
      const place = at([name, index, 'url']);
      warnings.push({ field: `${name}[${index}]`, value: formatValue(url), rule, ...place });
    }
  }
  for (const { line, value, rule } of found) {
    const place = lines === undefined ? {} : { line: toFile(line) };
    warnings.push({ field: 'articleBody', value: formatValue(value), rule, ...place });
  }
  const isAboutSources = warnings.some(({ field }) => /^(citation|isBasedOn)/.test(field));
  const sources = new Set([...cited, ...story.citation.map(({ url }) => canonicalUrl(url)), ...reporting]);
  return {
    warnings: warnings.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0)).slice(0, MAX_WARNINGS),
    summary:
      lookalikes.length > 0 || isAboutSources
        ? summarise(cited.size, sources.size, [...new Set(lookalikes)].map(toFile))
        : undefined,
  };
}
