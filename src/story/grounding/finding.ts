// The words of grounding: the mechanical check that what a claim states stands in the words it rests on.

export type FindingKind = 'number' | 'date' | 'name' | 'quotation' | 'negation';

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

export type Verdict = 'grounded' | 'not grounded' | 'not checkable' | 'no evidence';

/** A stretch of a text, in UTF-16 code units. */
export interface Span {
  start: number;
  end: number;
}
