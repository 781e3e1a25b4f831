import { VERSIONS } from '../programs.ts';
import type { Results } from '../results.ts';
import { ratio, spreadOf, type Throughput } from '../rounds.ts';
import { drawLines, type Point } from './charts.ts';
import { formatNumber, formatSpread, formatTable } from './format.ts';

const COSTS = ['kvWrites', 'rowsRead', 'rowsWritten', 'cpu'] as const;
const NAMED_COSTS = { kvWrites: 'KV writes', rowsRead: 'rows read', cpu: 'CPU' } as const;

/** Reports the cost of a story, alone and in an import, and how long its author waits. */
export function reportPublishing({
  publishing,
  latency,
  exchange,
}: Pick<Results, 'publishing' | 'latency' | 'exchange'>) {
  const costs = formatTable(
    ['stories', 'scopes', 'program', 'KV writes', 'rows read', 'rows written', 'CPU'],
    publishing.map(({ size, costs }) => [
      `${size.stories.toLocaleString('en')}${size.isFull ? ' full' : ''}`,
      String(size.scopes),
      size.version,
      ...COSTS.map((cost) =>
        formatSpread(spreadOf(costs.map((each) => each[cost])), cost === 'cpu' ? ' ms' : ''),
      ),
    ]),
  );
  const waits = formatTable(
    ['stories', 'program', 'acknowledged after', 'in the feed after'],
    latency.map(({ version, stories, delays }) => [
      stories.toLocaleString('en'),
      version,
      ...(['acknowledged', 'inFeed'] as const).map((wait) =>
        formatSpread(spreadOf(delays.map((each) => each[wait])), ' ms'),
      ),
    ]),
  );
  const many = formatTable(
    ['', 'stories', 'per second', 'CPU each'],
    VERSIONS.flatMap((version) => {
      const row = (label: string, passed: readonly Throughput[]) => [
        `${label}, ${version}`,
        formatNumber(Math.max(...passed.map(({ count }) => count))),
        formatSpread(spreadOf(passed.map(({ perSecond }) => perSecond))),
        formatSpread(spreadOf(passed.map(({ cpu }) => cpu)), ' ms'),
      ];
      const exchanged = exchange[version];
      if (!exchanged) return [];
      return [row('import, until written', exchanged.imported), row('export', exchanged.exported)];
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
  const charts = { publishing: drawLines(points, 'cost of a story, 1 = with the fewest stories') };
  return { costs, waits, many, charts };
}
