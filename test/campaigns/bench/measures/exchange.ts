import { exportLines, importLines, newsroomOf, printed } from '../newsroom.ts';
import { forEachVersion, type Program, VERSIONS, type Versions } from '../programs.ts';
import { interleave, type Passed, pass } from '../rounds.ts';
import { openRuntime, type Runtime } from '../runtime.ts';
import type { Scale } from '../scale.ts';
import { makeStory } from '../stories.ts';

/** Stories imported and printed; stories exported. */
export interface Exchange {
  imported: Passed[];
  exported: Passed[];
}

/** Imports many stories, a part a round, and exports what is there. */
export async function measureExchange(
  programs: Versions<Program>,
  folderOf: (name: string) => string,
  { rounds, imported }: Scale,
  advance: () => void,
): Promise<Versions<Exchange>> {
  const runtimes = await forEachVersion(programs, ({ modules }, version) =>
    openRuntime([newsroomOf(modules)], { state: folderOf(`exchange ${version}`) }),
  );
  try {
    const versions = VERSIONS.filter((version) => runtimes[version]);
    const exchanged = await interleave(versions, rounds, async (version, round) => {
      const runtime = runtimes[version] as Runtime;
      const lines = Array.from({ length: imported }, (_, index) =>
        JSON.stringify(makeStory(round * imported + index)),
      );
      const brought = await pass(runtime, async () => {
        await importLines(runtime, lines);
        // Printing begins while more comes in, so that the two are one figure.
        await printed(runtime);
        return lines.length;
      });
      const taken = await pass(runtime, async () => (await exportLines(runtime)).lines.length);
      advance();
      return { brought, taken };
    });
    return await forEachVersion(runtimes, async (_runtime, version) => ({
      imported: exchanged[version].map(({ brought }) => brought),
      exported: exchanged[version].map(({ taken }) => taken),
    }));
  } finally {
    await forEachVersion(runtimes, (runtime) => runtime.stop());
  }
}
