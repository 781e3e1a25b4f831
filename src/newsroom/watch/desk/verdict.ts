import type { Told } from '../../words/translate.ts';
// What one look at a cited source tells.

/** What a look can tell of a page. */
export const FINDINGS = [
  /** The page answers, with the quoted words if there are any. */
  'answers',
  /** It is elsewhere for good. */
  'moved',
  /** It answers 404 or 410, or says in words that it does not exist. */
  'gone',
  /** Quoted words that were there are no longer there. */
  'changed',
  /** It answers without quoted words that no look has ever seen there. */
  'unseen',
] as const;
export type Finding = (typeof FINDINGS)[number];

/** Why a look tells nothing: the page refuses robots, or could not be read. */
export const SILENCES = ['refused', 'unknown'] as const;
export type Silence = (typeof SILENCES)[number];

export interface Verdict extends Told {
  kind: Finding | Silence;
  /** The HTTP status; null if there was no response. */
  status: number | null;
  /** Where permanent redirects lead; null if there were none. */
  movedTo: string | null;
  /** The quoted words that are there. */
  found: string[];
  /** The quoted words that are not there: those once seen if the page has `changed`, those never seen if they are `unseen`. */
  missing: string[];
}

export const isSilent = (kind: Verdict['kind']): kind is Silence => kind === 'refused' || kind === 'unknown';
