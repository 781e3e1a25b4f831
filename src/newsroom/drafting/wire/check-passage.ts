import { findUnprintable } from '../../../lib/characters.ts';
import { describeGrounding } from '../../../site/story/evidence-policy.ts';
import { withoutAttributions } from '../../../site/story/grounding/abstract.ts';
import type { Span } from '../../../site/story/grounding/finding.ts';
import { groundStory } from '../../../site/story/grounding/story.ts';
import { brokenEvidenceRules } from '../../../site/story/parse/evidence-rules.ts';
import { publisherName } from '../../../site/story/sources/publisher-name.ts';
import type { Citation, Evidence, Story } from '../../../site/story/story.ts';
import { cleanBlock } from '../../wire/extraction/text-blocks.ts';
import type { Passage, SentenceRange } from './drafter.ts';
import { isInLanguage } from './language-check.ts';
import { brokenNegation } from './negation-check.ts';
import { copyQuote } from './quote.ts';

// Checks what a drafter answers. Whatever that is, only what this accepts gets into a draft.

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
/** A domain, with or without a path: `bank.example/login`. Many programs make a link of it. */
const DOMAIN = /(?:[\p{L}\p{N}-]+\.)+\p{L}{2,}/gu;

/** Returns what is wrong with a passage's text, apart from what it states. */
function textFaults(text: string, language: string): string[] {
  if (text === '') return ['It is empty.'];
  if (text.length > MAX_PASSAGE)
    return [`It has ${text.length} characters, and a sentence of the TL;DR at most ${MAX_PASSAGE}.`];
  if (findUnprintable(text)) return ['It has characters that cannot be shown.'];
  if (cleanBlock(text) !== text) return ['It has characters that nobody sees, or that turn text around.'];
  if (MARKUP.test(text)) return ['It has an address or markup. The TL;DR links to its sources by itself.'];
  return isInLanguage(text, language) === false ? [`It is not in the draft's language (${language}).`] : [];
}

/** Returns where the words of a range are in the source's text, or what is wrong with the range. */
function locate({ source, first, last }: SentenceRange, sources: readonly QuotableSource[]): Span | string {
  if (![source, first, last].every(Number.isSafeInteger))
    return 'A number of a source or sentence is no whole number.';
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

type Grounded = Pick<Story, 'abstract' | 'inLanguage' | 'evidence' | 'citation' | 'isBasedOn'>;

/** Returns what keeps a TL;DR from being grounded whole: for each claim or sentence, why its verdict is another than "grounded". */
export function groundingFaults(story: Grounded): string[] {
  const broken = brokenEvidenceRules({ ...story, articleBody: '-' });
  if (broken.length > 0) return broken.map(({ path, rule }) => `${path.join('.')} ${rule}.`);
  return groundStory(story)
    .filter(({ verdict }) => verdict !== 'grounded')
    .map((grounding) => {
      const why = describeGrounding(grounding) ?? 'a sentence of it has no evidence';
      const how = grounding.verdict === 'not checkable' ? 'It cannot be checked' : 'It is not grounded';
      return `${how}: ${why}.`;
    });
}

/**
 * Checks a passage: that its text can stand in a TL;DR in the draft's language, that the sentences that it rests on exist, and that
 * it is grounded in their words. The quotes are copied from the kept text; what a drafter says of them is never used.
 */
export function checkPassage(
  { text: given, quotes }: Passage,
  sources: readonly QuotableSource[],
  language: string,
): CheckedPassage {
  const text = given.replaceAll(/\s+/g, ' ').trim();
  const refuse = (faults: string[]) => ({ ok: false as const, text, faults });
  const faults = textFaults(text, language);
  if (quotes.length === 0) faults.push('It names no sentence of a source.');
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
  const ungrounded = groundingFaults(tldrOf([{ text, evidence: entries }], sources, language));
  if (ungrounded.length > 0) return refuse(ungrounded);
  const reversed = brokenNegation(
    withoutAttributions(text, quoted.map(publisherName)),
    language,
    entries.map(({ source, quote }) => ({
      text: quote.exact,
      language: quoted.find(({ url }) => url === source)?.inLanguage ?? null,
    })),
  );
  return reversed === undefined ? { ok: true, text, evidence: entries } : refuse([reversed]);
}

/** Scripts that put no space between sentences. */
const UNSPACED = /^(?:zh|ja|th|lo|km|my)(?:-|$)/i;

/** Returns the fields of a story whose TL;DR is made of these passages. */
export const tldrOf = (
  passages: readonly { text: string; evidence: Evidence[] }[],
  sources: readonly QuotableSource[],
  language: string,
): Grounded => ({
  abstract: passages.map(({ text }) => text).join(UNSPACED.test(language) ? '' : ' '),
  inLanguage: language,
  evidence: passages.flatMap(({ evidence }) => evidence),
  citation: sources.map(({ citation }) => citation),
  isBasedOn: null,
});
