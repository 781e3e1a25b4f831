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

/** What was said of pages of public sets: by the rules of before, and by those of now. */
export interface ServedFigures extends Compared {
  /** What was said of moves, and of quotes with words left out or put in. */
  moves: Compared;
}

type Compared = Record<'before' | 'now', Record<string, { expected: string; said: Record<string, number> }>>;

const SERVED_KINDS = ['changed', 'gone', 'moved'] as const;
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

/** Returns the precision and the recall of a verdict on the pages of public sets. */
export function servedShares(
  figures: Compared['now'],
  kind: Verdict['kind'],
): { precision: number; recall: number } {
  const all = Object.values(figures);
  const right = all.filter(({ expected }) => expected === kind);
  const hits = sum(right.map(({ said }) => said[kind] ?? 0));
  return {
    precision: hits / sum(all.map(({ said }) => said[kind] ?? 0)),
    recall: hits / sum(right.flatMap(({ said }) => Object.values(said))),
  };
}

const served = ({ before, now }: Compared): string[] => [
  row('', 'precision', 'recall', 'precision, at first sight', 'recall, at first sight'),
  '|---|---|---|---|---|',
  ...SERVED_KINDS.map((kind) => {
    const shares = [now, before].map((figures) => servedShares(figures, kind));
    return row(kind, ...shares.flatMap(({ precision, recall }) => [percent(precision), percent(recall)]));
  }),
  '',
  row('what the look meets', 'what the watch says'),
  '|---|---|',
  ...Object.entries(now)
    .map(([name, { expected, said }]) => {
      const counts = Object.entries(said).map(([kind, count]) => `${kind} ${count}`);
      return row(`${expected}: ${name}`, counts.toSorted().join(', '));
    })
    .toSorted(),
];

/** Formats the results as Markdown. */
export const makeReport = (results: readonly JudgedFixture[], figures: ServedFigures): string =>
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
    '## Pages of others',
    '',
    `${sum(Object.values(figures.now).flatMap(({ said }) => Object.values(said)))} changes of pages of public sets: the test pages of mozilla/readability (ab4027a, Apache-2.0), scrapinghub/article-extraction-benchmark`,
    '(4a3bc97, MIT) and the evaluation set of adbar/trafilatura (e90b0ef, Apache-2.0). From each page, a sentence of its article is quoted;',
    'then it is changed as servers change pages (`served/changes.ts`, written before its author had read the judge). What stands in an',
    'article’s place is in the words of other programs: stack, starlight, congo, dawn and http-statuses for missing pages and errors in',
    'sixteen languages, klaro and tarteaucitron for consent; paywalls, pagers and “read more” are in words of our own. Half of pages and',
    'words, chosen by their names, served to make rules. The figures are of the other half; “at first sight” are those of the rules before.',
    '`quiet` is whatever tells readers nothing. The one page that is wrongly called moved has square brackets of its own in the quoted',
    'words. These figures are from before the rules on moves (below), which were made for it. The sets are not in the repository:',
    '`npm run observations -- <folder>` measures all of this in a folder that has each (`served/foreign.ts`).',
    '',
    ...served(figures),
    '',
    '## Moves',
    '',
    `${sum(Object.values(figures.moves.now).flatMap(({ said }) => Object.values(said)))} cases of 25 further pages of the reported half: each is moved, and quoted, in all ways of \`served/changes.ts\` that may look like a move. Captchas are in`,
    'the words of altcha (924848b, MIT), walls of cookies in those of tarteaucitron. “At first sight” are the rules of before;',
    'the others are those that were made for moves before this was measured. The six that were wrongly called moved, all without a quote (three walls of cookies, two',
    'captchas, a section), led to two more rules: the least text of what has moved, and sections with names as long as that of the page. With these, nobody has measured it again.',
    '',
    ...served(figures.moves),
    '',
  ].join('\n');
