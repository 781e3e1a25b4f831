import { VERSIONS } from '../programs.ts';
import type { Results } from '../results.ts';
import { type Passed, ratio, spreadOf } from '../rounds.ts';
import { lines, type Point } from './charts.ts';
import { figure, spread, table } from './format.ts';

const COSTS = ['kvWrites', 'rowsRead', 'rowsWritten', 'cpu'] as const;
const NAMED_COSTS = { kvWrites: 'KV writes', rowsRead: 'rows read', cpu: 'CPU' } as const;

/** What a story costs, one by one, and in an import; how long its author waits. */
export function reportPublishing({
  publishing,
  latency,
  exchange,
}: Pick<Results, 'publishing' | 'latency' | 'exchange'>) {
  const costs = table(
    ['stories', 'scopes', 'program', 'KV writes', 'rows read', 'rows written', 'CPU'],
    publishing.map(({ size, costs }) => [
      size.stories.toLocaleString('en'),
      String(size.scopes),
      size.version,
      ...COSTS.map((cost) => spread(spreadOf(costs.map((each) => each[cost])), cost === 'cpu' ? ' ms' : '')),
    ]),
  );
  const waits = table(
    ['stories', 'program', 'until it is acknowledged', 'until the feed has it'],
    latency.map(({ version, stories, waited }) => [
      stories.toLocaleString('en'),
      version,
      ...(['acknowledged', 'inFeed'] as const).map((wait) =>
        spread(spreadOf(waited.map((each) => each[wait])), ' ms'),
      ),
    ]),
  );
  const many = table(
    ['', 'at once', 'a second', 'CPU for one'],
    VERSIONS.flatMap((version) => {
      const row = (label: string, passed: readonly Passed[]) => [
        `${label}, ${version}`,
        figure(Math.max(...passed.map(({ count }) => count))),
        spread(spreadOf(passed.map(({ perSecond }) => perSecond))),
        spread(spreadOf(passed.map(({ cpu }) => cpu)), ' ms'),
      ];
      const exchanged = exchange[version];
      if (!exchanged) return [];
      return [row('import and printing', exchanged.imported), row('export', exchanged.exported)];
    }),
  );
  const eight = publishing.filter(({ size }) => size.scopes === 8 && size.version === 'now');
  const least = eight[0]?.costs ?? [];
  const points = eight.flatMap(({ size, costs }) =>
    (['kvWrites', 'rowsRead', 'cpu'] as const).map(
      (cost): Point => ({
        series: NAMED_COSTS[cost],
        x: size.stories,
        y: ratio(
          costs.map((each) => each[cost]),
          least.map((each) => each[cost]),
        ),
      }),
    ),
  );
  const charts = { publishing: lines(points, 'cost of a story, 1 = at the fewest stories') };
  return { costs, waits, many, charts };
}
