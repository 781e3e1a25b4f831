import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Metafile } from 'esbuild';
import { type Bundle, OUTPUT_FOLDER } from '../../src/cli/worker/bundle.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The sources that an isolate loads to answer readers. */
export const READER_SOURCES = ['src/worker.ts'];

/** How much an isolate may load to answer readers: a little more than today, so that growth is noticed. In bytes, after `gzip -9`. */
export const MOST_SCRIPT_BYTES = 22_000;
/** In so many modules. */
export const MOST_MODULES = 22;

/** Finds the modules that load with these sources: their own, and those that they import statically. */
export function loadedWith({ outputs }: Metafile, sources: readonly string[]): string[] {
  const loaded = new Set<string>();
  const load = (path: string) => {
    if (loaded.has(path)) return;
    loaded.add(path);
    for (const { kind, path: imported, external } of outputs[path]?.imports ?? []) {
      if (kind === 'import-statement' && !external) load(imported);
    }
  };
  for (const source of sources) {
    const [path] = Object.entries(outputs).find(([, { entryPoint }]) => entryPoint === source) ?? [];
    if (path === undefined) throw new Error(`No module begins with ${source}.`);
    load(path);
  }
  return [...loaded];
}

/** Returns the size of modules in bytes, each compressed by itself with `gzip -9`. */
export const gzipBytes = ({ files }: Bundle, modules: readonly string[]): number =>
  modules.reduce((sum, module) => {
    const contents = files.get(relative(OUTPUT_FOLDER, `${root}${module}`)) ?? '';
    return sum + gzipSync(contents, { level: 9 }).byteLength;
  }, 0);

/** Finds the sources that modules have code of, such as `src/worker.ts`. */
export const sourcesIn = ({ outputs }: Metafile, modules: readonly string[]): string[] =>
  modules.flatMap((module) =>
    Object.entries(outputs[module]?.inputs ?? {})
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([path]) => path),
  );

/** Finds the packages in modules, such as `hono/dist/jsx` or `zod/v4`: the name, and two folders below it. */
export function packagesIn(metafile: Metafile, modules: readonly string[]): string[] {
  const packages = sourcesIn(metafile, modules).flatMap(
    (path) => /node_modules\/((?:@[^/]+\/)?[^/]+(?:\/[^/.]+){0,2})/.exec(path)?.[1] ?? [],
  );
  return [...new Set(packages)].sort();
}
