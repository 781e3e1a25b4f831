import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import type { Results } from '../results.ts';
import { reportCold } from './cold.ts';
import { figure, spread } from './format.ts';
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

/** The run that a report is of. */
interface Run {
  date: Date;
  /** The machine's load average when it began. */
  load: number;
  /** The commit of the program that was measured beside this one. */
  before: string | undefined;
}

const chart = (name: string, alt: string) => `![${alt}](charts/${name}.svg)`;

const versionOf = (name: string) =>
  JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')).version as string;

function machine(): string {
  const [processor] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} processors (${processor?.model}), ${memory} GiB of memory, ${process.platform}; Node ${process.versions.node}, workerd ${versionOf('workerd')}, autocannon ${versionOf('autocannon')}`;
}

/** What stands in the way of what is not met, each reason once. */
function reportLimits(targets: readonly Target[]): string {
  const limits = new Set(targets.filter((target) => !isMet(target)).map(({ limit }) => limit));
  return [...limits].map((limit) => `- ${limit}`).join('\n');
}

/** The load average below which a machine is quiet. */
const QUIET = 0.5;

/** Writes what was measured as a document, with its charts. */
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
    ? `\n"Before" is the program of commit \`${before.slice(0, 12)}\`, built as wrangler deploys it, with the same packages. It filled a newsroom of its own
with the same stories and was measured in the same rounds, in a workerd of its own.\n`
    : '';
  const text = `# Performance

\`npm run bench${before ? ` -- --before ${before.slice(0, 12)}` : ''}\` has written this on ${date.toISOString().slice(0, 10)}: ${machine()}.

A figure is the median of its rounds (${results.reading.rates['now rss'].length}, and ${results.cold.startup.now.length} where one is short), with the least and the greatest behind it. In a round
every subject is measured once, one after the other, and a quotient is that of two figures of the same round: on another
machine the figures are others, the quotients much the same. The Worker is the one that is deployed, in workerd, over
loopback, on a socket of its own; Workers Cache, which answers most requests at Cloudflare, is not there. CPU is that of all of
workerd, which here includes the simulation of KV and of Durable Objects. The load has the same processors as the Worker.
Requests say \`Accept-Encoding: gzip\`, as nearly all readers do.
${beside}
When the run began, the machine's load average was ${figure(load)}. ${
    load > QUIET
      ? '**It was busy with other work: requests a second, times and their quotients mean little here. CPU suffers less; counts do not suffer.**'
      : 'It had little else to do.'
  }

## Targets

${targetTable(targets)}

${reportLimits(targets)}

## Bytes

What a cold poll brings: the body as it is sent to a reader that takes gzip, and what that inflates to. Nothing between the
Worker and the reader compresses here, as nothing does for Atom and JSON Feed at Cloudflare.

${reading.bytes}

Readers load ${figure(script.now / 1000)} kB of script, gzip${script.before ? `; before, ${figure(script.before / 1000)} kB` : ''}.

## Reading

Warm feeds and a story's page, against bare Workers that answer the same bytes from a constant, plain or compressed; against
one that streams the compressed bytes from KV; and against a simple implementation: list KV, read 50 records, render with
\`feed\`. The simulation of KV is slower than KV, so that the last two are better off at Cloudflare.

${reading.warm}

${chart('reading', 'Requests a second of each feed and the story page, beside those of bare Workers')}

## Not modified

A conditional request for what has not changed, against a Worker whose only answer is a 304 with the same headers: once a plain
object, and once a class, which the program has to be, as Workers Cache is told of changes through it.

${reading.unchanged}

${chart('unchanged', 'Conditional requests a second, beside those of a bare 304')}

## Cold

The first request to an isolate that has started, in a workerd that has served others, against one whose Worker streams the same
compressed bytes from KV; then the start itself. A request reads KV ${results.reads.cold} time(s) when it is the first, and ${results.reads.warm} times when it
follows at once.

${cold.text}

${chart('cold', 'CPU of the first request to an isolate')}

## Publishing

What one story costs, printed into KV with all that it changes; its card, drawn later, is left out. The Desk was filled with
rows in SQL; each figure is of as many stories as an archive page holds.

${publishing.costs}

${chart('publishing', 'Cost of a story in KV writes, rows read and CPU, at growing numbers of stories')}

How long an author waits who publishes one story after the other in four scopes, and until the feed has it:

${publishing.waits}

Many stories at once, through the API. What is drawn of the cards meanwhile is in the figures of import.

${publishing.many}

## Memory

While it answers the second half of ${figure(memory.requests)} requests over ${figure(memory.urls)} addresses, each in other
words, an isolate holds ${spread(memory.program, ' MB')}: heap and buffers, with garbage that is not collected yet. A bare
Worker holds ${figure(memory.bare)} MB. workerd as a whole went from ${figure(memory.process.before)} MB to
${figure(memory.process.after)} MB.

## Archive and sitemaps

One reader follows the links through the whole archive and all sitemaps, in an isolate that has none of it.

${walks.text}

${chart('walks', 'Documents a second')}

## Renderers

The same 50 stories in each format, in Node, without HTTP. \`feed\`, \`feedsmith\` and \`@astrojs/rss\` are given finished texts.
The program renders when a story is published; readers get what was rendered then.

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
