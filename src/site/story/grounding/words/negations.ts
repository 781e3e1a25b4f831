import type { Analysis } from '../analysis.ts';
import type { Placed } from '../finding.ts';
import type { Negation } from '../text/clauses.ts';
import { ENOUGH, type Line, MOST, placesIn } from './line.ts';
import { isFunctionKey, type WordUnit } from './word-units.ts';

// Compares negations by the words that each negates.

/** How far from a word its negation may stand, in tokens. */
const REACH = 6;
/** The most negations of a side that are compared; a sentence with more says nothing that a rule could tell. */
const MOST_COMPARED = 40;

const share = (one: WordUnit, other: WordUnit) => one.keys.some((key) => other.keys.includes(key));

/** Returns the words that a negation may negate: those within it, the next two in its clause, or those before it if it ends the clause. */
function negatedBy(side: Analysis, units: readonly WordUnit[], { from, to }: Negation): WordUnit[] {
  const { clause } = side.clauses();
  const near = units.filter(
    (unit) =>
      clause[unit.from] === clause[from] &&
      Math.abs(unit.from - from) <= REACH + 2 &&
      !unit.keys.every(isFunctionKey),
  );
  // n'a blessé personne
  const within = near.filter((unit) => unit.from > from && unit.to <= to);
  if (within.length > 0) return within;
  const next = near.filter((unit) => unit.from >= to).slice(0, 2);
  return next.length > 0 ? next : near.filter((unit) => unit.to <= from).slice(-2);
}

const isNear = ({ from, to }: Negation, at: number) => at >= from - REACH && at <= to + REACH;

/**
 * Returns what of the claim's negations the line has, and what negates on one side alone. `isWhole` says that the line has everything
 * else that the claim states.
 */
export function compareNegations(
  claim: Analysis,
  units: readonly WordUnit[],
  line: Line,
  coverage: number,
  isWhole: boolean,
): Placed[] {
  const { quote } = line;
  const findings: Placed[] = [];
  const { clause } = claim.clauses();
  const [first, last] = [clause[units[0]?.from ?? 0] ?? 0, clause[units.at(-1)?.from ?? 0] ?? 0];
  const own = claim
    .negations()
    .filter(({ from }) => (clause[from] ?? 0) >= first && (clause[from] ?? 0) <= last)
    .slice(0, MOST_COMPARED);
  const theirs = line.negations.slice(0, MOST_COMPARED);
  const deniers = line.deniers.slice(0, MOST_COMPARED);
  const matched = new Set<Negation>();
  /** Whether the line negates another word of the claim. */
  const isOther = theirs.some((each) =>
    negatedBy(quote, line.units, each).some((unit) => units.some((mine) => share(mine, unit))),
  );
  for (const negation of own) {
    const negated = negatedBy(claim, units, negation);
    const places = negated.flatMap((unit) => placesIn(line, unit));
    const text = claim.list[negation.from]?.text;
    const borne = theirs.find((each) => {
      if (matched.has(each)) return false;
      if (negated.length === 0) return quote.list[each.from]?.text === text;
      const others = negatedBy(quote, line.units, each);
      const isSame =
        others.length === 0 || others.some((other) => negated.some((unit) => share(unit, other)));
      return isSame && places.some((at) => isNear(each, at));
    });
    if (borne) matched.add(borne);
    const [nearest] = negated.map((unit) => placesIn(line, unit)).filter((each) => each.length > 0);
    const isPlain = deniers.length === 0 && theirs.every((each) => !nearest?.some((at) => isNear(each, at)));
    const isContradicted = isWhole && places.length > 0 && isPlain && !isOther && coverage >= ENOUGH;
    findings.push({
      kind: 'negation',
      text: claim.textOf(negation.from, negation.to),
      result: borne ? 'found' : isContradicted ? 'contradicted' : 'to be read',
      quoted: places[0] === undefined || borne ? null : quote.textOf(places[0], places[0] + 1),
      at: negation.from,
    });
  }
  const ownDeniers = [...claim.clauses().deniers]
    .slice(0, MOST_COMPARED)
    .filter((at) => !units.some((unit) => unit.from === at && placesIn(line, unit).length > 0)).length;
  for (const negation of theirs) {
    if (matched.has(negation)) continue;
    const negated = negatedBy(quote, line.units, negation);
    const mine = units.find((each) => negated.some((unit) => share(unit, each)));
    const unit = mine && negated.find((each) => share(each, mine));
    if (!mine || !unit) {
      const beside = units.find((each) =>
        placesIn(line, each).some((at) => at >= negation.from - 2 && at <= negation.to + 1),
      );
      if (beside && own.length === 0 && ownDeniers === 0)
        findings.push({
          kind: 'negation',
          text: claim.textOf(beside.from, beside.to),
          result: 'to be read',
          quoted: quote.textOf(negation.from, Math.min(line.to, negation.to + 1)),
          at: beside.from,
        });
      continue;
    }
    if (own.some((each) => isNear(each, mine.from))) continue;
    const isPlain = own.length === 0 && ownDeniers === 0 && unit === negated[0];
    findings.push({
      kind: 'negation',
      text: claim.textOf(mine.from, mine.to),
      result: isWhole && isPlain && coverage >= MOST ? 'contradicted' : 'to be read',
      quoted: quote.textOf(Math.min(negation.from, unit.from), Math.max(negation.to, unit.to)),
      at: mine.from,
    });
  }
  // He stopped to …, which the claim leaves out.
  const claimed = new Set(claim.list.map(({ key }) => key));
  for (const at of deniers) {
    const next = line.units
      .filter((unit) => unit.from > at && unit.from <= at + REACH && !unit.keys.every(isFunctionKey))
      .find((unit) => units.some((each) => share(each, unit)));
    const mine = next && units.find((unit) => share(unit, next));
    if (!next || !mine || own.length > 0 || ownDeniers > 0 || claimed.has(quote.list[at]?.key ?? ''))
      continue;
    findings.push({
      kind: 'negation',
      text: claim.textOf(mine.from, mine.to),
      result: 'to be read',
      quoted: quote.textOf(at, next.to),
      at: mine.from,
    });
  }
  return findings;
}
