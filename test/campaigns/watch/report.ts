import type { Verdict } from '../../../src/newsroom/watch/desk/verdict.ts';
import type { JudgedFixture } from './measure.ts';

// Makes the report of the watch's campaign. The same results give the same text.

const KINDS: readonly Verdict['kind'][] = [
  'answers',
  'moved',
  'gone',
  'changed',
  'unseen',
  'refused',
  'unknown',
];
/** What must be told apart, and the share of such verdicts that has to be right. */
export const JUDGED = ['gone', 'changed', 'refused', 'moved'] as const;
export const LEAST_PRECISION = 0.98;

const row = (...cells: (string | number)[]) => `| ${cells.join(' | ')} |`;
const percent = (share: number) => `${(share * 100).toFixed(1)} %`;

/** Returns the share of the verdicts of a kind that are right. */
export function precision(results: readonly JudgedFixture[], kind: Verdict['kind']): number {
  const said = results.filter(({ verdict }) => verdict.kind === kind);
  return said.filter(({ fixture }) => fixture.expected === kind).length / said.length;
}

/** Returns the share of the pages of a kind that are found to be of it. */
function recall(results: readonly JudgedFixture[], kind: Verdict['kind']): number {
  const pages = results.filter(({ fixture }) => fixture.expected === kind);
  return pages.filter(({ verdict }) => verdict.kind === kind).length / pages.length;
}

const matrix = (results: readonly JudgedFixture[]): string[] => [
  row('the page ↓, the watch says →', ...KINDS),
  `|---|${'---|'.repeat(KINDS.length)}`,
  ...KINDS.map((expected) =>
    row(
      `**${expected}**`,
      ...KINDS.map((said) => {
        const count = results.filter(
          ({ fixture, verdict }) => fixture.expected === expected && verdict.kind === said,
        ).length;
        return count === 0 ? '' : count;
      }),
    ),
  ),
];

const precisions = (results: readonly JudgedFixture[]): string[] => [
  row('', 'pages', 'precision', 'recall', 'precision, tuned set', 'precision, frozen set', 'must be'),
  '|---|---|---|---|---|---|---|',
  ...JUDGED.map((kind) => {
    const [tuned, frozen] = (['tuned', 'frozen'] as const).map((set) =>
      results.filter(({ fixture }) => fixture.set === set),
    );
    return row(
      kind,
      results.filter(({ fixture }) => fixture.expected === kind).length,
      percent(precision(results, kind)),
      percent(recall(results, kind)),
      percent(precision(tuned ?? [], kind)),
      percent(precision(frozen ?? [], kind)),
      `≥ ${percent(LEAST_PRECISION)}`,
    );
  }),
];

function byCase(results: readonly JudgedFixture[]): string[] {
  const cases = Map.groupBy(results, ({ fixture }) => `${fixture.expected}: ${fixture.name}`);
  return [
    row('what the look meets', 'right'),
    '|---|---|',
    ...Array.from(cases, ([name, these]) => {
      const right = these.filter(({ fixture, verdict }) => fixture.expected === verdict.kind).length;
      return row(name, `${right} / ${these.length}`);
    }).toSorted(),
  ];
}

function misses(results: readonly JudgedFixture[]): string[] {
  const wrong = results.filter(({ fixture, verdict }) => fixture.expected !== verdict.kind);
  if (wrong.length === 0) return ['None.'];
  return wrong.map(
    ({ fixture: { set, language, name, expected }, verdict }) =>
      `- ${language}, ${set}: ${name}: ${verdict.kind}, not ${expected}. “${verdict.detail}”`,
  );
}

/** Formats the results as Markdown. */
export const makeReport = (results: readonly JudgedFixture[]): string =>
  [
    '# The watch’s campaign',
    '',
    `Written by \`npm run observations\`. ${results.length} pages, made from templates in six languages (\`fixtures.ts\`, \`words.ts\`), are judged as a look`,
    'judges them: read as bytes, decoded, parsed, compared with the quoted words. Half of them, with articles, designs and notices of',
    'their own, were written before the judge and never changed for it. The same people wrote both halves and the judge, so expect less',
    'of pages in the wild. `answers`, `unseen`, `refused` and `unknown` tell readers nothing.',
    '',
    ...precisions(results),
    '',
    '## Confusion matrix',
    '',
    ...matrix(results),
    '',
    '## What was wrong',
    '',
    ...misses(results),
    '',
    '## By case',
    '',
    ...byCase(results),
    '',
  ].join('\n');
