import type { Results } from './results.ts';
import { ratio, type Spread, spreadOf } from './rounds.ts';

/** A figure that the program is meant to reach. */
export interface Target {
  what: string;
  bound: { least: number } | { most: number };
  unit: string;
  value: Spread;
  /** What stands in its way where it is not met, by the profiles. */
  limit: string;
}

export const isMet = ({ bound, value }: Target): boolean =>
  'least' in bound ? value.median >= bound.least : value.median <= bound.most;

const LIMITS = {
  warm: 'A warm answer: beside the runtime making the entrypoint, reading the request and sending the bytes, which the bare Worker does as well, what is left is the `Response` with its headers, some twelve where the bare one has one, and the conditional headers that are looked for. Of the time in the profile below, most is in the runtime (`Response`, `get`, `(runtime)`, `(program)`), little in the program.',
  unchanged:
    'A 304: the bare one has no header and looks for none. Ours looks for the headers that preconditions are made of, and sends the seven that RFC 9110 section 15.4.5 and caches ask for. The profile below has the time in the runtime: `Response`, `get`, `(runtime)`, `(program)`.',
  simple: 'The simple implementation is measured with the simulation of KV, whose speed is not that of KV.',
  reads: 'KV was read more often than once.',
  cold: 'A cold feed: all code runs for the first time, so that V8 compiles and interprets it, and the figure is of all of workerd, with its compiler threads, collector and simulated KV (see what streaming from KV takes). In the profile below stand the parsing of the edition with zod, and the serialiser of `feed`.',
  publishing:
    'Publishing: CPU is that of all of workerd, with the simulated KV and SQLite writing to disk. Rows read and KV writes are exact.',
  memory:
    'Memory: garbage that is not collected yet counts. The rendered documents that are kept are at most 32 MB.',
  rendering:
    'Rendering: `feed` alone is given finished texts and writes fewer elements. Ours makes the texts from the record (labels, notice, sources in the language of the story), and says more of each entry: its sources, creators, topics, times. By the profiles below most of the time is in the serialiser that `feed` uses, which takes its time by the element; each feed is rendered once for each change, and then kept.',
  bundle: 'The bundle is larger than it should be.',
};

const exactly = (value: number): Spread => ({ median: value, least: value, most: value });

/** Each target with what was measured. */
export function targetsOf({
  bundle,
  reading,
  reads,
  cold,
  publishing,
  memory,
  renderers,
}: Results): Target[] {
  const perSecond = (subject: keyof typeof reading.rates) =>
    reading.rates[subject].map(({ requestsPerSecond }) => requestsPerSecond);
  const against = (subject: keyof typeof reading.rates, other: keyof typeof reading.rates) =>
    ratio(perSecond(subject), perSecond(other));
  const rendered = (format: string, renderer: string) =>
    renderers.find((each) => each.format === format && each.renderer === renderer)?.entriesPerSecond ?? [];
  const stories = publishing.map(({ size }) => size.stories);
  const at = (count: number, scopes: number) =>
    publishing.find(({ size }) => size.stories === count && size.scopes === scopes)?.costs ?? [];
  const growth = (cost: 'kvWrites' | 'rowsRead' | 'cpu', scopes: number) =>
    ratio(
      at(Math.max(...stories), scopes).map((each) => each[cost]),
      at(Math.min(...stories), scopes).map((each) => each[cost]),
    );
  const names = { rss: 'RSS', atom: 'Atom', json: 'JSON Feed', page: 'story page' } as const;
  return [
    ...(['rss', 'atom', 'json', 'page'] as const).map((name) => ({
      what: `${names[name]}, warm, against a bare Worker with the same bytes`,
      bound: { least: 0.9 },
      unit: '×',
      value: against(name, `bare ${name}`),
      limit: LIMITS.warm,
    })),
    {
      what: '304 of a feed against a bare 304',
      bound: { least: 0.9 },
      unit: '×',
      value: against('unchanged rss', 'bare unchanged'),
      limit: LIMITS.unchanged,
    },
    {
      what: 'warm feed against the simple implementation',
      bound: { least: 70 },
      unit: '×',
      value: against('rss', 'simple'),
      limit: LIMITS.simple,
    },
    {
      what: 'KV reads of a warm request',
      bound: { most: 0 },
      unit: '',
      value: exactly(reads.warm),
      limit: LIMITS.reads,
    },
    {
      what: 'KV reads of a cold request',
      bound: { most: 1 },
      unit: '',
      value: exactly(reads.cold),
      limit: LIMITS.reads,
    },
    {
      what: 'CPU of a cold feed request, start-up excluded',
      bound: { most: 5 },
      unit: ' ms',
      value: spreadOf(cold.first.rss.map(({ cpu }) => cpu)),
      limit: LIMITS.cold,
    },
    ...([1, 8] as const).flatMap((scopes) =>
      (['kvWrites', 'rowsRead', 'cpu'] as const).map((cost) => ({
        what: `publishing in ${scopes === 1 ? 'one scope' : `${scopes} scopes`} at ${Math.max(...stories).toLocaleString('en')} stories against ${Math.min(...stories)}: ${{ kvWrites: 'KV writes', rowsRead: 'rows read', cpu: 'CPU' }[cost]}`,
        bound: { most: 1.2 },
        unit: '×',
        value: growth(cost, scopes),
        limit: LIMITS.publishing,
      })),
    ),
    {
      what: `an isolate's memory after ${memory.requests.toLocaleString('en')} requests over ${memory.urls.toLocaleString('en')} addresses, over a bare Worker's`,
      bound: { most: 64 },
      unit: ' MB',
      value: {
        median: memory.program.median - memory.bare,
        least: memory.program.least - memory.bare,
        most: memory.program.most - memory.bare,
      },
      limit: LIMITS.memory,
    },
    ...(['RSS', 'Atom'] as const).map((format) => ({
      what: `rendering ${format} against \`feed\` alone`,
      bound: { least: 0.7 },
      unit: '×',
      value: ratio(rendered(format, 'edgewire'), rendered(format, 'feed')),
      limit: LIMITS.rendering,
    })),
    {
      what: 'bundle, gzip',
      bound: { most: 200 },
      unit: ' kB',
      value: exactly(bundle / 1000),
      limit: LIMITS.bundle,
    },
  ];
}
