import { NAMES } from '../documents.ts';
import type { RequestCost } from '../measures/cold.ts';
import type { Results } from '../results.ts';
import { ratio, spreadOf } from '../rounds.ts';
import { type Bar, drawBars } from './charts.ts';
import { DOCUMENT_NAMES, formatSpread, formatTable } from './format.ts';

/** Reports the first request of an isolate and the start, beside the earlier program, if that was measured, and a bare Worker. */
export function reportCold({ first, start, startup }: Results['cold']) {
  const row = (label: string, taken: RequestCost[], bare: RequestCost[]) => [
    label,
    formatSpread(spreadOf(taken.map(({ cpu }) => cpu)), ' ms'),
    formatSpread(spreadOf(taken.map(({ time }) => time)), ' ms'),
    formatSpread(
      ratio(
        taken.map(({ cpu }) => cpu),
        bare.map(({ cpu }) => cpu),
      ),
      ' ×',
    ),
    formatSpread(
      ratio(
        taken.map(({ time }) => time),
        bare.map(({ time }) => time),
      ),
      ' ×',
    ),
  ];
  const rowsOf = (
    label: string,
    { now, before }: { now: RequestCost[]; before?: RequestCost[] },
    bare: RequestCost[],
  ) => [row(label, now, bare), ...(before ? [row(`${label}, before`, before, bare)] : [])];
  const text = formatTable(
    ['', 'CPU of workerd', 'time', 'CPU against bare', 'time against bare'],
    [
      ...NAMES.flatMap((name) => [
        ...rowsOf(`first request, ${DOCUMENT_NAMES[name]}`, first[name], first[name].stream),
        row('the same bytes streamed from KV', first[name].stream, first[name].stream),
      ]),
      ...rowsOf('workerd started, RSS answered', start, start.stream),
      row('the same with the Worker that streams', start.stream, start.stream),
      ['start-up (`wrangler check startup`)', formatSpread(spreadOf(startup.now), ' ms'), '', '', ''],
      ...(startup.before
        ? [['start-up, before', formatSpread(spreadOf(startup.before), ' ms'), '', '', '']]
        : []),
    ],
  );
  const bar = (label: string, taken: RequestCost[], isOurs: boolean): Bar => ({
    label,
    value: spreadOf(taken.map(({ cpu }) => cpu)),
    isOurs,
  });
  const charts = {
    cold: drawBars(
      NAMES.flatMap((name) => {
        const { now, before, stream } = first[name];
        return [
          bar(DOCUMENT_NAMES[name], now, true),
          ...(before ? [bar(`${DOCUMENT_NAMES[name]}, before`, before, false)] : []),
          bar(`${DOCUMENT_NAMES[name]}, streamed from KV`, stream, false),
        ];
      }),
      'ms of CPU for the first request',
    ),
  };
  return { text, charts };
}
