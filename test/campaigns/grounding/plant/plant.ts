import { languageOf, type Pair } from '../pairs.ts';
import { datesIn, editDates } from './dates.ts';
import { applyEdit, type Edit, type Kind, quotationsIn } from './edit.ts';
import { editNames } from './names.ts';
import { editNegations } from './negations.ts';
import { editNumbers } from './numbers.ts';
import { editQuotations } from './quotations.ts';
import { editScales } from './scales.ts';
import { editUnits } from './units.ts';

// Makes wrong claims from true ones. The rules know nothing of the program: they have their own patterns and tables. What they plant is
// never in the quotes. No program that compares a claim with a quote finds that two of the quote's own numbers changed places.

/** A wrong claim, made from a true one. */
export interface PlantedError {
  pair: Pair;
  kind: Kind;
  /** What stood in the true claim, and what stands there now. */
  was: string;
  now: string;
  claim: string;
}

const overlaps = (a: { start: number; end: number }, b: { start: number; end: number }) =>
  a.start < b.end && b.start < a.end;

/** Throws if a planted error is none. */
function guard({ pair, claim, was, now }: PlantedError): void {
  const plain = (text: string) => text.replace(/[\s.,\u00a0\u202f]/gu, '').toLowerCase();
  if (plain(claim) === plain(pair.claim) || plain(was) === plain(now))
    throw new Error(`“${was}” and “${now}” mean the same in “${pair.claim}”.`);
}

function editsOf(pair: Pair, seed: number): Edit[] {
  const { claim } = pair;
  const language = languageOf(pair);
  const quotes = pair.quotes.join('\n');
  const isCross = pair.language !== pair.quoteLanguage;
  const dates = datesIn(claim, language);
  const isInDate = (start: number, end: number) => dates.some((date) => overlaps(date, { start, end }));
  return [
    ...editNumbers(claim, language, quotes, isInDate),
    ...editScales(claim, language),
    ...editUnits(claim, language),
    ...editDates(claim, language, quotes),
    // Across languages, only numbers and dates can be checked.
    ...(isCross ? [] : editNames(pair, seed)),
    ...(isCross ? [] : editQuotations(claim, language, quotes)),
    ...(isCross ? [] : editNegations(claim, language)),
  ];
}

/** Plants errors in these pairs, each with one change. The same pairs give the same errors. */
export function plantErrors(pairs: readonly Pair[]): PlantedError[] {
  return pairs.flatMap((pair, seed) => {
    const quotations = quotationsIn(pair.claim);
    return editsOf(pair, seed).map((edit) => {
      // Whatever changes in a quotation makes it another quotation.
      const kind = quotations.some((quotation) => overlaps(quotation, edit)) ? 'quotation' : edit.kind;
      const claim = applyEdit(pair.claim, edit);
      const planted = { pair, kind, was: pair.claim.slice(edit.start, edit.end), now: edit.text, claim };
      guard(planted);
      return planted;
    });
  });
}
