import { sentence, told } from '../../../words/translate.ts';
import type { DraftAnswer, Drafter, DraftRequest, Passage } from '../drafter.ts';
import { isCandidate } from './candidates.ts';
import { cosine, lexRank, type Vector, vectorsOf } from './lexrank.ts';
import { quoteSentence } from './quotation.ts';
import { termsOf } from './terms.ts';

/** The most sentences of one source that are compared, from its beginning. */
const MAX_COMPARED = 60;
/** The fewest and the most sentences of a TL;DR. In between, there is one for each source. */
const [FEWEST, MOST] = [3, 4];
/** The most characters of a TL;DR (`story.ts`), without the spaces between its sentences. */
const MAX_CHARACTERS = 1180;
/** How much being central counts against being new: λ of maximal marginal relevance. */
const RELEVANCE = 0.5;
/** Sentences that are more alike than this say the same. */
const SAME = 0.4;

interface Candidate {
  source: number;
  sentence: number;
  passage: Passage;
  vector: Vector;
  rank: number;
}

/** Returns the sentences that may be taken, with how central each is, from 0 to 1. */
function rankCandidates({ sources, language, rejected = [] }: DraftRequest): Candidate[] {
  const isRejected = (source: number, sentence: number) =>
    rejected.some(({ passage }) =>
      passage.quotes.some((quote) => quote.source === source && quote.first === sentence),
    );
  const found = sources.flatMap(({ number, publisher, sentences }) =>
    sentences
      .map((text, at) => ({ source: number, sentence: at + 1, text, publisher }))
      .filter(({ text, sentence }) => isCandidate(text, language) && !isRejected(number, sentence))
      .slice(0, MAX_COMPARED)
      .map((each, place) => ({ ...each, place })),
  );
  const vectors = vectorsOf(found.map(({ text }) => termsOf(text, language)));
  const weights = found.map(({ place }) => 1 / (1 + place));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const ranks = lexRank(
    vectors,
    weights.map((weight) => weight / sum),
  );
  const highest = Math.max(...ranks);
  return found.map(({ source, sentence, text, publisher }, at) => ({
    source,
    sentence,
    passage: {
      text: quoteSentence(text, publisher, language),
      quotes: [{ source, first: sentence, last: sentence }],
    },
    vector: vectors[at] as Vector,
    rank: (ranks[at] ?? 0) / highest,
  }));
}

/**
 * Chooses sentences one by one: the one that is most central and least like those chosen before (maximal marginal relevance:
 * J. Carbonell, J. Goldstein, SIGIR 1998). No source gives a second sentence before each has given its first.
 */
function choose(candidates: readonly Candidate[], most: number): Candidate[] {
  const chosen: Candidate[] = [];
  let left = MAX_CHARACTERS;
  let pool = [...candidates];
  while (chosen.length < most) {
    const likeness = ({ vector }: Candidate) =>
      chosen.reduce((highest, each) => Math.max(highest, cosine(vector, each.vector)), 0);
    pool = pool.filter(
      (each) => !chosen.includes(each) && each.passage.text.length < left && likeness(each) < SAME,
    );
    const timesOf = ({ source }: Candidate) => chosen.filter((each) => each.source === source).length;
    const least = Math.min(...pool.map(timesOf));
    const scored = pool
      .filter((each) => timesOf(each) === least)
      .map((each) => ({ each, score: RELEVANCE * each.rank - (1 - RELEVANCE) * likeness(each) }));
    const best = scored.reduce<(typeof scored)[number] | undefined>(
      (a, b) => (a === undefined || b.score > a.score ? b : a),
      undefined,
    );
    if (best === undefined) break;
    chosen.push(best.each);
    left -= best.each.passage.text.length + 1;
  }
  return chosen;
}

/**
 * Takes the sentences that matter most, as they are, marked as quotations with their source. The same sources give the same TL;DR.
 * Needs no model, and no words of the language: pairs of characters do for words in scripts without spaces.
 */
export class ExtractiveDrafter implements Drafter {
  readonly name = 'extractive';
  readonly model = null;
  readonly provider = null;
  readonly promptVersion = 'lexrank-1';

  async draft(request: DraftRequest): Promise<DraftAnswer> {
    const candidates = rankCandidates(request);
    if (candidates.length === 0) {
      const why =
        request.rejected === undefined
          ? told(
              sentence(
                "None of the sources has a whole sentence in the draft's language ({language}) that could be quoted in a TL;DR. Choose the language of the sources, or write the TL;DR yourself.",
              ),
              { language: request.language },
            )
          : told(sentence('The sources have no other sentence that could be quoted.'));
      return { ok: false, ...why, mayRetry: false };
    }
    const wanted = Math.min(MOST, Math.max(FEWEST, new Set(candidates.map(({ source }) => source)).size));
    const most = request.rejected === undefined ? wanted : request.rejected.length;
    const chosen = choose(candidates, most);
    // The source of the most central sentence comes first; the sentences of a source keep their order.
    const order = [...new Set(chosen.map(({ source }) => source))];
    const ordered = chosen.toSorted(
      (a, b) => order.indexOf(a.source) - order.indexOf(b.source) || a.sentence - b.sentence,
    );
    return { ok: true, passages: ordered.map(({ passage }) => passage) };
  }
}
