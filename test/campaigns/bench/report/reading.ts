import { type DocumentName, NAMES } from '../documents.ts';
import type { Asked, Subject } from '../measures/reading.ts';
import { VERSIONS } from '../programs.ts';
import type { Results } from '../results.ts';
import { ratio, spreadOf } from '../rounds.ts';
import { type Bar, bars } from './charts.ts';
import { figure, NAMED, spread, table } from './format.ts';

/** Warm documents and 304s, each beside what it was before, where that was measured, and what bare Workers do. */
export function reportReading({ rates, weights }: Results['reading']) {
  const ratesOf = (subject: Subject) => rates[subject] ?? [];
  const perSecond = (subject: Subject) => ratesOf(subject).map(({ requestsPerSecond }) => requestsPerSecond);
  const cpu = (subject: Subject) => ratesOf(subject).map((rate) => rate.cpu);
  const row = (label: string, subject: Subject, bare: Subject) => [
    label,
    spread(spreadOf(perSecond(subject))),
    spread(spreadOf(cpu(subject)), ' ms'),
    spread(ratio(perSecond(subject), perSecond(bare)), ' ×'),
    spread(ratio(cpu(bare), cpu(subject)), ' ×'),
    figure(Math.max(...ratesOf(subject).map(({ busy }) => busy))),
  ];
  const head = (bare: string) => [
    '',
    'requests/s',
    'CPU a request',
    `requests/s against ${bare}`,
    `CPU against ${bare}`,
    'processors in use',
  ];
  const versions = VERSIONS.filter((version) => rates[`${version} rss`]);
  const suffix = { now: '', before: ', before' };
  const kilobytes = (bytes: number) => `${figure(bytes / 1000)} kB`;
  const rowsOf = (label: string, asked: Asked, bare: Subject) =>
    versions.map((version) => row(`${label}${suffix[version]}`, `${version} ${asked}`, bare));
  const bar = (label: string, subject: Subject, isOurs: boolean): Bar => ({
    label,
    value: spreadOf(perSecond(subject)),
    isOurs,
  });
  const barsOf = (label: string, asked: Asked) =>
    versions.map((version) => bar(`${label}${suffix[version]}`, `${version} ${asked}`, version === 'now'));

  const warm = table(head('plain bytes'), [
    ...NAMES.flatMap((name) => [
      ...rowsOf(NAMED[name], name, `bare plain ${name}`),
      row('the same from a constant, plain', `bare plain ${name}`, `bare plain ${name}`),
      row('the same from a constant, compressed', `bare compressed ${name}`, `bare plain ${name}`),
    ]),
    row('RSS and its headers from a constant', 'bare dressed rss', 'bare plain rss'),
    row('RSS streamed from KV, compressed', 'bare stream', 'bare plain rss'),
    row('RSS by a simple implementation', 'bare simple', 'bare plain rss'),
  ]);
  const bytes = table(
    ['', 'inflated', ...versions.map((version) => `sent${suffix[version]}`)],
    NAMES.map((name) => [
      NAMED[name],
      kilobytes(weights.now[name].inflated),
      ...versions.map((version) => kilobytes(weights[version]?.[name].sent ?? 0)),
    ]),
  );
  const unchanged = table(head('bare'), [
    ...NAMES.flatMap((name) => rowsOf(`304 of ${NAMED[name]}`, unchangedOf(name), 'bare unchanged')),
    row('a 304 with the headers of RSS from a constant', 'bare unchanged', 'bare unchanged'),
    row('the same from a class', 'bare unchanged, class', 'bare unchanged'),
  ]);
  const charts = {
    reading: bars(
      [
        ...NAMES.flatMap((name) => [
          ...barsOf(NAMED[name], name),
          bar(`${NAMED[name]}, bare, compressed`, `bare compressed ${name}`, false),
          bar(`${NAMED[name]}, bare, plain`, `bare plain ${name}`, false),
        ]),
        bar('RSS streamed from KV', 'bare stream', false),
        bar('RSS, simple', 'bare simple', false),
      ],
      'requests a second',
    ),
    unchanged: bars(
      [
        ...NAMES.flatMap((name) => barsOf(`304 of ${NAMED[name]}`, unchangedOf(name))),
        bar('bare 304', 'bare unchanged', false),
        bar('bare 304 from a class', 'bare unchanged, class', false),
      ],
      'requests a second',
    ),
  };
  return { warm, bytes, unchanged, charts };
}

const unchangedOf = (name: DocumentName): Asked => `unchanged ${name}`;
