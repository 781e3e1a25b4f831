import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { unstable_readConfig } from 'wrangler';
import { ENTRY_MODULE, standInPlugin } from '../../../src/cli/worker/bundle.ts';

/** A module of a Worker, as Miniflare takes it. */
export interface Module {
  type: 'ESModule' | 'Data' | 'CompiledWasm';
  path: string;
  contents: string | Uint8Array<ArrayBuffer>;
}

/** The part of wrangler.toml that the bench uses. */
interface Config {
  compatibility_date: string;
  compatibility_flags: string[];
  vars: Record<string, string>;
  durable_objects: { bindings: { name: string; class_name: string }[] };
  queues: {
    producers: { binding: string; queue: string }[];
    consumers: { queue: string; max_batch_size: number; max_batch_timeout: number; max_retries: number }[];
  };
  ratelimits: { name: string; namespace_id: string }[];
}

export const configIn = (folder: string): Config =>
  unstable_readConfig({ config: join(folder, 'wrangler.toml') }) as unknown as Config;
export const config = configIn('.');

const sourceOf = (name: string) => fileURLToPath(new URL(`workers/${name}.ts`, import.meta.url));

const typeOf = (name: string): Module['type'] =>
  name.endsWith('.js') ? 'ESModule' : name.endsWith('.wasm') ? 'CompiledWasm' : 'Data';

/** Turns the files of a build into modules, the entry first. */
export function toModules(files: ReadonlyMap<string, Uint8Array>): Module[] {
  const names = [...files.keys()].filter((name) => !name.endsWith('.map'));
  names.sort((a, b) => Number(b === ENTRY_MODULE) - Number(a === ENTRY_MODULE));
  return names.map((path) => {
    const bytes = files.get(path) as Uint8Array<ArrayBuffer>;
    return {
      type: typeOf(path),
      path,
      contents: path.endsWith('.js') ? new TextDecoder().decode(bytes) : bytes,
    };
  });
}

/** Makes imports of src/worker.ts refer to the built worker.js. */
const builtWorkerPlugin: Plugin = {
  name: 'as-built',
  setup({ onResolve }) {
    onResolve({ filter: /\/src\/worker\.ts$/ }, () => ({ path: './worker.js', external: true }));
  },
};

/** Builds a Worker of the bench. */
export async function buildWorker(name: string): Promise<Module> {
  const result = await build({
    entryPoints: [sourceOf(name)],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2024',
    minify: true,
    external: ['cloudflare:workers', 'node:zlib', './body', './answer'],
    plugins: [standInPlugin, builtWorkerPlugin],
    logLevel: 'error',
  });
  return { type: 'ESModule', path: 'entry.js', contents: result.outputFiles[0]?.text ?? '' };
}
