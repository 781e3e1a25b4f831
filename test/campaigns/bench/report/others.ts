import type { Results } from '../results.ts';
import { ratio, spreadOf } from '../rounds.ts';
import { type Bar, drawBars } from './charts.ts';
import { formatNumber, formatSpread, formatTable } from './format.ts';

export function reportWalks(walks: Results['walks']) {
  const rows = Object.entries(walks).map(([label, passed]) => ({ label, passed }));
  const text = formatTable(
    ['', 'documents', 'per second', 'CPU each'],
    rows.map(({ label, passed }) => [
      label,
      formatNumber(Math.max(...passed.map(({ count }) => count))),
      formatSpread(spreadOf(passed.map(({ perSecond }) => perSecond))),
      formatSpread(spreadOf(passed.map(({ cpu }) => cpu)), ' ms'),
    ]),
  );
  const charts = {
    walks: drawBars(
      rows.map(({ label, passed }) => ({
        label,
        value: spreadOf(passed.map(({ perSecond }) => perSecond)),
        isOurs: true,
      })),
      'documents per second',
    ),
  };
  return { text, charts };
}

export function reportRenderers(renderers: Results['renderers']) {
  const bare = (format: string) =>
    renderers.find((each) => each.format === format && each.renderer === 'feed')?.entriesPerSecond ?? [];
  const text = formatTable(
    ['format', 'renderer', 'entries/s', 'against `feed`', 'bytes per entry'],
    renderers.map(({ format, renderer, entriesPerSecond, bytes }) => [
      format,
      renderer,
      formatSpread(spreadOf(entriesPerSecond)),
      formatSpread(ratio(entriesPerSecond, bare(format)), ' ×'),
      formatNumber(bytes),
    ]),
  );
  const charts = {
    renderers: drawBars(
      renderers.map(({ format, renderer, entriesPerSecond }) => ({
        label: `${format}, ${renderer}`,
        value: spreadOf(entriesPerSecond),
        isOurs: renderer === 'edgewire',
      })),
      'entries per second',
    ),
  };
  return { text, charts };
}

export function reportPush({ hub, bare }: Results['push']) {
  const row = (label: string, delivered: typeof hub) => [
    label,
    formatSpread(spreadOf(delivered.map(({ perSecond }) => perSecond))),
    formatSpread(spreadOf(delivered.map(({ cpu }) => cpu)), ' ms'),
  ];
  const text = formatTable(
    ['', 'deliveries/s', 'CPU per delivery'],
    [row('the hub', hub), row('bare Worker that only posts about as many bytes', bare)],
  );
  const bar = (label: string, delivered: typeof hub, isOurs: boolean): Bar => ({
    label,
    value: spreadOf(delivered.map(({ perSecond }) => perSecond)),
    isOurs,
  });
  return {
    text,
    charts: {
      push: drawBars([bar('the hub', hub, true), bar('bare posts', bare, false)], 'deliveries per second'),
    },
  };
}

export const reportProfiles = (profiles: Results['profiles']) =>
  profiles
    .map(({ what, shares }) => {
      const rows = shares.map(({ name, share }) => [`\`${name}\``, `${formatNumber(share * 100)} %`]);
      return `### ${what}\n\n${formatTable(['function', 'share of time'], rows)}`;
    })
    .join('\n\n');
