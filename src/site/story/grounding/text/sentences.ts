import type { Span } from '../finding.ts';
import type { Language } from '../languages/language.ts';
import { languageOf } from '../languages/languages.ts';
import { keyOf } from './levelled.ts';

// Cuts a text into sentences: by Unicode's rules, mended where an abbreviation or a closing mark misled them.

const segmenters = new Map<string, Intl.Segmenter>();
function segmenterOf(tag: string): Intl.Segmenter {
  const known = segmenters.get(tag);
  if (known) return known;
  const made = new Intl.Segmenter(tag, { granularity: 'sentence' });
  segmenters.set(tag, made);
  return made;
}

const LAST_WORD = /(?:^|[\s(\u00a0"“„«'’])([\p{L}\p{M}.]{1,12}|\d{1,2})\.$/u;
const CLOSING = /^[\s\u00a0]*[”"»’'」』）)\]]+/u;

/** Whether the text up to here ends with an abbreviation or an ordinal, so that the sentence goes on. */
function goesOn(before: string, after: string, language: Language): boolean {
  const { abbreviations, functionWords, pointedOrdinals } = language;
  const [, word] = LAST_WORD.exec(before.trimEnd().slice(-24)) ?? [];
  if (word === undefined) return false;
  const next = keyOf(/^\p{L}+/u.exec(after)?.[0] ?? '');
  const isUsualBeginning = functionWords.has(next);
  if (/^\d/.test(word)) return pointedOrdinals && /^\p{Lu}/u.test(after) && !isUsualBeginning;
  const isLower = /^[\p{Ll}\d]/u.test(after);
  // Initials (U.S., J.) end a sentence only before a word that usually begins one.
  if (/^(?:\p{L}\.)*\p{L}$/u.test(word)) return isLower || !isUsualBeginning;
  return isLower || abbreviations.has(keyOf(word.replaceAll('.', '')));
}

/** Returns the sentences of a text, without the white space around them. */
export function sentencesOf(text: string, language: string | null): Span[] {
  const rules = languageOf(language);
  const ends: number[] = [];
  let start = 0;
  for (const { segment, index } of segmenterOf(rules.tag === 'und' ? 'en' : rules.tag).segment(text)) {
    start = index;
    const previous = ends.at(-1);
    if (previous !== undefined) {
      const closing = CLOSING.exec(segment)?.[0].length ?? 0;
      // A mark that closes a quotation belongs to the sentence before it.
      if (closing > 0 && !/^[\s\u00a0]*['’"]\p{L}/u.test(segment)) ends[ends.length - 1] = start + closing;
      else if (goesOn(text.slice(Math.max(0, previous - 40), previous), segment, rules)) ends.pop();
    }
    ends.push(index + segment.length);
  }
  const spans: Span[] = [];
  let from = 0;
  for (const end of ends) {
    const inner = text.slice(from, end);
    const lead = inner.length - inner.trimStart().length;
    const span = { start: from + lead, end: from + inner.trimEnd().length };
    if (span.end > span.start) spans.push(span);
    from = end;
  }
  return spans;
}
