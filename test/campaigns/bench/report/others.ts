import type { Results } from '../results.ts';
import { ratio, spreadOf } from '../rounds.ts';
import { type Bar, bars } from './charts.ts';
import { figure, spread, table } from './format.ts';

export function reportWalks(walks: Results['walks']) {
  const rows = Object.entries(walks).map(([label, passed]) => ({ label, passed }));
  const text = table(
    ['', 'at once', 'a second', 'CPU for one'],
    rows.map(({ label, passed }) => [
      label,
      figure(Math.max(...passed.map(({ count }) => count))),
      spread(spreadOf(passed.map(({ perSecond }) => perSecond))),
      spread(spreadOf(passed.map(({ cpu }) => cpu)), ' ms'),
    ]),
  );
  const charts = {
    walks: bars(
      rows.map(({ label, passed }) => ({
        label,
        value: spreadOf(passed.map(({ perSecond }) => perSecond)),
        isOurs: true,
      })),
      'documents a second',
    ),
  };
  return { text, charts };
}

export function reportRenderers(renderers: Results['renderers']) {
  const bare = (format: string) =>
    renderers.find((each) => each.format === format && each.renderer === 'feed')?.entriesPerSecond ?? [];
  const text = table(
    ['', '', 'entries/s', 'against `feed`', 'bytes an entry'],
    renderers.map(({ format, renderer, entriesPerSecond, bytes }) => [
      format,
      renderer,
      spread(spreadOf(entriesPerSecond)),
      spread(ratio(entriesPerSecond, bare(format)), ' ×'),
      figure(bytes),
    ]),
  );
  const charts = {
    renderers: bars(
      renderers.map(({ format, renderer, entriesPerSecond }) => ({
        label: `${format}, ${renderer}`,
        value: spreadOf(entriesPerSecond),
        isOurs: renderer === 'edgewire',
      })),
      'entries a second',
    ),
  };
  return { text, charts };
}

export function reportPush({ hub, bare }: Results['push']) {
  const row = (label: string, delivered: typeof hub) => [
    label,
    spread(spreadOf(delivered.map(({ perSecond }) => perSecond))),
    spread(spreadOf(delivered.map(({ cpu }) => cpu)), ' ms'),
  ];
  const text = table(
    ['', 'deliveries/s', 'CPU a delivery'],
    [row('the hub', hub), row('a Worker that posts about as many bytes and nothing else', bare)],
  );
  const bar = (label: string, delivered: typeof hub, isOurs: boolean): Bar => ({
    label,
    value: spreadOf(delivered.map(({ perSecond }) => perSecond)),
    isOurs,
  });
  return {
    text,
    charts: {
      push: bars([bar('the hub', hub, true), bar('bare posts', bare, false)], 'deliveries a second'),
    },
  };
}

export const reportProfiles = (profiles: Results['profiles']) =>
  profiles
    .map(({ what, shares }) => {
      const rows = shares.map(({ name, share }) => [`\`${name}\``, `${figure(share * 100)} %`]);
      return `### ${what}\n\n${table(['function', 'of the time'], rows)}`;
    })
    .join('\n\n');
