import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild';
import { STAND_INS } from '../../bundle/stand-ins.ts';
import { cssPlugin } from './css.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** The folder in which wrangler finds the modules. */
export const OUTPUT_FOLDER = join(root, 'dist/worker');

/** The module that the runtime starts. */
export const ENTRY_MODULE = 'worker.js';

/** Modules or scripts, and esbuild's account of them. */
export interface Bundle {
  /** Contents by path in the output folder. */
  files: Map<string, Uint8Array>;
  metafile: Metafile;
}

/** Resolves packages to their stand-ins. Leaves their subpaths alone, because the stand-ins may import them. */
export const standInPlugin: Plugin = {
  name: 'stand-ins',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^[^./]/ }, ({ path }) => {
      const standIn = STAND_INS[path];
      return standIn === undefined ? undefined : { path: join(root, standIn) };
    }),
};

/**
 * Bundles the Worker into its entry and a module for each part that is loaded by `import()` or shared by several parts. The same
 * sources give the same names and bytes. esbuild prints errors itself.
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
    // Halves the bytes to load at a cold start. Nothing depends on the names of functions and classes.
    minify: true,
    // For the stack traces of `wrangler dev`.
    sourcemap: true,
    // The same as in wrangler's own bundling.
    conditions: ['workerd', 'worker', 'browser'],
    define: { 'process.env.NODE_ENV': '"production"', 'navigator.userAgent': '"Cloudflare-Workers"' },
    external: ['cloudflare:workers', 'node:zlib'],
    // Copies these unchanged, as modules of their own.
    loader: { '.ttf': 'copy', '.woff2': 'copy', '.png': 'copy', '.wasm': 'copy' },
    plugins: [standInPlugin, cssPlugin],
    metafile: true,
    write: false,
    logLevel: 'warning',
    ...options,
  });
  const files = outputFiles.map(({ path, contents }) => [relative(OUTPUT_FOLDER, path), contents] as const);
  return { files: new Map(files), metafile };
}
