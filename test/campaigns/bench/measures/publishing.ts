import type { BuiltWorkers } from '../bare.ts';
import type { Cost } from '../cost.ts';
import { FULL_SCOPES, makeFullStory } from '../full-story.ts';
import { newsroomOf } from '../newsroom.ts';
import { forEachVersion, type Program, type Version, type Versions } from '../programs.ts';
import { interleave } from '../rounds.ts';
import { openRuntime, type Runtime } from '../runtime.ts';
import type { Scale } from '../scale.ts';
import { makeStory, type StoryRecord } from '../stories.ts';

/** The cost of publishing one story. `cpu` is in milliseconds. */
export type StoryCost = Cost & { cpu: number };

/** A Desk with this many stories, each in this many scopes: full stories, or short ones that are copies of one. */
export interface DeskSize {
  version: Version;
  stories: number;
  scopes: number;
  isFull: boolean;
}

export interface Publishing {
  size: DeskSize;
  costs: StoryCost[];
}

/** The numbers of scopes that are measured: only `all`, or with four topics and three sources. */
export const SCOPES = [1, 8] as const;

/** Lists the Desks to measure, one with `full` full stories. Of an earlier program, besides that only the smallest and the largest. */
export function desksOf(desks: readonly number[], full: number, hasBefore: boolean): DeskSize[] {
  const ends = desks.filter((stories) => stories === Math.min(...desks) || stories === Math.max(...desks));
  const sizes = (version: Version, each: readonly number[]): DeskSize[] => [
    ...each.flatMap((stories) => SCOPES.map((scopes) => ({ version, stories, scopes, isFull: false }))),
    { version, stories: full, scopes: FULL_SCOPES, isFull: true },
  ];
  return [...sizes('now', desks), ...(hasBefore ? sizes('before', ends) : [])];
}

async function postToNewsroom(
  runtime: Runtime,
  action: string,
  parameters: Record<string, string>,
  stories: StoryRecord | StoryRecord[],
) {
  const url = `${runtime.urlOf('newsroom')}/${action}?${new URLSearchParams(parameters)}`;
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(stories) });
  if (!response.ok) throw new Error(`${action}: ${await response.text()}`);
  return response;
}

/** Makes the next stories of a Desk. */
const makeStories = ({ scopes, isFull }: DeskSize, first: number, count: number): StoryRecord[] =>
  Array.from({ length: count }, (_, index) =>
    isFull ? makeFullStory(first + index) : makeStory(first + index, scopes),
  );

/** Publishes stories at Desks of several sizes. Returns the cost of one story at each, up to its writes to KV. */
export async function measurePublishing(
  programs: Versions<Program>,
  { metered }: BuiltWorkers,
  folderOf: (name: string) => string,
  { deskSizes, fullStories, rounds, published }: Scale,
  advance: () => void,
): Promise<Publishing[]> {
  const runtimes = await forEachVersion(programs, ({ modules, flags }, version) =>
    // A day's delay, so the Desk writes to KV only when the bench runs its alarm.
    openRuntime([newsroomOf([metered, ...modules], { FLUSH_MILLISECONDS: '86400000' })], {
      state: folderOf(`desks ${version}`),
      flags,
    }),
  );
  const sizes = new Map(
    desksOf(deskSizes, fullStories, programs.before !== undefined).map((size) => [
      `${size.version}: ${size.stories} ${size.isFull ? 'full ' : ''}stories, ${size.scopes} scopes`,
      { ...size, runtime: runtimes[size.version] as Runtime },
    ]),
  );
  try {
    for (const [desk, { runtime, ...size }] of sizes) {
      if (!size.isFull) {
        const [story] = makeStories(size, 0, 1);
        await postToNewsroom(runtime, 'seed', { desk, count: String(size.stories) }, story as StoryRecord);
      }
      // The first stories only warm up the compiler; full ones fill the editions.
      const count = size.isFull ? size.stories : published;
      await postToNewsroom(runtime, 'publish', { desk }, makeStories(size, 1, count));
      advance();
    }
    const costs = await interleave([...sizes.keys()], rounds, async (desk, round): Promise<StoryCost> => {
      const { runtime, ...size } = sizes.get(desk) as DeskSize & { runtime: Runtime };
      const first = 1 + (size.isFull ? size.stories + round * published : (round + 1) * published);
      const stories = makeStories(size, first, published);
      const before = runtime.cpu();
      const response = await postToNewsroom(runtime, 'publish', { desk }, stories);
      const cpu = runtime.cpu() - before;
      const { rowsRead, rowsWritten, kvWrites } = (await response.json()) as Cost;
      advance();
      return {
        rowsRead: rowsRead / published,
        rowsWritten: rowsWritten / published,
        kvWrites: kvWrites / published,
        cpu: cpu / published,
      };
    });
    return Array.from(sizes, ([desk, { runtime, ...size }]) => ({
      size,
      costs: costs[desk] as StoryCost[],
    }));
  } finally {
    await forEachVersion(runtimes, (runtime) => runtime.stop());
  }
}
