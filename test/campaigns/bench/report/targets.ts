import { MOST_MODULES, MOST_SCRIPT_BYTES } from '../../../cli/modules.ts';
import { type DocumentName, NAMES } from '../documents.ts';
import type { Subject } from '../measures/reading.ts';
import type { Results } from '../results.ts';
import { ratio, spreadOf, type Throughput } from '../rounds.ts';
import { DOCUMENT_NAMES } from './format.ts';
import { LIMITS } from './limits.ts';
import { publishingTargets } from './publishing-targets.ts';
import { exactly, type Target } from './target.ts';

const FEEDS = ['rss', 'atom', 'json'] as const;
/** How many times as fast as a bare Worker with the same bytes, compressed, a warm answer must be. */
const LEAST_WARM: Record<DocumentName, number> = { rss: 0.9, atom: 0.9, json: 0.9, page: 0.85, front: 0.8 };

function readingTargets({ rates, weights }: Results['reading']): Target[] {
  const against = (subject: Subject, other: Subject) => {
    const [own, others] = [rates[subject] ?? [], rates[other] ?? []];
    const perSecond = (each: typeof own) => each.map(({ requestsPerSecond }) => requestsPerSecond);
    const cpu = (each: typeof own) => each.map((rate) => rate.cpu);
    return { value: ratio(perSecond(own), perSecond(others)), cpu: ratio(cpu(others), cpu(own)), unit: '×' };
  };
  return [
    ...NAMES.flatMap((name): Target[] => [
      {
        what: `${DOCUMENT_NAMES[name]}, warm, against a bare Worker with the same bytes, uncompressed`,
        bound: { least: 1.3 },
        ...against(`now ${name}`, `bare plain ${name}`),
        limit: LIMITS.warm,
      },
      {
        what: `${DOCUMENT_NAMES[name]}, warm, against a bare Worker with the same bytes, compressed`,
        bound: { least: LEAST_WARM[name] },
        ...against(`now ${name}`, `bare compressed ${name}`),
        limit: LIMITS.warm,
      },
    ]),
    {
      what: '304 for a feed against a bare Worker with the same headers',
      bound: { least: 0.9 },
      ...against('now unchanged rss', 'bare unchanged'),
      limit: LIMITS.unchanged,
    },
    {
      what: 'warm feed against the simple implementation',
      bound: { least: 70 },
      ...against('now rss', 'bare simple'),
      limit: LIMITS.simple,
    },
    ...(['atom', 'json'] as const).map(
      (name): Target => ({
        what: `body of a first poll of ${DOCUMENT_NAMES[name]}, as sent`,
        bound: { most: 30 },
        unit: ' kB',
        value: exactly(weights.now[name].sent / 1000),
        limit: LIMITS.bytes,
      }),
    ),
  ];
}

function coldTargets({ first, start, startup }: Results['cold']): Target[] {
  const cpu = (taken: readonly { cpu: number }[]) => taken.map((each) => each.cpu);
  const ratioOf = (name: DocumentName) => ratio(cpu(first[name].now), cpu(first[name].stream));
  const worst = FEEDS.toSorted((a, b) => ratioOf(b).median - ratioOf(a).median)[0] as DocumentName;
  return [
    ...([worst, 'page'] as const).map(
      (name): Target => ({
        what: `CPU of an isolate's first ${name === 'page' ? 'story page' : `feed (the worst: ${DOCUMENT_NAMES[name]})`} against a bare Worker that streams the same bytes from KV`,
        bound: { most: 1.5 },
        unit: '×',
        value: ratioOf(name),
        limit: LIMITS.first,
      }),
    ),
    {
      what: 'CPU of the start (`wrangler check startup`)',
      bound: { most: 12 },
      unit: ' ms',
      value: spreadOf(startup.now),
      limit: LIMITS.startup,
    },
    {
      what: 'CPU from the start of workerd to the first feed, against a bare Worker that streams it from KV',
      bound: { most: 1.2 },
      unit: '×',
      value: ratio(cpu(start.now), cpu(start.stream)),
      limit: LIMITS.start,
    },
  ];
}

const perStory = (passed: readonly Throughput[]) => passed.map(({ cpu }) => cpu);

/** Lists all targets with what was measured. */
export function targetsOf(results: Results): Target[] {
  const { script, reading, reads, cold, publishing, latency, exchange, memory, renderers } = results;
  const rendered = (format: string, renderer: string) =>
    renderers.find((each) => each.format === format && each.renderer === renderer)?.entriesPerSecond ?? [];
  return [
    ...coldTargets(cold),
    {
      what: 'script that readers load, gzip',
      bound: { most: MOST_SCRIPT_BYTES / 1000 },
      unit: ' kB',
      value: exactly(script.now.bytes / 1000),
      limit: LIMITS.script,
      isCounted: true,
    },
    {
      what: 'modules that readers load',
      bound: { most: MOST_MODULES },
      unit: '',
      value: exactly(script.now.modules),
      limit: LIMITS.script,
      isCounted: true,
    },
    ...readingTargets(reading),
    ...(['warm', 'cold'] as const).map(
      (which): Target => ({
        what: `KV reads of a ${which} request`,
        bound: { most: which === 'warm' ? 0 : 1 },
        unit: '',
        value: exactly(reads[which]),
        limit: LIMITS.reads,
        isCounted: true,
      }),
    ),
    ...publishingTargets(publishing, latency),
    ...(exchange.before
      ? [
          {
            what: 'CPU of importing and writing a story, against before',
            bound: { most: 1.5 },
            unit: '×',
            value: ratio(perStory(exchange.now.imported), perStory(exchange.before.imported)),
            limit: LIMITS.publishing,
          },
        ]
      : []),
    {
      what: `an isolate's memory after ${memory.requests.toLocaleString('en')} requests for ${memory.urls.toLocaleString('en')} documents, beyond a bare Worker's`,
      bound: { most: 64 },
      unit: ' MB',
      value: {
        median: memory.program.median - memory.bare,
        least: memory.program.least - memory.bare,
        most: memory.program.most - memory.bare,
      },
      limit: LIMITS.memory,
    },
    ...(
      [
        ['RSS', 0.4],
        ['Atom', 0.4],
        ['JSON Feed', 0.3],
      ] as const
    ).map(([format, least]) => ({
      what: `rendering ${format}, against \`feed\` alone`,
      bound: { least },
      unit: '×',
      value: ratio(rendered(format, 'edgewire'), rendered(format, 'feed')),
      limit: LIMITS.rendering,
    })),
  ];
}
