import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { convertV4MiniflareOptions, type Json, Log, LogLevel, Miniflare, Response } from 'miniflare';
import { unstable_getMiniflareWorkerOptions } from 'wrangler';
import { buildAll } from '../../../src/cli/worker/build.ts';
import { ENTRY_MODULE, OUTPUT_FOLDER } from '../../../src/cli/worker/bundle.ts';
import { freePort, TOKEN, temporaryFolder } from '../../cli/server.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const config = join(root, 'wrangler.toml');

/** The built Worker in workerd. */
export interface Runtime {
  url: string;
  /** Returns the resident memory of workerd, in MB. */
  memory: () => number;
  inspector: () => Promise<URL>;
  /** Kills workerd without warning, and waits until it has restarted with what it had stored. */
  kill: () => Promise<void>;
  stop: () => Promise<void>;
}

/** Builds the Worker and its static files as for deployment. Returns the folder that a copy of the Worker is in. */
export async function buildWorker(): Promise<string> {
  await buildAll();
  const folder = temporaryFolder();
  cpSync(OUTPUT_FOLDER, folder, { recursive: true });
  return folder;
}

/** Bundles a host, a Worker that imports src/worker.ts. The import resolves to the built worker.js in the same folder. */
async function buildHost(entry: string, folder: string): Promise<string> {
  await build({
    entryPoints: [entry],
    outfile: join(folder, 'host.js'),
    bundle: true,
    format: 'esm',
    target: 'es2024',
    external: ['cloudflare:workers', 'node:zlib'],
    logLevel: 'error',
    plugins: [
      {
        name: 'built-worker',
        setup: ({ onResolve }) =>
          onResolve({ filter: /\/src\/worker\.ts$/ }, () => ({ path: './worker.js', external: true })),
      },
    ],
  });
  return 'host.js';
}

const TYPES: [RegExp, 'ESModule' | 'CompiledWasm' | 'Data'][] = [
  [/\.js$/, 'ESModule'],
  [/\.wasm$/, 'CompiledWasm'],
  [/\.(ttf|woff2|png)$/, 'Data'],
];

/** Lists the modules in a folder, `main` first, because the runtime starts the first one. */
const modulesOf = (folder: string, main: string) =>
  [main, ...(readdirSync(folder, { recursive: true }) as string[]).filter((name) => name !== main)].flatMap(
    (name) => {
      const type = TYPES.find(([pattern]) => pattern.test(name))?.[1];
      return type ? [{ type, path: join(folder, name) }] : [];
    },
  );

/** Lists the workerd processes among a process's descendants. Without /proc, none. */
function runtimesOf(pid: number): number[] {
  if (!existsSync('/proc')) return [];
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
  return children.map(Number).flatMap((child) => {
    const isRuntime = readFileSync(`/proc/${child}/comm`, 'utf8').trim() === 'workerd';
    return isRuntime ? [child] : runtimesOf(child);
  });
}

const residentMegabytes = (pid: number) =>
  (Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * 4096) / 1e6;

const unlimited = (namespace_id: string) =>
  ({ namespace_id, simple: { limit: 1_000_000_000, period: 60 } }) as const;

/** Starts the Worker in a folder, or the given host around it, with empty storage. */
export async function openRuntime(options: {
  folder: string;
  host?: string;
  vars?: Record<string, Json>;
  /** The maximum heap of each isolate, in MB; unlimited by default. */
  heapLimit?: number;
  /** Called with each `KvEvent` of the host, as JSON. */
  witness?: (event: string) => void;
}): Promise<Runtime> {
  const { folder, host, vars, heapLimit, witness } = options;
  if (heapLimit !== undefined) process.env.MINIFLARE_WORKERD_V8_FLAGS = `--max-heap-size=${heapLimit}`;
  const main = host ? await buildHost(host, folder) : ENTRY_MODULE;
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const { workerOptions } = unstable_getMiniflareWorkerOptions(config);
  const { modulesRules: _rules, bindings, ...bound } = workerOptions;
  let restarted: () => void = () => undefined;
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      host: '127.0.0.1',
      port,
      inspectorPort: 0,
      cf: false,
      log: new Log(LogLevel.NONE),
      // Under faults the program logs too much for a terminal.
      handleStructuredLogs: () => undefined,
      resourcePersistencePath: temporaryFolder(),
      unsafeHandleRuntimeRestart: () => restarted(),
      workers: [
        {
          ...bound,
          name: 'edgewire',
          modulesRoot: folder,
          modules: modulesOf(folder, main),
          bindings: {
            ...(bindings as Record<string, Json>),
            SITE_URL: url,
            PUBLISH_TOKEN: `tester:${TOKEN}`,
            HUB_LOOPBACK: 'true',
            ...vars,
          },
          ...(host ? { r2Buckets: ['BACKUPS'] } : {}),
          // All requests come from one address; other tests cover the rate limits.
          ratelimits: {
            API_RATE: unlimited('1001'),
            HUB_RATE: unlimited('1002'),
            CALLBACK_RATE: unlimited('1005'),
            SIGN_IN_RATE: unlimited('1003'),
            SEARCH_RATE: unlimited('1004'),
            REPORT_RATE: unlimited('1006'),
            INBOX_RATE: unlimited('1007'),
            INBOX_HOST_RATE: unlimited('1008'),
          },
          serviceBindings: {
            WITNESS: async (request) => {
              witness?.(await request.text());
              return new Response();
            },
          },
        },
      ],
    }),
  );
  await miniflare.ready;
  const pids = () => runtimesOf(process.pid);
  return {
    url,
    memory: () => pids().reduce((sum, pid) => sum + residentMegabytes(pid), 0),
    inspector: () => miniflare.getInspectorURL(),
    kill: async () => {
      const back = new Promise<void>((resolve) => {
        restarted = resolve;
      });
      for (const pid of pids()) process.kill(pid, 'SIGKILL');
      await back;
    },
    stop: () => miniflare.dispose(),
  };
}
