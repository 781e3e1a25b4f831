// The words of grounding: the mechanical check that what a claim states stands in the words it rests on.

export const FINDING_KINDS = ['number', 'date', 'name', 'quotation', 'negation'] as const;
type FindingKind = (typeof FINDING_KINDS)[number];

/** Something that a claim states. `found` says whether a quote has it; null where a program cannot tell. */
export interface Finding {
  kind: FindingKind;
  text: string;
  found: boolean | null;
}

/** A claim or a quote. `language` is a BCP 47 tag, or null if nobody said. */
export interface Passage {
  text: string;
  language: string | null;
}

/** The verdicts on claims that have evidence. */
export const CLAIM_VERDICTS = ['grounded', 'not grounded', 'not checkable'] as const;
export const VERDICTS = [...CLAIM_VERDICTS, 'no evidence'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** A stretch of a text, in UTF-16 code units. */
export interface Span {
  start: number;
  end: number;
}
