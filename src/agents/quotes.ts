import { toPlainText } from '../site/export/plain-text.ts';
import { compareTexts } from '../site/page/history/difference.ts';
import { isWithinWord } from '../site/story/evidence.ts';
import { parseMarkdown, plainCitations, tokensToHtml } from '../site/story/markdown.ts';
import { GAP, quoteFinder } from '../site/story/sources/find-quote.ts';
import type { Story } from '../site/story/story.ts';

// Finds words in the parts of a story, and what became of them in a later version.

/** A part of a story with words of somebody. */
export interface StoryPart {
  part: 'headline' | 'summary' | 'analysis' | 'correction' | 'caption' | 'quote of a source';
  text: string;
  /** The source whose words they are. */
  source?: string;
  /** Whether the analysis has its citations in the text. */
  hasCitations?: true;
}

/** Where a part has words: the sentences around them, and where these begin and end. */
export interface Passage {
  text: string;
  start: number;
  end: number;
}

/** Words that were found in a part of a story. */
export interface FoundQuote {
  part: StoryPart;
  /** Null if the part has them, but in other characters, such as ligatures. */
  passage: Passage | null;
  /** Whether the part has them character for character. */
  isExact: boolean;
}

/** Matches the citations of a sentence: parentheses around nothing but links. */
const CITATIONS = /\s?\((?:<a [^>]*>[^<]*<\/a>(?:, )?)+\)/g;

const htmlOf = (markdown: string) => tokensToHtml(parseMarkdown(markdown), plainCitations(String));

/** What an agent quotes of the Markdown of an analysis, as its readers see it. */
export const plainQuote = (quote: string): string =>
  quote.includes('](') ? toPlainText(htmlOf(quote).replace(CITATIONS, '')) : quote;

/** Returns the parts of a record in the order of the page. The analysis comes without its citations, and with them. */
function partsOf(record: Partial<Story>): StoryPart[] {
  const { headline = '', abstract = '', articleBody = '', evidence, citation, correction, image } = record;
  const analysis = htmlOf(articleBody);
  return [
    { part: 'headline' as const, text: headline },
    ...(correction ?? []).map(({ text }) => ({ part: 'correction' as const, text })),
    { part: 'summary' as const, text: abstract },
    { part: 'analysis' as const, text: toPlainText(analysis.replace(CITATIONS, '')) },
    { part: 'analysis' as const, text: toPlainText(analysis), hasCitations: true as const },
    { part: 'caption' as const, text: image?.caption ?? '' },
    ...(evidence ?? []).map(({ source, quote }) => quoted(source, quote.exact)),
    ...(citation ?? []).flatMap(({ url, quote }) => (quote ? [quoted(url, quote.exact)] : [])),
  ].filter(({ text }) => text !== '');
}

const quoted = (source: string, text: string): StoryPart => ({ part: 'quote of a source', text, source });

const PIECES = /(?:[\p{L}\p{M}\p{N}\p{Sc}%‰]|(?<=\p{Nd})[.,:/-](?=\p{Nd}))+/gu;
/** What may stand between two words that follow each other. */
const BETWEEN = String.raw`[^\p{L}\p{M}\p{N}\p{Sc}%‰]*`;

/** Two letters or digits of scripts that write spaces between words. */
const JOINED =
  /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Arabic}\p{Script=Hebrew}\d]{2}$/u;
/** Whether a word goes on over an index. Most are told by two characters, which is a hundred times as fast. */
const isCutAt = (text: string, at: number) =>
  JOINED.test(text.slice(at - 1, at + 1)) || isWithinWord(text, at);

/** Finds words that follow each other in a text, not cut out of a word. `null` if they are only there as parts of words. */
function locate(
  text: string,
  words: string,
  from: number,
): { start: number; end: number } | undefined | null {
  const pieces = (words.match(PIECES) ?? []).map((piece) => piece.replace(/[$./]/g, '\\$&'));
  if (pieces.length === 0) return undefined;
  const pattern = new RegExp(pieces.join(BETWEEN), 'giu');
  pattern.lastIndex = from;
  let isCut = false;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const [start, end] = [match.index, match.index + match[0].length];
    if (!isCutAt(text, start) && !isCutAt(text, end)) return { start, end };
    isCut = true;
    pattern.lastIndex = start + 1;
  }
  return isCut ? null : undefined;
}

/** Returns the sentences around a span, which are all in its paragraphs. */
function passageAround(
  text: string,
  { start, end }: { start: number; end: number },
  language: string,
): Passage {
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const next = text.indexOf('\n', end);
  const paragraphs = text.slice(from, next === -1 ? text.length : next);
  const segmenter = new Intl.Segmenter(language, { granularity: 'sentence' });
  const sentences = Array.from(segmenter.segment(paragraphs)).filter(
    ({ index, segment }) => from + index < end && from + index + segment.length > start,
  );
  const first = from + (sentences[0]?.index ?? 0);
  const found = text.slice(first, first + sentences.reduce((sum, { segment }) => sum + segment.length, 0));
  return { text: found.trimEnd(), start: first, end: first + found.trimEnd().length };
}

/** Finds words in a part of a story, however they are spaced and punctuated, but not cut out of a word. */
function findIn(part: StoryPart, quote: string, language: string): FoundQuote | undefined {
  if (!quoteFinder(part.text)(quote)) return undefined;
  let span: { start: number; end: number } | undefined;
  for (const words of quote.split(GAP)) {
    const found = locate(part.text, words, span?.end ?? 0);
    if (found === null) return undefined;
    if (found) span = { start: span?.start ?? found.start, end: found.end };
  }
  const passage = span ? passageAround(part.text, span, language) : null;
  return { part, passage, isExact: part.text.includes(quote) };
}

/** Finds words in the parts of a record. Each part is named once. */
export function findQuote(record: Partial<Story>, quote: string): FoundQuote[] {
  const found = partsOf(record).flatMap((part) => findIn(part, quote, record.inLanguage ?? 'en') ?? []);
  return found.filter(
    ({ part }, index) =>
      part.part !== 'analysis' || found.findIndex((each) => each.part.part === 'analysis') === index,
  );
}

/** Returns what the sentences around a quote became in a later record; empty if they are gone, or if nobody can tell. */
export function whatBecameOf({ part, passage }: FoundQuote, record: Story): string {
  const { hasCitations, source } = part;
  const [same, another] = partsOf(record).filter(
    (each) => each.part === part.part && each.source === source && each.hasCitations === hasCitations,
  );
  return passage && same && !another ? passageIn(part.text, passage, same.text, record.inLanguage) : '';
}

function passageIn(before: string, { start, end }: Passage, after: string, language: string): string {
  let became = '';
  let at = 0;
  let isReplaced = false;
  for (const { kind, text } of compareTexts(before, after, language)) {
    if (kind === 'added') {
      if (isReplaced || (at > start && at < end)) became += text;
      continue;
    }
    const [from, to] = [Math.max(start, at), Math.min(end, at + text.length)];
    if (kind === 'same' && from < to) became += text.slice(from - at, to - at);
    isReplaced = kind === 'removed' && from < to;
    at += text.length;
  }
  return became.trim();
}
