import type { Passage } from '../../../../src/site/story/grounding/finding.ts';
import { groundClaim } from '../../../../src/site/story/grounding/ground.ts';

const FIGURES = new Set(['number', 'date', 'name', 'quotation']);

/** Returns the numbers, dates, names and quotations of a claim that its quotes do not have. */
export const missingFigures = (claim: Passage, quotes: readonly Passage[]): string[] =>
  groundClaim(claim, quotes)
    .findings.filter(({ kind, result }) => FIGURES.has(kind) && result !== 'found')
    .map(({ text }) => text);

/** Whether a quote has all numbers, dates, names and quotations of a claim. */
export const hasFigures = (claim: string, quote: string, language: string | null, of = language): boolean =>
  missingFigures({ text: claim, language }, [{ text: quote, language: of }]).length === 0;
