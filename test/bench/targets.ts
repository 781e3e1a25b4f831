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

// What can be said of each without a look at the figures; where the time went in a run, its profiles say.
const APART =
  'what they cost by themselves says the row of what has our headers and decides nothing. The rest is the router, looking for the headers of preconditions, and comparing: see the profile. CPU a request is steadier than requests a second.';

const LIMITS = {
  warm: `A warm answer has a dozen headers of its own, where the bare Worker sends one; ${APART}`,
  unchanged: `A 304 has headers, where the bare one has none; ${APART}`,
  simple: 'The simple implementation depends on the simulation of KV, whose speed is not that of KV.',
  reads: 'KV was read more often than once.',
  cold: 'In a cold feed all code runs for the first time, and is compiled. The figure is of all of workerd, with its compiler threads and the simulation of KV, for which see the row of what streams from KV. In the profile, `write…Compact` is the serialiser of `feed`, and `(program)` the engine.',
  publishing:
    'CPU of publishing is that of all of workerd, with the simulation of KV, and SQLite writing to disk.',
  memory:
    'Memory counts garbage that is not collected yet: the inspector of this workerd does not answer when it is asked to collect, so the least of the readings is the nearest to what is held. Rendered documents are kept up to 16 MB.',
  rendering:
    'In rendering, `feed` alone is given finished texts; ours makes them from the record, and says more of each entry (bytes an entry). In the profiles `write…Compact` and `hasContentCompact` are the serialiser that `feed` uses. A feed is rendered once for each change, and then kept.',
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
