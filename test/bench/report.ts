import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { type Bar, bars, lines, type Point } from './charts.ts';
import type { Results } from './results.ts';
import { ratio, type Spread, spreadOf } from './rounds.ts';
import { isMet, type Target, targetsOf } from './targets.ts';

/** A report: its text, and its charts by file name. */
export interface Report {
  text: string;
  charts: Record<string, string>;
}

const figure = (value: number) =>
  value.toLocaleString(
    'en',
    Math.abs(value) < 100 ? { maximumSignificantDigits: 3 } : { maximumFractionDigits: 0 },
  );

/** A median with the least and the greatest value behind it. */
const spread = ({ median, least, most }: Spread, unit = '') =>
  least === most ? `${figure(median)}${unit}` : `${figure(median)}${unit} (${figure(least)}–${figure(most)})`;

const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [head, head.map((_cell, column) => (column === 0 ? '---' : '--:')), ...rows]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n');

const chart = (name: string, alt: string) => `![${alt}](charts/${name}.svg)`;

const versionOf = (name: string) =>
  JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')).version as string;

function machine(): string {
  const [processor] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} processors (${processor?.model}), ${memory} GiB of memory, ${process.platform}; Node ${process.versions.node}, workerd ${versionOf('workerd')}, autocannon ${versionOf('autocannon')}`;
}

/** The table of targets: what was wanted, what was measured, and whether that is enough. */
export const targetTable = (targets: readonly Target[]) =>
  table(
    ['what', 'target', 'measured', ''],
    targets.map((target) => [
      target.what,
      'least' in target.bound
        ? `≥ ${target.bound.least}${target.unit}`
        : `≤ ${target.bound.most}${target.unit}`,
      spread(target.value, target.unit),
      isMet(target) ? 'met' : '**not met**',
    ]),
  );

const NAMES = { rss: 'RSS', atom: 'Atom', json: 'JSON Feed', page: 'story page' } as const;
type Name = keyof typeof NAMES;
const names = Object.keys(NAMES) as Name[];

function reportReading({ rates, bytes }: Results['reading']) {
  type Subject = keyof typeof rates;
  const perSecond = (subject: Subject) => rates[subject].map(({ requestsPerSecond }) => requestsPerSecond);
  const cpu = (subject: Subject) => rates[subject].map((rate) => rate.cpu);
  const row = (label: string, subject: Subject, bare: Subject) => [
    label,
    spread(spreadOf(perSecond(subject))),
    spread(spreadOf(cpu(subject)), ' ms'),
    spread(ratio(perSecond(subject), perSecond(bare)), ' ×'),
    spread(ratio(cpu(bare), cpu(subject)), ' ×'),
    figure(Math.max(...rates[subject].map(({ busy }) => busy))),
  ];
  const head = [
    '',
    'requests/s',
    'CPU a request',
    'requests/s against bare',
    'CPU against bare',
    'processors in use',
  ];
  const bar = (label: string, subject: Subject, isOurs: boolean): Bar => ({
    label,
    value: spreadOf(perSecond(subject)),
    isOurs,
  });
  const warm = table(head, [
    ...names.flatMap((name) => [
      row(`${NAMES[name]}, ${figure(bytes[name] / 1000)} kB`, name, `bare ${name}`),
      row('the same bytes from a constant', `bare ${name}`, `bare ${name}`),
    ]),
    row('RSS and its headers from a constant', 'dressed rss', 'bare rss'),
    row('RSS streamed from KV', 'stream', 'bare rss'),
    row('RSS by a simple implementation', 'simple', 'bare rss'),
  ]);
  const unchanged = table(head, [
    ...names.map((name) => row(`304 of ${NAMES[name]}`, `unchanged ${name}`, 'bare unchanged')),
    row('the headers of a 304 of RSS from a constant', 'dressed unchanged', 'bare unchanged'),
    row('a bare 304', 'bare unchanged', 'bare unchanged'),
  ]);
  const charts = {
    reading: bars(
      [
        ...names.flatMap((name) => [
          bar(NAMES[name], name, true),
          bar(`${NAMES[name]}, bare`, `bare ${name}`, false),
        ]),
        bar('RSS streamed from KV', 'stream', false),
        bar('RSS, simple', 'simple', false),
      ],
      'requests a second',
    ),
    unchanged: bars(
      [
        ...names.map((name) => bar(`304 of ${NAMES[name]}`, `unchanged ${name}`, true)),
        bar('bare 304', 'bare unchanged', false),
      ],
      'requests a second',
    ),
  };
  return { warm, unchanged, charts };
}

function reportCold({ first, firstStream, start, startup }: Results['cold']) {
  const row = (label: string, taken: { cpu: number; time: number }[]) => [
    label,
    spread(spreadOf(taken.map(({ cpu }) => cpu)), ' ms'),
    spread(spreadOf(taken.map(({ time }) => time)), ' ms'),
  ];
  const text = table(
    ['', 'CPU of workerd', 'time'],
    [
      ...names.map((name) => row(`first request, ${NAMES[name]}`, first[name])),
      row('first request, RSS streamed from KV', firstStream),
      row('workerd started and RSS answered', start.program),
      row('the same with a bare Worker', start.bare),
      ['start-up (`wrangler check startup`)', spread(spreadOf(startup), ' ms'), ''],
    ],
  );
  const bar = (label: string, taken: { cpu: number }[], isOurs: boolean): Bar => ({
    label,
    value: spreadOf(taken.map(({ cpu }) => cpu)),
    isOurs,
  });
  const charts = {
    cold: bars(
      [
        ...names.map((name) => bar(NAMES[name], first[name], true)),
        bar('RSS streamed from KV', firstStream, false),
      ],
      'ms of CPU for the first request',
    ),
  };
  return { text, charts };
}

function reportPublishing(publishing: Results['publishing']) {
  const text = table(
    ['stories', 'scopes', 'KV writes', 'rows read', 'rows written', 'CPU'],
    publishing.map(({ size, costs }) => [
      size.stories.toLocaleString('en'),
      String(size.scopes),
      ...(['kvWrites', 'rowsRead', 'rowsWritten'] as const).map((cost) =>
        spread(spreadOf(costs.map((each) => each[cost]))),
      ),
      spread(spreadOf(costs.map(({ cpu }) => cpu)), ' ms'),
    ]),
  );
  const eight = publishing.filter(({ size }) => size.scopes === 8);
  const least = eight[0]?.costs ?? [];
  const series = { kvWrites: 'KV writes', rowsRead: 'rows read', cpu: 'CPU' } as const;
  const points = eight.flatMap(({ size, costs }) =>
    (['kvWrites', 'rowsRead', 'cpu'] as const).map(
      (cost): Point => ({
        series: series[cost],
        x: size.stories,
        y: ratio(
          costs.map((each) => each[cost]),
          least.map((each) => each[cost]),
        ),
      }),
    ),
  );
  return { text, charts: { publishing: lines(points, 'cost of a story, 1 = at the fewest stories') } };
}

function reportWalks({ walks, imported, exported }: Results['walks']) {
  const rows = [
    ...Object.entries(walks).map(([label, passed]) => ({ label: `${label}, documents`, passed })),
    { label: 'import and printing, stories', passed: imported },
    { label: 'export, stories', passed: exported },
  ];
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
      'a second',
    ),
  };
  return { text, charts };
}

function reportRenderers(renderers: Results['renderers']) {
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

function reportPush({ hub, bare }: Results['push']) {
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

const reportProfiles = (profiles: Results['profiles']) =>
  profiles
    .map(({ what, shares }) => {
      const rows = shares.map(({ name, share }) => [`\`${name}\``, `${figure(share * 100)} %`]);
      return `### ${what}\n\n${table(['function', 'of the time'], rows)}`;
    })
    .join('\n\n');

/** What stands in the way of what is not met, each reason once. */
function reportLimits(targets: readonly Target[]): string {
  const limits = new Set(targets.filter((target) => !isMet(target)).map(({ limit }) => limit));
  return [...limits].map((limit) => `- ${limit}`).join('\n');
}

/** The load average below which a machine is quiet. */
const QUIET = 0.5;

/** Writes what was measured as a document, with its charts. */
export function makeReport(results: Results, date: Date, load: number): Report {
  const reading = reportReading(results.reading);
  const cold = reportCold(results.cold);
  const publishing = reportPublishing(results.publishing);
  const walks = reportWalks(results.walks);
  const renderers = reportRenderers(results.renderers);
  const push = reportPush(results.push);
  const { memory } = results;
  const targets = targetsOf(results);
  const text = `# Performance

\`npm run bench\` has written this on ${date.toISOString().slice(0, 10)}: ${machine()}.

A figure is the median of ${results.reading.rates.rss.length} rounds, with the least and the greatest behind it. In a round
every subject is measured once, one after the other, and a quotient is that of two figures of the same round: on another
machine the figures are others, the quotients much the same. The Worker is the one that is deployed, in workerd, over
loopback, on a socket of its own; Workers Cache, which answers most requests at Cloudflare, is not there. CPU is that of all of
workerd, which here includes the simulation of KV and of Durable Objects. The load has the same processors as the Worker.

When the run began, the machine's load average was ${figure(load)}. ${
    load > QUIET
      ? '**It was busy with other work: requests a second, times and their quotients mean little here. CPU suffers less; counts do not suffer.**'
      : 'It had little else to do.'
  }

## Targets

${targetTable(targets)}

${reportLimits(targets)}

## Reading

Warm feeds and a story's page, against a bare Worker that answers the same bytes from a constant, against a Worker that streams
them from KV, and against a simple implementation: list KV, read 50 records, render with \`feed\`. The simulation of KV is
slower than KV, so that the last two are better off at Cloudflare.

${reading.warm}

${chart('reading', 'Requests a second of each feed and the story page, beside those of bare Workers')}

## Not modified

A conditional request for what has not changed, against a Worker whose only answer is an empty 304.

${reading.unchanged}

${chart('unchanged', 'Conditional requests a second, beside those of a bare 304')}

## Cold

The first request to an isolate that has started, in a workerd that has served others; then the start itself. A request
reads KV ${results.reads.cold} time(s) when it is the first, and ${results.reads.warm} times when it follows at once.

${cold.text}

${chart('cold', 'CPU of the first request to an isolate')}

## Publishing

What one story costs, printed into KV with all that it changes; its card, drawn later, is left out. The Desk was filled with
rows in SQL; each figure is of as many stories as an archive page holds.

${publishing.text}

${chart('publishing', 'Cost of a story in KV writes, rows read and CPU, at growing numbers of stories')}

## Memory

While it answers the second half of ${figure(memory.requests)} requests over ${figure(memory.urls)} addresses, each in other
words, an isolate holds ${spread(memory.program, ' MB')}: heap and buffers, with garbage that is not collected yet. A bare
Worker holds ${figure(memory.bare)} MB. workerd as a whole went from ${figure(memory.process.before)} MB to
${figure(memory.process.after)} MB.

## Archive, sitemaps, import and export

One reader follows the links through the whole archive and all sitemaps, in an isolate that has none of it.

${walks.text}

${chart('walks', 'Documents and stories a second')}

## Renderers

The same 50 stories in each format, in Node, without HTTP. \`feed\`, \`feedsmith\` and \`@astrojs/rss\` are given finished texts.

${renderers.text}

${chart('renderers', 'Entries a second of each renderer')}

## WebSub

One publication to all subscribers, signed, ${figure(results.push.bytes / 1000)} kB each.

${push.text}

${chart('push', 'Deliveries a second')}

## Where the time goes

CPU profiles of the Worker, not minified, with each function's own time: \`(runtime)\` and \`(program)\` are code of workerd
and V8 that is no function of the program. The first feed is a single request, so that its profile differs from run to run.

${reportProfiles(results.profiles)}
`;
  const charts = {
    ...reading.charts,
    ...cold.charts,
    ...publishing.charts,
    ...walks.charts,
    ...renderers.charts,
    ...push.charts,
  };
  return { text, charts };
}
