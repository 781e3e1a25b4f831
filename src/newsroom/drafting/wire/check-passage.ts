import { findUnprintable } from '../../../lib/characters.ts';
import { describeGrounding } from '../../../site/story/evidence-policy.ts';
import type { Span } from '../../../site/story/grounding/finding.ts';
import { groundStory } from '../../../site/story/grounding/story.ts';
import { brokenEvidenceRules } from '../../../site/story/parse/evidence-rules.ts';
import { publisherName } from '../../../site/story/sources/publisher-name.ts';
import type { Citation, Evidence, Quote, Story } from '../../../site/story/story.ts';
import { cleanBlock } from '../../wire/extraction/text-blocks.ts';
import { sentence } from '../../words/translate.ts';
import type { Passage, SentenceRange } from './drafter.ts';
import { isInLanguage } from './language-check.ts';

// Checks what a drafter answers. Whatever that is, only what this accepts gets into a draft.

/** How many characters on each side may tell one place of the same words from the others; a quote has room for 200. */
const CONTEXTS = [20, 40, 80, 120, 200];

const countOf = (text: string, words: string): number => {
  let count = 0;
  for (let at = text.indexOf(words); at >= 0 && count < 2; at = text.indexOf(words, at + 1)) count++;
  return count;
};

/** Returns the text before or after a quote, without a cut word or character; null if there is none that a quote can hold. */
function contextOf(text: string, start: number, end: number, isBefore: boolean): string | null {
  let context = text.slice(Math.max(0, start), end);
  const isCut = isBefore ? start > 0 : end < text.length;
  if (isCut)
    context = isBefore ? context.replace(/^\S*\s+(?=\S)/, '') : context.replace(/(?<=\S)\s+\S*$/, '');
  if (!context.isWellFormed()) context = isBefore ? context.slice(1) : context.slice(0, -1);
  return /\S/.test(context) && !findUnprintable(context) ? context : null;
}

/**
 * Copies a quote from a text. Where its words occur more than once, `prefix` and `suffix` are what stands right before and after
 * them, as far as is needed to tell this place from the others: `prefix + exact + suffix` is a part of the text.
 */
function copyQuote(text: string, { start, end }: Span): Quote {
  const exact = text.slice(start, end);
  let quote: Quote = { exact, prefix: null, suffix: null };
  if (countOf(text, exact) < 2) return quote;
  for (const length of CONTEXTS) {
    quote = {
      exact,
      prefix: contextOf(text, start - length, start, true),
      suffix: contextOf(text, end, end + length, false),
    };
    if (countOf(text, `${quote.prefix ?? ''}${exact}${quote.suffix ?? ''}`) < 2) break;
  }
  return quote;
}

/** A source with its kept text, and where its sentences are in it. */
export interface QuotableSource {
  citation: Citation;
  text: string;
  sentences: readonly Span[];
}

/** The longest passage; the most quotes of one, and the most sentences of a quote: the more there are, the less a check says. */
const [MAX_PASSAGE, MAX_QUOTES, MAX_RANGE] = [600, 4, 4];
/** The longest quote that a story may have. */
const MAX_QUOTE = 2000;

/** A passage with its evidence, or what is wrong with it: sentences for an editor, and for a model that is asked once more. */
export type CheckedPassage =
  | { ok: true; text: string; evidence: Evidence[] }
  | { ok: false; text: string; faults: string[] };

/** The scheme of an address, and what makes a link or an element of Markdown and HTML. */
const MARKUP = /(?:https?|ftp|data|javascript|mailto):\S|\/\/|\]\(|<[/!]?[a-z]/i;
/**
 * A domain, with or without a path: `bank.example/login`. Many programs make a link of it. Browsers take three more signs for a dot
 * (UTS #46 section 2.3).
 */
const DOMAIN = /(?:[\p{L}\p{N}-]+[.\u3002\uFF0E\uFF61])+\p{L}{2,}/gu;

/** What an ordinary sentence is written with. */
const PLAIN =
  /[\p{L}\p{M}\p{Nd}\p{Sc}\s.,;:!?%‰&/…()（）\p{Pd}\p{Pi}\p{Pf}\p{Ps}\p{Pe}'"·،؛؟。，、；：！？¿¡]/u;
/** Marks that strike letters out, or stand around them. */
const OVERLAID = /[\u0334-\u0338]|[\u20D0-\u20F0]/;

/** Whether a sign is as plain as the sentences of a newspaper: no markup, no emoji, no raised digit, no letter of another shape. */
const isPlain = (sign: string): boolean =>
  PLAIN.test(sign) &&
  !OVERLAID.test(sign) &&
  (!/[\p{L}\p{Nd}]/u.test(sign) || sign.normalize('NFKC') === sign);

/** Returns what is wrong with a passage's text, apart from what it states. */
function textFaults(text: string, language: string): string[] {
  if (text === '') return ['It is empty.'];
  if (text.length > MAX_PASSAGE)
    return [`It has ${text.length} characters, and a sentence of the TL;DR at most ${MAX_PASSAGE}.`];
  if (findUnprintable(text)) return [sentence('It has characters that cannot be shown.')];
  if (cleanBlock(text) !== text)
    return [sentence('It has characters that nobody sees, or that turn text around.')];
  if (MARKUP.test(text))
    return [sentence('It has an address or markup. The TL;DR links to its sources by itself.')];
  return isInLanguage(text, language) === false ? [`It is not in the draft's language (${language}).`] : [];
}

/** Returns where the words of a range are in the source's text, or what is wrong with the range. */
function locate({ source, first, last }: SentenceRange, sources: readonly QuotableSource[]): Span | string {
  if (![source, first, last].every(Number.isSafeInteger))
    return sentence('A number of a source or sentence is no whole number.');
  const from = sources[source - 1];
  if (!from) return `There is no source ${source}; the last is ${sources.length}.`;
  const count = from.sentences.length;
  const [start, end] = [from.sentences[first - 1]?.start, from.sentences[last - 1]?.end];
  if (start === undefined || end === undefined)
    return `Source ${source} has no sentence ${first < 1 || first > count ? first : last}; its sentences are numbered from 1 to ${count}.`;
  if (last < first) return `Sentence ${last} of source ${source} is not after sentence ${first}.`;
  if (last - first >= MAX_RANGE)
    return `A quote has at most ${MAX_RANGE} sentences, not ${last - first + 1}.`;
  const isWhole = from.sentences
    .slice(first, last)
    .every((next, at) => !/\S/.test(from.text.slice(from.sentences[first + at - 1]?.end, next.start)));
  if (!isWhole)
    return `Something stands between the sentences ${first} and ${last} of source ${source}, and cannot be quoted.`;
  return end - start > MAX_QUOTE
    ? `A quote has at most ${MAX_QUOTE.toLocaleString('en')} characters.`
    : { start, end };
}

type Summary = Pick<Story, 'abstract' | 'inLanguage' | 'evidence' | 'citation' | 'isBasedOn'>;

/** Returns what keeps a TL;DR out of a draft: for each claim or sentence, why not all its parts were found. */
export function groundingFaults(story: Summary): string[] {
  const broken = brokenEvidenceRules({ ...story, articleBody: '-' });
  if (broken.length > 0) return broken.map(({ path, rule }) => `${path.join('.')} ${rule}.`);
  return groundStory(story)
    .filter(({ verdict }) => verdict !== 'found')
    .map((grounding) => {
      const why = describeGrounding(grounding) ?? 'a sentence of it has no evidence';
      const how =
        grounding.verdict === 'contradicted' ? 'Its quotes contradict it' : 'Its quotes do not bear it';
      return `${how}: ${why}.`;
    });
}

/**
 * Checks a passage: that its text can stand in a TL;DR in the draft's language, that the sentences that it rests on exist, and that
 * all its parts are found in their words. The quotes are copied from the kept text; what a drafter says of them is never used.
 */
export function checkPassage(
  { text: given, quotes }: Passage,
  sources: readonly QuotableSource[],
  language: string,
): CheckedPassage {
  const text = given.replaceAll(/\s+/g, ' ').trim();
  const refuse = (faults: string[]) => ({ ok: false as const, text, faults });
  const faults = textFaults(text, language);
  if (quotes.length === 0) faults.push(sentence('It names no sentence of a source.'));
  if (quotes.length > MAX_QUOTES)
    faults.push(`It names ${quotes.length} quotes, and may have at most ${MAX_QUOTES}.`);
  if (faults.length > 0) return refuse(faults);
  const evidence = new Map<string, Evidence>();
  for (const range of quotes) {
    const place = locate(range, sources);
    if (typeof place === 'string') faults.push(place);
    else {
      const { citation, text: kept } = sources[range.source - 1] as QuotableSource;
      evidence.set(`${citation.url} ${place.start} ${place.end}`, {
        claim: text,
        source: citation.url,
        quote: copyQuote(kept, place),
      });
    }
  }
  if (faults.length > 0) return refuse([...new Set(faults)]);
  const entries = [...evidence.values()];
  const quoted = quotes.map(({ source }) => (sources[source - 1] as QuotableSource).citation);
  const known = [...entries.map(({ quote }) => quote.exact), ...quoted.map(publisherName)];
  const foreign = text.match(DOMAIN)?.find((domain) => !known.some((words) => words.includes(domain)));
  if (foreign !== undefined) return refuse([`It names ${foreign}, and the quoted words do not.`]);
  const odd = [...text].find((sign) => !isPlain(sign) && !known.some((words) => words.includes(sign)));
  if (odd !== undefined) return refuse([`It has the sign “${odd}”, and the quoted words do not.`]);
  const unfounded = groundingFaults(tldrOf([{ text, evidence: entries }], sources, language));
  return unfounded.length > 0 ? refuse(unfounded) : { ok: true, text, evidence: entries };
}

/** Scripts that put no space between sentences. */
const UNSPACED = /^(?:zh|ja|th|lo|km|my)(?:-|$)/i;

/** Returns the fields of a story whose TL;DR is made of these passages. */
export const tldrOf = (
  passages: readonly { text: string; evidence: Evidence[] }[],
  sources: readonly QuotableSource[],
  language: string,
): Summary => ({
  abstract: passages.map(({ text }) => text).join(UNSPACED.test(language) ? '' : ' '),
  inLanguage: language,
  evidence: passages.flatMap(({ evidence }) => evidence),
  citation: sources.map(({ citation }) => citation),
  isBasedOn: null,
});
