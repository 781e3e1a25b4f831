import { NAMES } from '../documents.ts';
import type { Taken } from '../measures/cold.ts';
import type { Results } from '../results.ts';
import { ratio, spreadOf } from '../rounds.ts';
import { type Bar, bars } from './charts.ts';
import { NAMED, spread, table } from './format.ts';

/** The first request of an isolate and the start, each beside what it was before, where that was measured, and a bare Worker. */
export function reportCold({ first, start, startup }: Results['cold']) {
  const row = (label: string, taken: Taken[], bare: Taken[]) => [
    label,
    spread(spreadOf(taken.map(({ cpu }) => cpu)), ' ms'),
    spread(spreadOf(taken.map(({ time }) => time)), ' ms'),
    spread(
      ratio(
        taken.map(({ cpu }) => cpu),
        bare.map(({ cpu }) => cpu),
      ),
      ' ×',
    ),
    spread(
      ratio(
        taken.map(({ time }) => time),
        bare.map(({ time }) => time),
      ),
      ' ×',
    ),
  ];
  const rowsOf = (label: string, { now, before }: { now: Taken[]; before?: Taken[] }, bare: Taken[]) => [
    row(label, now, bare),
    ...(before ? [row(`${label}, before`, before, bare)] : []),
  ];
  const text = table(
    ['', 'CPU of workerd', 'time', 'CPU against bare', 'time against bare'],
    [
      ...NAMES.flatMap((name) => [
        ...rowsOf(`first request, ${NAMED[name]}`, first[name], first[name].stream),
        row('the same bytes streamed from KV', first[name].stream, first[name].stream),
      ]),
      ...rowsOf('workerd started and RSS answered', start, start.bare),
      row('the same with a bare Worker', start.bare, start.bare),
      ['start-up (`wrangler check startup`)', spread(spreadOf(startup.now), ' ms'), '', '', ''],
      ...(startup.before ? [['start-up, before', spread(spreadOf(startup.before), ' ms'), '', '', '']] : []),
    ],
  );
  const bar = (label: string, taken: Taken[], isOurs: boolean): Bar => ({
    label,
    value: spreadOf(taken.map(({ cpu }) => cpu)),
    isOurs,
  });
  const charts = {
    cold: bars(
      NAMES.flatMap((name) => {
        const { now, before, stream } = first[name];
        return [
          bar(NAMED[name], now, true),
          ...(before ? [bar(`${NAMED[name]}, before`, before, false)] : []),
          bar(`${NAMED[name]}, streamed from KV`, stream, false),
        ];
      }),
      'ms of CPU for the first request',
    ),
  };
  return { text, charts };
}
