import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { standInPlugin } from '../../src/cli/worker/bundle.ts';

/** Bundles a program of the tests for the runtime of Workers. Returns its text. */
export async function bundleForRuntime(entryPoint: string): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: fileURLToPath(new URL('../../', import.meta.url)),
    entryPoints: [entryPoint],
    bundle: true,
    format: 'esm',
    target: 'es2024',
    conditions: ['workerd', 'worker', 'browser'],
    external: ['cloudflare:workers', 'node:zlib'],
    plugins: [standInPlugin],
    write: false,
    logLevel: 'warning',
  });
  return outputFiles[0]?.text ?? '';
}
