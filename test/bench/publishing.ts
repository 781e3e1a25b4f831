import type { Module } from './build.ts';
import type { Cost } from './cost.ts';
import { interleave } from './rounds.ts';
import { openRuntime } from './runtime.ts';
import type { Scale } from './scale.ts';

/** What publishing one story costs, CPU in milliseconds. */
export type Published = Cost & { cpu: number };

/** A Desk with so many stories, and in how many scopes each of them is. */
export interface DeskSize {
  stories: number;
  scopes: number;
}

export interface Publishing {
  size: DeskSize;
  costs: Published[];
}

/** How many scopes a story is in: everything alone, or with four topics and three sources. */
const SCOPES = [1, 8] as const;

/** Publishes stories at Desks of several sizes; gives for each what one story costs, all that it sets off included. */
export async function measurePublishing(
  state: string,
  program: Module[],
  metered: Module,
  scale: Scale,
  advance: () => void,
): Promise<Publishing[]> {
  const runtime = await openRuntime(
    [
      {
        name: 'newsroom',
        modules: [metered, ...program],
        kv: { STORIES: 'published' },
        // Nothing is printed but when the bench says so.
        bindings: { FLUSH_MILLISECONDS: '86400000' },
        isNewsroom: true,
      },
    ],
    { state },
  );
  const order = async (action: string, parameters: Record<string, string | number>) => {
    const query = new URLSearchParams(
      Object.entries(parameters).map(([name, value]) => [name, String(value)]),
    );
    const response = await fetch(`${runtime.urlOf('newsroom')}/${action}?${query}`, { method: 'POST' });
    if (!response.ok) throw new Error(`${action}: ${await response.text()}`);
    return response;
  };
  const sizes = new Map<string, DeskSize>();
  for (const stories of scale.desks)
    for (const scopes of SCOPES) sizes.set(`${stories} stories, ${scopes} scopes`, { stories, scopes });
  const { published } = scale;
  try {
    for (const [desk, { stories, scopes }] of sizes) {
      await order('seed', { desk, count: stories, scopes });
      // The first stories are for the compiler.
      await order('publish', { desk, first: 1, count: published, scopes });
      advance();
    }
    const costs = await interleave(
      [...sizes.keys()],
      scale.rounds,
      async (desk, round): Promise<Published> => {
        const { scopes } = sizes.get(desk) as DeskSize;
        const before = runtime.cpu();
        const response = await order('publish', {
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
      },
    );
    return Array.from(sizes, ([desk, size]) => ({ size, costs: costs[desk] as Published[] }));
  } finally {
    await runtime.stop();
  }
}
