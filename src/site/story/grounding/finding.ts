// The words of grounding: the mechanical check of what a claim states against the words it rests on.

/**
 * What a finding is about. `words` are words of a clause beside its numbers, dates and names; an `opposite` is one of a pair such as
 * rose and fell; `order` is who did it to whom; a `hedge` (may, if, some) and an `attribution` (said) stand in the quote alone.
 */
export const FINDING_KINDS = [
  'number', 'date', 'name', 'quotation', 'negation', 'opposite', 'words', 'order', 'hedge', 'attribution',
] as const; // biome-ignore format: one list
export type FindingKind = (typeof FINDING_KINDS)[number];

/**
 * What came of a part of a claim. `contradicted`: the quote states something else in its place. `found`: words of the quote bear it.
 * `to be read`: neither can be told, so a person has to read it.
 */
export const RESULTS = ['contradicted', 'found', 'to be read'] as const;
export type Result = (typeof RESULTS)[number];

/** A part of a claim, in its own words, and what came of it. */
export interface Finding {
  kind: FindingKind;
  text: string;
  result: Result;
  /** The quote's words that bear the part, or that state something else; null if there are none, or if they are the part's own. */
  quoted: string | null;
}

/** A finding, and the claim's token at which it stands. */
export type Placed = Finding & { at: number };

/** A claim or a quote. `language` is a BCP 47 tag, or null if nobody said. */
export interface Passage {
  text: string;
  language: string | null;
}

/** What came of a sentence: that of a claim, or that nothing is quoted for it. */
export const VERDICTS = [...RESULTS, 'no evidence'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** A stretch of a text, in UTF-16 code units. */
export interface Span {
  start: number;
  end: number;
}
