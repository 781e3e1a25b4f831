import { type CheckedError, type CheckedPair, isCalledWrong, type Results } from './measure.ts';
import { LANGUAGES, languageOf, type Pair } from './pairs.ts';
import { KINDS, type Kind } from './plant/edit.ts';

// Makes the report of the grounding campaign. The same results give the same text.

const BAR = 20;

/** The kinds whose errors the program has to find, and the share of them. */
export const TARGETS: { name: string; kinds: Kind[]; least: number }[] = [
  { name: 'numbers, scales, units', kinds: ['number', 'scale', 'unit'], least: 0.99 },
  { name: 'dates', kinds: ['date'], least: 0.99 },
  { name: 'quotations', kinds: ['quotation'], least: 0.99 },
  { name: 'names', kinds: ['name'], least: 0.95 },
];
/** The most true pairs that may be called wrong, as a share. */
export const MOST_CALLED_WRONG = 0.05;

const row = (...cells: (string | number)[]) => `| ${cells.join(' | ')} |`;
const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
const isCross = ({ language, quoteLanguage }: Pair) => language !== quoteLanguage;
const columnOf = (pair: Pair) => (isCross(pair) ? 'across' : languageOf(pair));
const COLUMNS = [...LANGUAGES, 'across'] as const;

/** Returns the share of these errors that was found. */
export const shareFound = (errors: readonly CheckedError[]) =>
  errors.filter(({ isFound }) => isFound).length / errors.length;

const bar = (share: number) => {
  const filled = Math.floor(share * BAR);
  return `\`${'█'.repeat(filled)}${'░'.repeat(BAR - filled)}\``;
};

const ofKinds = (errors: readonly CheckedError[], kinds: readonly Kind[]) =>
  errors.filter(({ error }) => kinds.includes(error.kind));

function targetTable({ errors, pairs }: Results): string[] {
  const wrong = pairs.filter(isCalledWrong).length;
  const negations = ofKinds(errors, ['negation added', 'negation taken away']);
  return [
    row('', 'planted', 'found', 'share', '', 'must be'),
    '|---|---|---|---|---|---|',
    ...TARGETS.map(({ name, kinds, least }) => {
      const these = ofKinds(errors, kinds);
      const share = shareFound(these);
      const found = these.filter(({ isFound }) => isFound).length;
      return row(name, these.length, found, percent(share), bar(share), `≥ ${percent(least)}`);
    }),
    row(
      'negations',
      negations.length,
      negations.filter(({ isFound }) => isFound).length,
      percent(shareFound(negations)),
      bar(shareFound(negations)),
      'as measured',
    ),
    '',
    row('', 'pairs', 'called wrong', 'share', '', 'must be'),
    '|---|---|---|---|---|---|',
    row(
      'true claims',
      pairs.length,
      wrong,
      percent(wrong / pairs.length),
      bar(wrong / pairs.length),
      `≤ ${percent(MOST_CALLED_WRONG)}`,
    ),
  ];
}

function kindTable(errors: readonly CheckedError[]): string[] {
  const cell = (these: readonly CheckedError[]) =>
    these.length === 0 ? '' : `${these.filter(({ isFound }) => isFound).length} / ${these.length}`;
  return [
    row('found / planted', ...COLUMNS, 'all', 'share'),
    `|---|${'---|'.repeat(COLUMNS.length + 2)}`,
    ...KINDS.map((kind) => {
      const these = ofKinds(errors, [kind]);
      const cells = COLUMNS.map((column) =>
        cell(these.filter(({ error }) => columnOf(error.pair) === column)),
      );
      return row(kind, ...cells, cell(these), percent(shareFound(these)));
    }),
  ];
}

function pairTable(pairs: readonly CheckedPair[]): string[] {
  const count = (these: readonly CheckedPair[], verdict: string) =>
    these.filter(({ grounding }) => grounding.verdict === verdict).length;
  return [
    row('true claims', 'pairs', 'grounded', 'not checkable', 'called wrong'),
    '|---|---|---|---|---|',
    ...COLUMNS.map((column) => {
      const these = pairs.filter(({ pair }) => columnOf(pair) === column);
      const counts = ['grounded', 'not checkable', 'not grounded'].map((verdict) => count(these, verdict));
      return row(column, these.length, ...counts);
    }),
  ];
}

/** Keeps a text on one line and out of the way of Markdown. */
const inline = (text: string) => text.replace(/\s+/gu, ' ').replace(/[*_|<`[\]\\]/g, '\\$&');

const listMisses = (errors: readonly CheckedError[]) =>
  errors
    .filter(({ isFound }) => !isFound)
    .map(({ error: { kind, was, now, claim, pair } }) => {
      const change = now === '' ? `without “${inline(was)}”` : `“${inline(was)}” → “${inline(now)}”`;
      return `- ${columnOf(pair)}, ${kind}: ${change}: ${inline(claim)}`;
    });

const listFalseAlarms = (pairs: readonly CheckedPair[]) =>
  pairs.filter(isCalledWrong).map(({ pair, grounding }) => {
    const missing = grounding.findings.filter(({ found }) => found === false);
    const said = missing.map(({ kind, text }) => `${kind} “${inline(text)}”`).join(', ');
    return `- ${columnOf(pair)}: ${inline(pair.claim)}\n  Not found: ${said}.`;
  });

const orNone = (lines: string[]) => (lines.length > 0 ? lines : ['None.']);

/** Formats the results as Markdown. */
export function makeReport(results: Results): string {
  const { errors, pairs } = results;
  return [
    '# The grounding campaign',
    '',
    'Written by `npm run grounding`. True claims, each with the exact words of a source that exists (`pairs/`), and wrong ones made from',
    'them by rules (`plant/`), one change each. An error counts as found if the verdict is “not grounded” and a finding of its kind has',
    '`found: false`; scales and units count as numbers. A true claim is called wrong if its verdict is “not grounded”. Column *across*:',
    'claim and quotes in different languages, where only numbers and dates can be checked.',
    '',
    'The rules were improved on these pairs, so expect less of pairs that they have not seen. Eleven such sets were measured before any',
    'rule was made for them (November 2026). Of the planted numbers, 97 to 99 % were found; of the names, 64 to 96 %, mostly over 90. Of',
    'true claims in ordinary paraphrase, 5 to 21 % were called wrong (six sets); where forms were made hard on purpose, 27 to 62 % (five).',
    'Most alarms are about a number that the claim works out from its quote, a common noun taken for a name, or a negation.',
    '',
    ...targetTable(results),
    '',
    '## By kind and language',
    '',
    ...kindTable(errors),
    '',
    ...pairTable(pairs),
    '',
    '## True claims called wrong',
    '',
    ...orNone(listFalseAlarms(pairs)),
    '',
    '## Errors that were not found',
    '',
    ...orNone(listMisses(errors)),
    '',
  ].join('\n');
}
