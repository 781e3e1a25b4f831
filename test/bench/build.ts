import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, type Plugin } from 'esbuild';
import { unstable_readConfig } from 'wrangler';
import { runWrangler } from '../../src/cli/wrangler.ts';

/** A module of a Worker, as the runtime takes it. */
export interface Module {
  type: 'ESModule' | 'Data' | 'CompiledWasm';
  path: string;
  contents: string | Uint8Array<ArrayBuffer>;
}

/** The part of wrangler.toml that the bench builds and runs the Worker with. */
interface Config {
  compatibility_date: string;
  compatibility_flags: string[];
  alias?: Record<string, string>;
  vars: Record<string, string>;
  durable_objects: { bindings: { name: string; class_name: string }[] };
  queues: {
    producers: { binding: string; queue: string }[];
    consumers: { queue: string; max_batch_size: number; max_batch_timeout: number; max_retries: number }[];
  };
  ratelimits: { name: string; namespace_id: string }[];
}

export const config = unstable_readConfig({ config: 'wrangler.toml' }) as unknown as Config;

const source = (name: string) => fileURLToPath(new URL(`workers/${name}.ts`, import.meta.url));

const typeOf = (name: string): Module['type'] =>
  name.endsWith('.js') ? 'ESModule' : name.endsWith('.wasm') ? 'CompiledWasm' : 'Data';

/** Builds the Worker as it is deployed; gives its modules, the first of which is its entry. */
export async function buildProgram(folder: string, flags: readonly string[] = []): Promise<Module[]> {
  await runWrangler(['deploy', '--dry-run', '--outdir', folder, ...flags], 'pipe');
  const names = readdirSync(folder).filter((name) => !/^README|\.map$/.test(name));
  names.sort((a, b) => Number(b === 'worker.js') - Number(a === 'worker.js'));
  return names.map((path) => {
    const bytes = readFileSync(join(folder, path));
    return { type: typeOf(path), path, contents: path.endsWith('.js') ? bytes.toString() : bytes };
  });
}

/** What the entry weighs on its way to a machine, in bytes: `gzip -9`. */
export const gzipBytes = ({ contents }: Module): number => gzipSync(contents, { level: 9 }).byteLength;

/** What is left out of the Worker is left out here. */
const aliases: Plugin = {
  name: 'aliases',
  setup({ onResolve }) {
    for (const [name, path] of Object.entries(config.alias ?? {})) {
      onResolve({ filter: new RegExp(`^${name}$`) }, () => ({ path: resolve(path) }));
    }
  },
};

/** What a Worker of the bench takes from the program's entry it takes from the program as built. */
const asBuilt: Plugin = {
  name: 'as-built',
  setup({ onResolve }) {
    onResolve({ filter: /\/src\/worker\.ts$/ }, () => ({ path: './worker.js', external: true }));
  },
};

/** Builds a Worker of the bench. */
export async function buildWorker(name: string): Promise<Module> {
  const result = await build({
    entryPoints: [source(name)],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2024',
    minify: true,
    external: ['cloudflare:workers', './body', './answer'],
    plugins: [aliases, asBuilt],
    logLevel: 'error',
  });
  return { type: 'ESModule', path: 'entry.js', contents: result.outputFiles[0]?.text ?? '' };
}
