import { FULL_SCOPES } from '../full-story.ts';
import type { Latency } from '../measures/latency.ts';
import { type Publishing, SCOPES } from '../measures/publishing.ts';
import type { Version } from '../programs.ts';
import { ratio, spreadOf } from '../rounds.ts';
import { LIMITS } from './limits.ts';
import type { Target } from './target.ts';

const COSTS = { kvWrites: 'KV writes', rowsRead: 'rows read', cpu: 'CPU' } as const;
const WAITS = { acknowledged: 'time to the acknowledgement', inFeed: 'time to the feed' } as const;

/** By which factor publishing may cost more than before, and more with many stories than with few. */
const MAX_INCREASE = 1.5;
const MAX_GROWTH = 1.2;

/** Stories per archive page. */
const PAGE = 30;

const scopesOf = (scopes: number) => (scopes === 1 ? 'one scope' : `${scopes} scopes`);
const storiesOf = (stories: number) => `${stories.toLocaleString('en')} stories`;
const keysOf = <Key extends string>(record: Record<Key, string>) => Object.keys(record) as Key[];

/** The most CPU of a full story's publication, in milliseconds. */
const MAX_CPU = 120;

function fullTargets(publishing: readonly Publishing[]): Target[] {
  const costsOf = (version: Version) =>
    publishing.find(({ size }) => size.isFull && size.version === version)?.costs.map(({ cpu }) => cpu) ?? [];
  const what = `CPU of publishing a full story in ${FULL_SCOPES} scopes with full editions`;
  const [now, before] = [costsOf('now'), costsOf('before')];
  return [
    { what, bound: { most: MAX_CPU }, unit: ' ms', value: spreadOf(now), limit: LIMITS.publishing },
    ...(before.length > 0
      ? [
          {
            what: `${what}, against before`,
            bound: { most: MAX_INCREASE },
            unit: '×',
            value: ratio(now, before),
            limit: LIMITS.publishing,
          },
        ]
      : []),
  ];
}

function costTargets(all: readonly Publishing[]): Target[] {
  const publishing = all.filter(({ size }) => !size.isFull);
  const counts = publishing.map(({ size }) => size.stories);
  const [fewest, most] = [Math.min(...counts), Math.max(...counts)];
  const valuesOf = (cost: keyof typeof COSTS, stories: number, scopes: number, version: Version = 'now') =>
    publishing
      .find(({ size }) => size.stories === stories && size.scopes === scopes && size.version === version)
      ?.costs.map((each) => each[cost]) ?? [];
  const hasBefore = publishing.some(({ size }) => size.version === 'before');
  return SCOPES.flatMap((scopes): Target[] => [
    {
      what: `KV writes of a story in ${scopesOf(scopes)}: 1 + ${scopes}, and every ${PAGE} stories two pages of each archive`,
      bound: { most: Math.ceil(100 * (1 + scopes * (1 + 2 / PAGE))) / 100 },
      unit: '',
      value: spreadOf(valuesOf('kvWrites', most, scopes)),
      limit: LIMITS.publishing,
      isCounted: true,
    },
    ...keysOf(COSTS).map(
      (cost): Target => ({
        what: `publishing in ${scopesOf(scopes)} at ${storiesOf(most)} against ${fewest}: ${COSTS[cost]}`,
        bound: { most: MAX_GROWTH },
        unit: '×',
        value: ratio(valuesOf(cost, most, scopes), valuesOf(cost, fewest, scopes)),
        limit: LIMITS.publishing,
      }),
    ),
    ...(hasBefore ? [fewest, most] : []).map(
      (stories): Target => ({
        what: `publishing in ${scopesOf(scopes)} at ${storiesOf(stories)}, against before: CPU`,
        bound: { most: MAX_INCREASE },
        unit: '×',
        value: ratio(valuesOf('cpu', stories, scopes), valuesOf('cpu', stories, scopes, 'before')),
        limit: LIMITS.publishing,
      }),
    ),
  ]);
}

function waitTargets(latency: readonly Latency[]): Target[] {
  const counts = latency.map(({ stories }) => stories);
  const [fewest, most] = [Math.min(...counts), Math.max(...counts)];
  const valuesOf = (wait: keyof typeof WAITS, stories: number, version: Version = 'now') =>
    latency
      .find((each) => each.stories === stories && each.version === version)
      ?.delays.map((each) => each[wait]) ?? [];
  const hasBefore = latency.some(({ version }) => version === 'before');
  return keysOf(WAITS).flatMap((wait): Target[] => [
    {
      what: `publishing at ${storiesOf(most)} against ${fewest}: ${WAITS[wait]}`,
      bound: { most: MAX_GROWTH },
      unit: '×',
      value: ratio(valuesOf(wait, most), valuesOf(wait, fewest)),
      limit: LIMITS.latency,
    },
    ...(hasBefore ? [fewest, most] : []).map(
      (stories): Target => ({
        what: `publishing at ${storiesOf(stories)}, against before: ${WAITS[wait]}`,
        bound: { most: MAX_INCREASE },
        unit: '×',
        value: ratio(valuesOf(wait, stories), valuesOf(wait, stories, 'before')),
        limit: LIMITS.latency,
      }),
    ),
  ]);
}

/** Lists the targets for the cost of publishing and for the author's wait. */
export const publishingTargets = (
  publishing: readonly Publishing[],
  latency: readonly Latency[],
): Target[] => [...fullTargets(publishing), ...costTargets(publishing), ...waitTargets(latency)];
