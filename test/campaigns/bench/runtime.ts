import { subscribe } from 'node:diagnostics_channel';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare, type V4MiniflareOptions } from 'miniflare';
import { config, type Module } from './build.ts';

/** The token that the newsrooms of the bench take. */
export const TOKEN = 'bench-token';

/** A Worker that the runtime runs, with a socket of its own. */
export interface Worker {
  name: string;
  modules: Module[];
  /** Variables in place of wrangler.toml's. */
  bindings?: Record<string, string>;
  kv?: Record<string, string>;
  /** Whether it has the Durable Objects, the queue and the rate limits that wrangler.toml binds. */
  isNewsroom?: boolean;
}

export interface Runtime {
  /** Where a Worker answers: its own socket, with nothing in between. */
  urlOf: (worker: string) => string;
  /** When workerd was started, by `performance.now()`: what prepares that is none of its time. */
  started: number;
  /** CPU time that workerd has used so far, with all of its threads, in milliseconds. */
  cpu: () => number;
  /** Memory of workerd, in MB. */
  memory: () => number;
  /** Where the inspector listens; only if it was asked for. */
  inspector: () => Promise<URL>;
  kv: (worker: string, binding: string) => ReturnType<Miniflare['getKVNamespace']>;
  stop: () => Promise<void>;
}

function runtimesOf(pid: number): number[] {
  const children = readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean),
  );
  return children
    .map(Number)
    .filter((child) => readFileSync(`/proc/${child}/comm`, 'utf8').trim() === 'workerd');
}

/** Nanoseconds that the threads of a process have run. */
const nanoseconds = (pid: number) =>
  readdirSync(`/proc/${pid}/task`).reduce((sum, task) => {
    const file = `/proc/${pid}/task/${task}/schedstat`;
    return sum + (existsSync(file) ? Number(readFileSync(file, 'utf8').split(' ')[0]) : 0);
  }, 0);

/** When a process was last started from here. */
let started = 0;
subscribe('child_process', () => {
  started = performance.now();
});

const NEWSROOM = {
  durableObjects: Object.fromEntries(
    config.durable_objects.bindings.map(({ name, class_name: className }) => [
      name,
      { className, useSQLite: true },
    ]),
  ),
  queueProducers: Object.fromEntries(config.queues.producers.map(({ binding, queue }) => [binding, queue])),
  queueConsumers: Object.fromEntries(
    config.queues.consumers.map(({ queue, max_batch_size, max_batch_timeout, max_retries }) => [
      queue,
      { maxBatchSize: max_batch_size, maxBatchTimeout: max_batch_timeout, maxRetries: max_retries },
    ]),
  ),
  // The bench asks more often than any reader may.
  ratelimits: Object.fromEntries(
    config.ratelimits.map(({ name, namespace_id }) => [
      name,
      { namespace_id, simple: { limit: 1_000_000, period: 60 as const } },
    ]),
  ),
};

/**
 * Starts workerd, the runtime that Cloudflare runs, with these Workers in one process. Each has a socket that leads to it
 * alone; Workers Cache, which would answer most requests, is not there.
 *
 * @param state the folder that KV and the Desk are kept in
 */
export async function openRuntime(
  workers: readonly Worker[],
  { state, inspector = false }: { state: string; inspector?: boolean },
): Promise<Runtime> {
  const before = runtimesOf(process.pid);
  const options: V4MiniflareOptions = {
    host: '127.0.0.1',
    log: new Log(LogLevel.NONE),
    handleStructuredLogs: () => {},
    resourcePersistencePath: state,
    telemetry: { enabled: false },
    cf: false,
    ...(inspector ? { inspectorPort: 0 } : {}),
    workers: workers.map(({ name, modules, bindings = {}, kv = {}, isNewsroom = false }) => ({
      name,
      modules,
      modulesRoot: '.',
      compatibilityDate: config.compatibility_date,
      compatibilityFlags: config.compatibility_flags,
      bindings: { ...config.vars, PUBLISH_TOKEN: `bench:${TOKEN}`, ...bindings },
      kvNamespaces: kv,
      unsafeDirectSockets: [{ host: '127.0.0.1', port: 0 }],
      ...(isNewsroom ? NEWSROOM : {}),
    })),
  };
  const miniflare = new Miniflare(convertV4MiniflareOptions(options));
  await miniflare.ready;
  const pid = runtimesOf(process.pid).find((each) => !before.includes(each));
  if (pid === undefined) throw new Error('workerd has not started.');
  const urls = new Map<string, string>();
  for (const { name } of workers) urls.set(name, (await miniflare.unsafeGetDirectURL(name)).origin);
  return {
    started,
    urlOf: (worker) => urls.get(worker) as string,
    cpu: () => nanoseconds(pid) / 1e6,
    memory: () => (Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * 4096) / 1e6,
    inspector: () => miniflare.getInspectorURL(),
    kv: (worker, binding) => miniflare.getKVNamespace(binding, worker),
    stop: () => miniflare.dispose(),
  };
}
