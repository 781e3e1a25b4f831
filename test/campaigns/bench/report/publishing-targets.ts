import type { Latency } from '../measures/latency.ts';
import { type Publishing, SCOPES } from '../measures/publishing.ts';
import type { Version } from '../programs.ts';
import { ratio, spreadOf } from '../rounds.ts';
import { LIMITS } from './limits.ts';
import type { Target } from './target.ts';

const COSTS = { kvWrites: 'KV writes', rowsRead: 'rows read', cpu: 'CPU' } as const;
const WAITS = { acknowledged: 'time to the acknowledgement', inFeed: 'time to the feed' } as const;

/** How much more than before publishing may take, and how much more with many stories than with few. */
const DEARER = 1.5;
const FLAT = 1.2;

/** Stories of a page of an archive. */
const PAGE = 30;

const scopesOf = (scopes: number) => (scopes === 1 ? 'one scope' : `${scopes} scopes`);
const storiesOf = (stories: number) => `${stories.toLocaleString('en')} stories`;
const keysOf = <Key extends string>(record: Record<Key, string>) => Object.keys(record) as Key[];

function costTargets(publishing: readonly Publishing[]): Target[] {
  const counts = publishing.map(({ size }) => size.stories);
  const [fewest, most] = [Math.min(...counts), Math.max(...counts)];
  const valuesOf = (cost: keyof typeof COSTS, stories: number, scopes: number, version: Version = 'now') =>
    publishing
      .find(({ size }) => size.stories === stories && size.scopes === scopes && size.version === version)
      ?.costs.map((each) => each[cost]) ?? [];
  const hasBefore = publishing.some(({ size }) => size.version === 'before');
  return SCOPES.flatMap((scopes): Target[] => [
    {
      what: `KV writes of a story in ${scopesOf(scopes)}: 1 + ${scopes}, and for each ${PAGE}th story two pages of each archive`,
      bound: { most: Math.ceil(100 * (1 + scopes * (1 + 2 / PAGE))) / 100 },
      unit: '',
      value: spreadOf(valuesOf('kvWrites', most, scopes)),
      limit: LIMITS.publishing,
    },
    ...keysOf(COSTS).map(
      (cost): Target => ({
        what: `publishing in ${scopesOf(scopes)} at ${storiesOf(most)} against ${fewest}: ${COSTS[cost]}`,
        bound: { most: FLAT },
        unit: '×',
        value: ratio(valuesOf(cost, most, scopes), valuesOf(cost, fewest, scopes)),
        limit: LIMITS.publishing,
      }),
    ),
    ...(hasBefore ? [fewest, most] : []).map(
      (stories): Target => ({
        what: `publishing in ${scopesOf(scopes)} at ${storiesOf(stories)}, against before: CPU`,
        bound: { most: DEARER },
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
      ?.waited.map((each) => each[wait]) ?? [];
  const hasBefore = latency.some(({ version }) => version === 'before');
  return keysOf(WAITS).flatMap((wait): Target[] => [
    {
      what: `publishing at ${storiesOf(most)} against ${fewest}: ${WAITS[wait]}`,
      bound: { most: FLAT },
      unit: '×',
      value: ratio(valuesOf(wait, most), valuesOf(wait, fewest)),
      limit: LIMITS.latency,
    },
    ...(hasBefore ? [fewest, most] : []).map(
      (stories): Target => ({
        what: `publishing at ${storiesOf(stories)}, against before: ${WAITS[wait]}`,
        bound: { most: DEARER },
        unit: '×',
        value: ratio(valuesOf(wait, stories), valuesOf(wait, stories, 'before')),
        limit: LIMITS.latency,
      }),
    ),
  ]);
}

/** What publishing is meant to cost, and how long an author is meant to wait. */
export const publishingTargets = (
  publishing: readonly Publishing[],
  latency: readonly Latency[],
): Target[] => [...costTargets(publishing), ...waitTargets(latency)];
