import type { BuiltWorkers } from '../bare.ts';
import type { Cost } from '../cost.ts';
import { newsroomOf } from '../newsroom.ts';
import { forEachVersion, type Program, type Version, type Versions } from '../programs.ts';
import { interleave } from '../rounds.ts';
import { openRuntime, type Runtime } from '../runtime.ts';
import type { Scale } from '../scale.ts';

/** The cost of publishing one story. `cpu` is in milliseconds. */
export type StoryCost = Cost & { cpu: number };

/** A Desk with this many stories, each in this many scopes. */
export interface DeskSize {
  version: Version;
  stories: number;
  scopes: number;
}

export interface Publishing {
  size: DeskSize;
  costs: StoryCost[];
}

/** The numbers of scopes that are measured: only `all`, or with four topics and three sources. */
export const SCOPES = [1, 8] as const;

/** Lists the Desks to measure. Of an earlier program, only the smallest and the largest. */
export function desksOf(desks: readonly number[], hasBefore: boolean): DeskSize[] {
  const ends = desks.filter((stories) => stories === Math.min(...desks) || stories === Math.max(...desks));
  const sizes = (version: Version, each: readonly number[]) =>
    each.flatMap((stories) => SCOPES.map((scopes) => ({ version, stories, scopes })));
  return [...sizes('now', desks), ...(hasBefore ? sizes('before', ends) : [])];
}

async function postToNewsroom(runtime: Runtime, action: string, parameters: Record<string, string | number>) {
  const query = new URLSearchParams(Object.entries(parameters).map(([name, value]) => [name, String(value)]));
  const response = await fetch(`${runtime.urlOf('newsroom')}/${action}?${query}`, { method: 'POST' });
  if (!response.ok) throw new Error(`${action}: ${await response.text()}`);
  return response;
}

/** Publishes stories at Desks of several sizes. Returns the cost of one story at each, up to its writes to KV. */
export async function measurePublishing(
  programs: Versions<Program>,
  { metered }: BuiltWorkers,
  folderOf: (name: string) => string,
  { deskSizes, rounds, published }: Scale,
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
    desksOf(deskSizes, programs.before !== undefined).map((size) => [
      `${size.version}: ${size.stories} stories, ${size.scopes} scopes`,
      { ...size, runtime: runtimes[size.version] as Runtime },
    ]),
  );
  try {
    for (const [desk, { runtime, stories, scopes }] of sizes) {
      await postToNewsroom(runtime, 'seed', { desk, count: stories, scopes });
      // The first stories only warm up the compiler.
      await postToNewsroom(runtime, 'publish', { desk, first: 1, count: published, scopes });
      advance();
    }
    const costs = await interleave([...sizes.keys()], rounds, async (desk, round): Promise<StoryCost> => {
      const { runtime, scopes } = sizes.get(desk) as DeskSize & { runtime: Runtime };
      const before = runtime.cpu();
      const response = await postToNewsroom(runtime, 'publish', {
        desk,
        first: 1 + (round + 1) * published,
        count: published,
        scopes,
      });
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
    return Array.from(sizes, ([desk, { version, stories, scopes }]) => ({
      size: { version, stories, scopes },
      costs: costs[desk] as StoryCost[],
    }));
  } finally {
    await forEachVersion(runtimes, (runtime) => runtime.stop());
  }
}
