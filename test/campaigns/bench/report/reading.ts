import { type DocumentName, NAMES } from '../documents.ts';
import type { ReaderRequest, Subject } from '../measures/reading.ts';
import { VERSIONS } from '../programs.ts';
import type { Results } from '../results.ts';
import { ratio, spreadOf } from '../rounds.ts';
import { type Bar, drawBars } from './charts.ts';
import { DOCUMENT_NAMES, formatNumber, formatSpread, formatTable } from './format.ts';

/** Reports warm documents and 304s, beside the earlier program, if that was measured, and bare Workers. */
export function reportReading({ rates, weights }: Results['reading']) {
  const ratesOf = (subject: Subject) => rates[subject] ?? [];
  const perSecond = (subject: Subject) => ratesOf(subject).map(({ requestsPerSecond }) => requestsPerSecond);
  const cpu = (subject: Subject) => ratesOf(subject).map((rate) => rate.cpu);
  const row = (label: string, subject: Subject, bare: Subject) => [
    label,
    formatSpread(spreadOf(perSecond(subject))),
    formatSpread(spreadOf(cpu(subject)), ' ms'),
    formatSpread(ratio(perSecond(subject), perSecond(bare)), ' ×'),
    formatSpread(ratio(cpu(bare), cpu(subject)), ' ×'),
    formatNumber(Math.max(...ratesOf(subject).map(({ busy }) => busy))),
  ];
  const head = (bare: string) => [
    '',
    'requests/s',
    'CPU per request',
    `requests/s against ${bare}`,
    `requests per CPU time against ${bare}`,
    'processors in use',
  ];
  const versions = VERSIONS.filter((version) => rates[`${version} rss`]);
  const suffix = { now: '', before: ', before' };
  const kilobytes = (bytes: number) => `${formatNumber(bytes / 1000)} kB`;
  const rowsOf = (label: string, asked: ReaderRequest, bare: Subject) =>
    versions.map((version) => row(`${label}${suffix[version]}`, `${version} ${asked}`, bare));
  const bar = (label: string, subject: Subject, isOurs: boolean): Bar => ({
    label,
    value: spreadOf(perSecond(subject)),
    isOurs,
  });
  const barsOf = (label: string, asked: ReaderRequest) =>
    versions.map((version) => bar(`${label}${suffix[version]}`, `${version} ${asked}`, version === 'now'));

  const warm = formatTable(head('plain bytes'), [
    ...NAMES.flatMap((name) => [
      ...rowsOf(DOCUMENT_NAMES[name], name, `bare plain ${name}`),
      row('bare Worker, plain', `bare plain ${name}`, `bare plain ${name}`),
      row('bare Worker, compressed', `bare compressed ${name}`, `bare plain ${name}`),
      row('the same as a class, with all headers', `bare class ${name}`, `bare plain ${name}`),
    ]),
    row('RSS streamed from KV, compressed', 'bare stream', 'bare plain rss'),
    row('simple implementation, RSS', 'bare simple', 'bare plain rss'),
  ]);
  const bytes = formatTable(
    ['', 'inflated', ...versions.map((version) => `sent${suffix[version]}`)],
    NAMES.map((name) => [
      DOCUMENT_NAMES[name],
      kilobytes(weights.now[name].inflated),
      ...versions.map((version) => kilobytes(weights[version]?.[name].sent ?? 0)),
    ]),
  );
  const unchanged = formatTable(head('bare'), [
    ...NAMES.flatMap((name) =>
      rowsOf(`304 for ${DOCUMENT_NAMES[name]}`, unchangedOf(name), 'bare unchanged'),
    ),
    row('bare Worker, 304 with the headers of RSS', 'bare unchanged', 'bare unchanged'),
    row('the same as a class', 'bare unchanged, class', 'bare unchanged'),
  ]);
  const charts = {
    reading: drawBars(
      [
        ...NAMES.flatMap((name) => [
          ...barsOf(DOCUMENT_NAMES[name], name),
          bar(`${DOCUMENT_NAMES[name]}, bare, compressed`, `bare compressed ${name}`, false),
          bar(`${DOCUMENT_NAMES[name]}, bare, plain`, `bare plain ${name}`, false),
        ]),
        bar('RSS streamed from KV', 'bare stream', false),
        bar('RSS, simple', 'bare simple', false),
      ],
      'requests per second',
    ),
    unchanged: drawBars(
      [
        ...NAMES.flatMap((name) => barsOf(`304 for ${DOCUMENT_NAMES[name]}`, unchangedOf(name))),
        bar('bare 304', 'bare unchanged', false),
        bar('bare 304, as a class', 'bare unchanged, class', false),
      ],
      'requests per second',
    ),
  };
  return { warm, bytes, unchanged, charts };
}

const unchangedOf = (name: DocumentName): ReaderRequest => `unchanged ${name}`;
