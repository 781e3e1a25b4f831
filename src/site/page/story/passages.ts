import type { Claim } from '../../story/article.ts';
import type { Quote } from '../../story/story.ts';

/** Words of a source that support one claim of the TL;DR or several. */
export interface Passage {
  /** Its position among the story's passages, from 1. */
  number: number;
  /** The number of the source. */
  source: number;
  quote: Quote;
  /** The numbers of the claims, from 1, in the order of the TL;DR. */
  claims: number[];
}

/** Lists the words that support the claims, each once, in the order of the TL;DR. */
export function listPassages(claims: readonly Claim[]): Passage[] {
  const passages = new Map<string, Passage>();
  for (const [index, { evidence }] of claims.entries()) {
    for (const { source, quote } of evidence) {
      const key = JSON.stringify([source, quote.exact, quote.prefix, quote.suffix]);
      const passage = passages.get(key) ?? { number: passages.size + 1, source, quote, claims: [] };
      passages.set(key, passage);
      if (passage.claims.at(-1) !== index + 1) passage.claims.push(index + 1);
    }
  }
  return [...passages.values()];
}

// Reader views guess from an id what an element is, so these are short and have no telling words.

/** Returns the HTML id of a passage in the list of sources. */
export const passageAnchor = (number: number) => `ev-${number}`;
/** Returns the HTML id of a claim in the TL;DR; claims count from 1. */
export const claimAnchor = (number: number) => `claim-${number}`;
