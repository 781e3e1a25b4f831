import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { cssPlugin } from '../../src/cli/worker/css.ts';
import type * as Pages from './rendered.ts';

/** Bundles and loads a module of the program, given as a `file:` URL, because Node cannot run JSX. */
export async function loadModule<T>(module: string): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'edgewire-bundle-'));
  const outfile = join(folder, 'module.mjs');
  await build({
    entryPoints: [fileURLToPath(module)],
    bundle: true,
    outfile,
    format: 'esm',
    target: 'es2024',
    jsx: 'automatic',
    jsxImportSource: 'hono/jsx',
    // The newsroom draws cards, which only workerd can.
    external: ['./newsroom/frame/routes.tsx', 'node:zlib'],
    plugins: [cssPlugin],
    logLevel: 'error',
  });
  try {
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export const loadPages = () => loadModule<typeof Pages>(import.meta.resolve('./rendered.ts'));
