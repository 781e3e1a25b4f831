import type { Analysis } from '../analysis.ts';
import type { Finding, Placed } from '../finding.ts';
import { endsOf, phraseAt } from '../text/clauses.ts';
import { wordSequence } from '../text/quotations.ts';
import { isCapitalised } from '../text/tokens.ts';
import { type Line, linesOf, placesIn } from './line.ts';
import { compareNegations } from './negations.ts';
import { lowerRank } from './ranks.ts';
import { compareOrder } from './word-order.ts';
import { isMeaning, isNumber, oppositeOf, SAYING, type WordUnit } from './word-units.ts';

// Compares the words of a claim, clause by clause, with the sentence of the quotes that has most of them. Only what has all of its
// words there, in an order that says the same, and without a word that makes it less certain, is found.

/** A clause of the claim, its units, and the line that has most of them. */
export interface AlignedClause {
  from: number;
  to: number;
  units: readonly WordUnit[];
  line: Line;
}

const isBorne = ({ places }: Line, { keys }: WordUnit): boolean => keys.some((key) => places.has(key));

function scoreOf(units: readonly WordUnit[], line: Line): number {
  let score = 0;
  for (const unit of units) if (isBorne(line, unit)) score++;
  return score;
}

function bestLine(units: readonly WordUnit[], lines: readonly Line[], usual?: Line): Line | undefined {
  let best = usual;
  let most = usual ? scoreOf(units, usual) : -1;
  for (const line of lines) {
    const score = scoreOf(units, line);
    if (score > most) [best, most] = [line, score];
  }
  return best;
}

/** The most sentences and clauses that are compared with each other. */
const [MOST_LINES, MOST_CLAUSES] = [400, 100];

/** Cuts a claim into clauses, each with its line. */
export function alignClauses(claim: Analysis, quotes: readonly Analysis[]): AlignedClause[] {
  const lines = quotes.flatMap(linesOf).slice(0, MOST_LINES);
  const units = claim.units();
  const usual = bestLine(units, lines);
  if (!usual) return [];
  const { clause } = claim.clauses();
  const byClause = Map.groupBy(units, ({ from }) => clause[from] ?? 0);
  const ends = endsOf(clause);
  return Array.from(byClause, ([number, inClause], at) => ({
    from: ends[number - 1] ?? 0,
    to: ends[number] ?? 0,
    units: inClause,
    line: byClause.size > 1 && at < MOST_CLAUSES ? (bestLine(inClause, lines, usual) ?? usual) : usual,
  }));
}

/** Returns which part of a claim's words their lines have, from 0 to 1, without those of a stretch. */
export function coverageOf(
  clauses: readonly AlignedClause[],
  without?: { from: number; to: number },
): number {
  const compared = clauses.map(({ units, line }) => ({
    units: without ? units.filter(({ from, to }) => to <= without.from || from >= without.to) : units,
    line,
  }));
  const all = compared.reduce((sum, { units }) => sum + units.length, 0);
  return all === 0 ? 0 : compared.reduce((sum, { units, line }) => sum + scoreOf(units, line), 0) / all;
}

/** Returns the stretches of a clause's tokens whose words the line does not have. Function words between them belong to a stretch. */
function missingStretches(
  { list, language }: Analysis,
  { from, to, units, line }: AlignedClause,
  used: readonly boolean[],
  isNamed: (at: number) => boolean,
): [number, number][] {
  const [covered, borne, meant] = [new Set<number>(), new Set<number>(), new Set<number>()];
  for (const unit of units) {
    if (unit.keys.every(isNumber)) continue;
    for (let at = unit.from; at < unit.to; at++) {
      covered.add(at);
      if (unit.keys.some(isMeaning)) meant.add(at);
      if (isBorne(line, unit)) borne.add(at);
    }
  }
  const stretches: [number, number][] = [];
  let last: [number, number] | undefined;
  /** More than 400: what rounds a number is compared with it. */
  const isRounding = (at: number) =>
    language.roundingWords.has(list[at]?.key ?? '') &&
    (used[at - 1] || used.slice(at + 1, at + 4).includes(true));
  for (let at = from; at < to; at++) {
    const token = list[at];
    if (!covered.has(at) || isNamed(at) || used[at] || isRounding(at)) {
      if (token?.kind !== 'word' || isNamed(at) || used[at]) last = undefined;
      continue;
    }
    // Where words were left out, a Han character that is no word of content may have neither of its neighbours.
    const isAlone =
      token?.kind === 'han' &&
      language.functionWords.has(token.key) &&
      !meant.has(at) &&
      !language.negations.has(token.key) &&
      !language.telling.has(token.key);
    if (borne.has(at) || isAlone || isPartOf(line, token?.key ?? '', language.compounds)) last = undefined;
    else if (last) last[1] = at + 1;
    else {
      last = [at, at + 1];
      stretches.push(last);
    }
  }
  return stretches;
}

/** Returns for each token whether a number or a date has it. An article and a unit are no number, but may add something: 4 million a day. */
function numbered({ used, quantities }: Analysis): boolean[] {
  const all = [...used()];
  for (const { from, to, isWeak } of quantities()) if (isWeak) all.fill(false, from, to);
  return all;
}

/** Whether a word is a part of a compound of the line, or the other way round. */
const isPartOf = ({ quote }: Line, key: string, compounds: boolean): boolean =>
  compounds && key.length > 4 && quote.wordIndex().hasPart(key);

/** Returns where the line has the opposite of a unit that it does not have; undefined if nowhere. */
function oppositeIn(line: Line, unit: WordUnit): number | undefined {
  if (isBorne(line, unit)) return undefined;
  for (const key of unit.keys) {
    const at = line.places.get(oppositeOf(key) ?? '')?.[0];
    if (at !== undefined) return at;
  }
  return undefined;
}

/** Returns the first of a list's words and phrases in a stretch, as its tokens; undefined if there is none. Names count as none. */
function phraseIn(
  { list, language }: Analysis,
  phrases: ReadonlySet<string>,
  from: number,
  to: number,
): [number, number] | undefined {
  for (let at = from; at < to; at++) {
    const isName = language.nounNames === null && at > from && isCapitalised(list[at]?.text ?? '');
    const length = isName ? 0 : phraseAt(list, at, phrases, language);
    // 说 alone is a part of many words, unless a mark follows.
    if (length === 1 && list[at]?.kind === 'han' && list[at + 1]?.kind !== 'mark') continue;
    if (length > 0) return [at, at + length];
  }
  return undefined;
}

/**
 * Compares the words of a claim with quotes in its language. `coverage` is that of its clauses; `isNamed` says which tokens a name has,
 * and `isMissing` whether the quotes lack a number, date, name or quotation.
 */
export function compareWords(
  claim: Analysis,
  clauses: readonly AlignedClause[],
  coverage: number,
  isNamed: (at: number) => boolean,
  isMissing: boolean,
): Placed[] {
  const findings: Placed[] = [];
  const { list } = claim;
  const used = numbered(claim);
  // Where no capitals tell names, what counts as one is compared as words too.
  const isName = claim.language.hasCapitals ? isNamed : () => false;
  const isHedged = phraseIn(claim, claim.language.hedges, 0, list.length) !== undefined;
  const isAttributed = phraseIn(claim, claim.language.speech, 0, list.length) !== undefined;
  const byLine = Map.groupBy(clauses, ({ line }) => line);
  findings.push(...speakersElsewhere(claim, clauses));
  for (const [line, aligned] of byLine) {
    const { quote } = line;
    const before = findings.length;
    for (const clause of aligned) findings.push(...compareClause(claim, clause, used, isName));
    const units = aligned.flatMap((clause) => clause.units);
    const places = units.flatMap((unit) => placesIn(line, unit)).sort((a, b) => a - b);
    const [start, end] = [places[0], (places.at(-1) ?? 0) + 1];
    if (start === undefined) continue;
    const isWhole = !isMissing && findings.length === before;
    findings.push(...compareNegations(claim, units, line, coverage, isWhole));
    const [from, to] = [aligned[0]?.from ?? 0, aligned.at(-1)?.to ?? 0];
    const toRead = (kind: Finding['kind'], stretch: [number, number] | undefined) => {
      if (!stretch) return;
      const [text, quoted] = [claim.textOf(from, to), quote.textOf(...stretch)];
      findings.push({ kind, text, result: 'to be read', quoted, at: from });
    };
    if (!isHedged) toRead('hedge', phraseIn(quote, quote.language.hedges, ...spanOf(line, places)));
    const speaker = otherSpeaker(claim, units, line);
    if (speaker) toRead('attribution', speaker);
    if (!isAttributed) toRead('attribution', phraseIn(quote, quote.language.speech, line.from, line.to));
    toRead('words', lowerRank(claim, units, line));
    const isVerbatim = quote.words().has(wordSequence(list.slice(from, to)));
    const order = isVerbatim ? 'found' : compareOrder(claim, units, line, isNamed);
    const isFound = findings.slice(before).every(({ result }) => result === 'found');
    const isComplete = findings
      .slice(before)
      .every(({ kind, result }) => result === 'found' || kind === 'attribution');
    if (order !== 'found' && (isFound || (isComplete && order === 'contradicted')))
      findings.push({
        kind: 'order',
        text: claim.textOf(from, to),
        result: order,
        quoted: quote.textOf(start, end),
        at: from,
      });
    else if (isFound)
      for (const clause of aligned)
        findings.push({
          kind: 'words',
          text: claim.textOf(clause.from, clause.to),
          result: 'found',
          quoted: quote.textOf(start, end),
          at: clause.from,
        });
  }
  return findings;
}

/** How far from a word of saying its subject may stand, in tokens. */
const SPEAKER = 5;
/** The most words of saying that are compared. */
const MOST_SPEECHES = 10;

/** Returns the unit next to a word of saying that is its subject: the one before it, or the one after it if a mark stands before. */
function speakerAt({ list }: Analysis, units: readonly WordUnit[], at: number): WordUnit | undefined {
  const isSaying = ({ keys }: WordUnit) => keys.includes(SAYING);
  const isJoined = (from: number, to: number) =>
    to - from <= SPEAKER && !list.slice(from, to).some(({ kind, text }) => kind === 'mark' && text !== ',');
  const before = units.findLast((unit) => unit.to <= at && !isSaying(unit));
  const after = units.find((unit) => unit.from > at && !isSaying(unit));
  const isFirst = before && isJoined(before.to, at) && list[at - 1]?.text !== ',';
  return isFirst ? before : after && isJoined(at, after.from) ? after : before;
}

/** Returns who says it in the line, if the claim has somebody else say it; undefined if nobody does, or the same one. */
function otherSpeaker(claim: Analysis, units: readonly WordUnit[], line: Line): [number, number] | undefined {
  const { quote } = line;
  const own = units.filter(({ keys }) => keys.includes(SAYING)).slice(0, MOST_SPEECHES);
  const spoken = line.places.get(SAYING) ?? [];
  for (const { from } of own) {
    const mine = speakerAt(claim, units, from);
    if (!mine || !isBorne(line, mine) || spoken.length === 0) continue;
    const isSame = spoken.some((at) => {
      const other = speakerAt(quote, line.units, at);
      const isNext = (place: number) =>
        other !== undefined && Math.abs(place - other.from) <= SPEAKER && place < at === other.from < at;
      return placesIn(line, mine).some(isNext);
    });
    const at = spoken[0] ?? 0;
    if (!isSame) return [Math.max(line.from, at - 3), Math.min(line.to, at + 3)];
  }
  return undefined;
}

/** Returns who says something in the claim that stands in another sentence of the quotes than what they say. */
function speakersElsewhere(claim: Analysis, clauses: readonly AlignedClause[]): Placed[] {
  const elsewhere = clauses.filter(({ units, line }, at) => {
    const said = clauses[at + 1] ?? clauses[at - 1];
    return said !== undefined && said.line !== line && units.some(({ keys }) => keys.includes(SAYING));
  });
  return elsewhere.map(({ from, to, line: { quote, units, to: end } }) => ({
    kind: 'attribution',
    text: claim.textOf(from, to),
    result: 'to be read',
    quoted: quote.textOf(units[0]?.from ?? 0, end),
    at: from,
  }));
}

/** Returns from where to where the clauses of a line reach in which it has words of the claim, with the one before: they advise that … */
function spanOf({ quote, from, to }: Line, places: readonly number[]): [number, number] {
  const { clause } = quote.clauses();
  const known = new Set(places.map((at) => clause[at]));
  known.add((clause[places[0] ?? from] ?? 0) - 1);
  const within = Array.from({ length: to - from }, (_, at) => from + at).filter((at) =>
    known.has(clause[at]),
  );
  return [within[0] ?? from, (within.at(-1) ?? to - 1) + 1];
}

/** Returns what words of a clause have no counterpart, or an opposite one. */
function compareClause(
  claim: Analysis,
  clause: AlignedClause,
  used: readonly boolean[],
  isNamed: (at: number) => boolean,
): Placed[] {
  const findings: Placed[] = [];
  const { line, units } = clause;
  const { quote } = line;
  const opposed = new Set<number>();
  // A unit that has an opposite is not among them.
  const shared = scoreOf(units, line);
  for (const unit of units) {
    const at = oppositeIn(line, unit);
    if (at === undefined) continue;
    for (let each = unit.from; each < unit.to; each++) opposed.add(each);
    // Before and after say too little of what they stand with.
    const isTelling =
      unit.to - unit.from === 1 && claim.language.functionWords.has(claim.list[unit.from]?.key ?? '');
    const isContradicted =
      (!isTelling || shared === units.length - 1) &&
      shared * (claim.language.unspaced ? 4 : 2) >= units.length - 1 &&
      shared > 0 &&
      isNegated(claim, unit.from) === isNegated(quote, at) &&
      !statesBoth(claim, unit);
    findings.push({
      kind: 'opposite',
      text: claim.textOf(unit.from, unit.to),
      result: isContradicted ? 'contradicted' : 'to be read',
      quoted: quote.textOf(at, at + (unit.to - unit.from)),
      at: unit.from,
    });
  }
  for (const [first, end] of missingStretches(claim, clause, used, isNamed)) {
    const rest = Array.from({ length: end - first }, (_, index) => first + index);
    if (rest.every((at) => opposed.has(at))) continue;
    findings.push({
      kind: 'words',
      text: claim.textOf(first, end),
      result: 'to be read',
      quoted: null,
      at: first,
    });
  }
  return findings;
}

/** Whether the claim has the opposite of a unit too, which may be what the quote states: prices rose and then fell. */
const statesBoth = (claim: Analysis, unit: WordUnit): boolean =>
  claim.units().some(({ keys }) => unit.keys.some((key) => keys.includes(oppositeOf(key) ?? '')));

/** Whether a negation is in the clause of a token. */
function isNegated(side: Analysis, at: number): boolean {
  const { clause, negated } = side.clauses();
  return negated.has(clause[at] ?? 0);
}
