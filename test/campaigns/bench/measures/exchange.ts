import { exportLines, importLines, newsroomOf, waitForWrites } from '../newsroom.ts';
import { forEachVersion, type Program, VERSIONS, type Versions } from '../programs.ts';
import { interleave, measureThroughput, type Throughput } from '../rounds.ts';
import { openRuntime, type Runtime } from '../runtime.ts';
import type { Scale } from '../scale.ts';
import { makeStory } from '../stories.ts';

/** The import of stories, up to their writes to KV, and the export. */
export interface Exchange {
  imported: Throughput[];
  exported: Throughput[];
}

/** In each round, imports some more stories and exports all. */
export async function measureExchange(
  programs: Versions<Program>,
  folderOf: (name: string) => string,
  { rounds, imported }: Scale,
  advance: () => void,
): Promise<Versions<Exchange>> {
  const runtimes = await forEachVersion(programs, ({ modules, flags }, version) =>
    openRuntime([newsroomOf(modules)], { state: folderOf(`exchange ${version}`), flags }),
  );
  try {
    const versions = VERSIONS.filter((version) => runtimes[version]);
    const throughputs = await interleave(versions, rounds, async (version, round) => {
      const runtime = runtimes[version] as Runtime;
      const lines = Array.from({ length: imported }, (_, index) =>
        JSON.stringify(makeStory(round * imported + index)),
      );
      const importing = await measureThroughput(runtime, async () => {
        await importLines(runtime, lines);
        // The Desk begins to write during the import, so the two are one figure.
        await waitForWrites(runtime);
        return lines.length;
      });
      const exporting = await measureThroughput(
        runtime,
        async () => (await exportLines(runtime)).lines.length,
      );
      advance();
      return { importing, exporting };
    });
    return await forEachVersion(runtimes, async (_runtime, version) => ({
      imported: throughputs[version].map(({ importing }) => importing),
      exported: throughputs[version].map(({ exporting }) => exporting),
    }));
  } finally {
    await forEachVersion(runtimes, (runtime) => runtime.stop());
  }
}
