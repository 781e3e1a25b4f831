import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild';
import { STAND_INS } from '../../bundle/stand-ins.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** The folder that wrangler takes the modules from. */
export const OUTPUT_FOLDER = join(root, 'dist');

/** The module that the runtime starts. */
export const ENTRY_MODULE = 'worker.js';

/** The modules of the Worker, and what esbuild says of them. */
export interface Bundle {
  /** Their contents, by the path in the folder. */
  files: Map<string, Uint8Array>;
  metafile: Metafile;
}

/** Resolves a package to its stand-in, but not the package's subpaths, which the stand-in may import. */
export const standInPlugin: Plugin = {
  name: 'stand-ins',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^[^./]/ }, ({ path }) => {
      const standIn = STAND_INS[path];
      return standIn === undefined ? undefined : { path: join(root, standIn) };
    }),
};

/**
 * Bundles the Worker: its entry, and a module for each part that is loaded by `import()` or that several of them share. The same
 * sources give the same names and bytes. esbuild prints what is wrong.
 */
export async function bundleWorker(options: Pick<BuildOptions, 'minify'> = {}): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['src/worker.ts'],
    outdir: OUTPUT_FOLDER,
    chunkNames: 'parts/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2024',
    // Half the bytes to load at a cold start. Nothing asks for the name of a function: the runtime finds classes by what
    // worker.ts exports, and errors say their names themselves.
    minify: true,
    // For the stack traces of `wrangler dev`.
    sourcemap: true,
    // What packages are told about the runtime, as wrangler's own bundling does.
    conditions: ['workerd', 'worker', 'browser'],
    define: { 'process.env.NODE_ENV': '"production"', 'navigator.userAgent': '"Cloudflare-Workers"' },
    external: ['cloudflare:workers'],
    // Copied unchanged, as modules of their own.
    loader: { '.ttf': 'copy', '.woff2': 'copy', '.png': 'copy', '.wasm': 'copy' },
    plugins: [standInPlugin],
    metafile: true,
    write: false,
    logLevel: 'warning',
    ...options,
  });
  const files = outputFiles.map(({ path, contents }) => [relative(OUTPUT_FOLDER, path), contents] as const);
  return { files: new Map(files), metafile };
}

/** Builds the Worker to where wrangler takes it from. Ends the process where the sources have errors; esbuild has printed them. */
export async function buildWorker(): Promise<void> {
  try {
    writeBundle(await bundleWorker(), OUTPUT_FOLDER);
  } catch (error) {
    if (!(error instanceof Error && 'errors' in error)) throw error;
    process.exit(1);
  }
}

const read = (path: string): Buffer | undefined => {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
};

/**
 * Makes the folder hold these files and no others. What is there already is left alone, and what is new is put there whole, the
 * entry last: so several may build at once, and a server that runs from the folder never finds a part of it.
 */
export function writeBundle({ files }: Bundle, folder: string): void {
  const entryLast = [...files].sort(([a], [b]) => Number(a === ENTRY_MODULE) - Number(b === ENTRY_MODULE));
  for (const [name, contents] of entryLast) {
    const path = join(folder, name);
    if (read(path)?.equals(contents)) continue;
    mkdirSync(dirname(path), { recursive: true });
    const partial = `${path}.${process.pid}.partial`;
    writeFileSync(partial, contents);
    renameSync(partial, path);
  }
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const isStale = entry.isFile() && !files.has(relative(folder, path)) && !path.endsWith('.partial');
    if (isStale) rmSync(path, { force: true });
  }
}
