import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type * as Pages from './rendered.ts';

/** The pages of the program, to be rendered here: Node cannot read their JSX by itself. */
export async function loadPages(): Promise<typeof Pages> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('rendered.ts', import.meta.url))],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2024',
    jsx: 'automatic',
    jsxImportSource: 'hono/jsx',
    logLevel: 'error',
  });
  const [bundle] = outputFiles;
  return import(`data:text/javascript;base64,${Buffer.from(bundle?.contents ?? '').toString('base64')}`);
}
