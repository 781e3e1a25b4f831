import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import type * as Pages from './rendered.ts';

/** A part of the program (the `file:` URL of a module), to be run here: Node cannot read JSX by itself. */
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
    logLevel: 'error',
  });
  try {
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The pages of the program. */
export const loadPages = () => loadModule<typeof Pages>(import.meta.resolve('./rendered.ts'));
