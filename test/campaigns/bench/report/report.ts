import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { cpus, totalmem } from 'node:os';
import type { Results } from '../results.ts';
import { reportCold } from './cold.ts';
import { formatNumber, formatSpread } from './format.ts';
import { reportProfiles, reportPush, reportRenderers, reportWalks } from './others.ts';
import { reportPublishing } from './publishing.ts';
import { reportReading } from './reading.ts';
import { isMet, type Target, targetTable } from './target.ts';
import { targetsOf } from './targets.ts';

/** A report: its text, and its charts by file name. */
export interface Report {
  text: string;
  charts: Record<string, string>;
}

/** The run to report. */
interface Run {
  date: Date;
  /** The machine's load average at the beginning. */
  load: number;
  /** The commit of the earlier program, if one was measured. */
  before: string | undefined;
}

const chartLink = (name: string, alt: string) => `![${alt}](charts/${name}.svg)`;

const versionOf = (name: string) =>
  JSON.parse(readFileSync(findPackageJSON(name, import.meta.url) ?? '', 'utf8')).version as string;

function describeMachine(): string {
  const [processor] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} processors (${processor?.model}), ${memory} GiB of memory, ${process.platform}; Node ${process.versions.node}, workerd ${versionOf('workerd')}, autocannon ${versionOf('autocannon')}`;
}

/** Lists why targets were not met, each reason once. */
function reportLimits(targets: readonly Target[]): string {
  const limits = new Set(targets.filter((target) => !isMet(target)).map(({ limit }) => limit));
  return [...limits].map((limit) => `- ${limit}`).join('\n');
}

/** A machine with a lower load average counts as quiet. */
const QUIET = 0.5;

/** Makes the report and its charts. */
export function makeReport(results: Results, { date, load, before }: Run): Report {
  const reading = reportReading(results.reading);
  const cold = reportCold(results.cold);
  const publishing = reportPublishing(results);
  const walks = reportWalks(results.walks);
  const renderers = reportRenderers(results.renderers);
  const push = reportPush(results.push);
  const { memory, script } = results;
  const targets = targetsOf(results);
  const beside = before
    ? `\n"Before" is the program of commit \`${before.slice(0, 12)}\`, built as wrangler deploys it, with the same packages. It was measured in
the same rounds, in its own workerd, with its own newsroom of the same stories.\n`
    : '';
  const text = `# Performance

\`npm run bench${before ? ` -- --before ${before.slice(0, 12)}` : ''}\` wrote this on ${date.toISOString().slice(0, 10)}, on this machine: ${describeMachine()}.

Each figure is the median of its rounds (${results.reading.rates['now rss'].length}, or ${results.cold.startup.now.length} for short measurements), followed by minimum and maximum. A round measures
every subject once, one after the other. Ratios compare figures of the same round, so they are much the same on other machines;
the figures themselves are not. The Worker is built as for deployment and runs in workerd, over loopback, on its own socket. There
is no Workers Cache, which on Cloudflare answers most requests. CPU is that of all of workerd, including the simulation of KV and
Durable Objects. The load runs on the same processors as the Worker. All requests accept gzip, as nearly all feed readers do.
${beside}
When the run began, the machine's load average was ${formatNumber(load)}. ${
    load > QUIET
      ? '**It was busy with other work: requests per second, times and their ratios mean little here. CPU is less affected, and counts are not.**'
      : 'It had little else to do.'
  }

## Targets

${targetTable(targets)}

${reportLimits(targets)}

## Bytes

The body of a first poll, as sent to a reader that accepts gzip and inflated. Nothing between the Worker and the reader
compresses anything here. On Cloudflare, nothing does for Atom and JSON Feed.

${reading.bytes}

Readers load ${formatNumber(script.now.bytes / 1000)} kB of script, gzipped${script.before ? ` (before: ${formatNumber(script.before.bytes / 1000)} kB)` : ''}.

## Reading

Warm feeds and a story's page, compared with bare Workers that answer with the same bytes from a constant, plain or compressed;
with one that streams the compressed bytes from KV; and with a simple implementation, which lists KV, reads 50 records and renders
them with \`feed\`. The simulation of KV is slower than KV, so the last two would do better on Cloudflare.

${reading.warm}

${chartLink('reading', 'Requests per second of each feed and the story page, and of bare Workers')}

## Not modified

Conditional requests for an unchanged document, compared with bare Workers that answer 304 with the same headers: one is a plain
object, the other a class. The program must be a class, because the Desk purges Workers Cache by calling it.

${reading.unchanged}

${chartLink('unchanged', 'Conditional requests per second, and those of a bare 304')}

## Cold

The first request of an isolate that has started, in a workerd that has served others, compared with a Worker that streams the
same compressed bytes from KV; then the start itself. KV reads: ${results.reads.cold} for the first request, ${results.reads.warm} for the next one.

${cold.text}

${chartLink('cold', 'CPU of the first request of an isolate')}

## Publishing

The cost of one story, up to the KV writes of everything that it changes. Its card is drawn later and does not count. The Desk
was seeded with SQL. Each figure is the average of as many stories as an archive page holds.

${publishing.costs}

${chartLink('publishing', 'Cost of a story in KV writes, rows read and CPU, with more and more stories')}

How long after an author's request a story in four scopes is acknowledged, and in the feed:

${publishing.waits}

Many stories at once, through the API. The figures of the import include cards that are drawn meanwhile.

${publishing.many}

## Memory

During the second half of ${formatNumber(memory.requests)} requests for ${formatNumber(memory.urls)} documents, each with its own URL, an isolate holds
${formatSpread(memory.program, ' MB')}: heap and buffers, including garbage. A bare Worker holds ${formatNumber(memory.bare)} MB. The whole of workerd grew from
${formatNumber(memory.process.before)} MB to ${formatNumber(memory.process.after)} MB.

## Archive and sitemaps

One reader follows the links through the whole archive and all sitemaps, in a new isolate.

${walks.text}

${chartLink('walks', 'Documents per second')}

## Renderers

The same 50 stories in each format, in Node, without HTTP. \`feed\`, \`feedsmith\` and \`@astrojs/rss\` get finished texts.
The program renders a feed when a story is published; readers get the finished bytes.

${renderers.text}

${chartLink('renderers', 'Entries per second of each renderer')}

## WebSub

One story, delivered to all subscribers, signed, ${formatNumber(results.push.bytes / 1000)} kB each.

${push.text}

${chartLink('push', 'Deliveries per second')}

## Where the time goes

CPU profiles of the Worker, not minified, with each function's own time. \`(runtime)\` and \`(program)\` are code of workerd and
V8. The first feed is a single request, so its profile differs from run to run.

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
