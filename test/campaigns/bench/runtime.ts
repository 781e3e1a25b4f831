import { subscribe } from 'node:diagnostics_channel';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare, type V4MiniflareOptions } from 'miniflare';
import { config, type Module } from './build.ts';

/** The API token of the bench's newsrooms. */
export const TOKEN = 'bench-token';

/** A Worker in the runtime, with its own socket. */
export interface Worker {
  name: string;
  modules: Module[];
  /** Variables that override those of wrangler.toml. */
  bindings?: Record<string, string>;
  kv?: Record<string, string>;
  /** Whether it has the Durable Objects, queue and rate limits of wrangler.toml. */
  isNewsroom?: boolean;
}

export interface Runtime {
  /** Returns the URL of a Worker's own socket. */
  urlOf: (worker: string) => string;
  /** When the workerd process was started, by `performance.now()`. Excludes Miniflare's preparations. */
  started: number;
  /** The id of the workerd process. */
  pid: number;
  /** Returns the CPU time of all threads of workerd so far, in milliseconds. */
  cpu: () => number;
  /** Returns the resident memory of workerd, in MB. */
  memory: () => number;
  /** Returns the URL of the inspector, if `openRuntime` opened one. */
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

/** Returns how long all threads of a process have run, in nanoseconds. */
const nanoseconds = (pid: number) =>
  readdirSync(`/proc/${pid}/task`).reduce((sum, task) => {
    const file = `/proc/${pid}/task/${task}/schedstat`;
    return sum + (existsSync(file) ? Number(readFileSync(file, 'utf8').split(' ')[0]) : 0);
  }, 0);

/** When this process last started a child process. */
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
  // The bench sends more requests than the real limits allow.
  ratelimits: Object.fromEntries(
    config.ratelimits.map(({ name, namespace_id }) => [
      name,
      { namespace_id, simple: { limit: 1_000_000, period: 60 as const } },
    ]),
  ),
};

/**
 * Starts workerd with these Workers in one process, each with its own socket. There is no Workers Cache, which on Cloudflare
 * answers most requests.
 *
 * @param state the folder for the storage of KV and Durable Objects
 * @param flags the compatibility flags of every Worker
 */
export async function openRuntime(
  workers: readonly Worker[],
  {
    state,
    flags = config.compatibility_flags,
    inspector = false,
  }: { state: string; flags?: string[]; inspector?: boolean },
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
      compatibilityFlags: flags,
      bindings: { ...config.vars, PUBLISH_TOKEN: `bench:${TOKEN}`, ...bindings },
      kvNamespaces: kv,
      unsafeDirectSockets: [{ host: '127.0.0.1', port: 0 }],
      ...(isNewsroom ? NEWSROOM : {}),
    })),
  };
  const miniflare = new Miniflare(convertV4MiniflareOptions(options));
  await miniflare.ready;
  const pid = runtimesOf(process.pid).find((each) => !before.includes(each));
  if (pid === undefined) throw new Error('workerd did not start.');
  const urls = new Map<string, string>();
  for (const { name } of workers) urls.set(name, (await miniflare.unsafeGetDirectURL(name)).origin);
  return {
    started,
    pid,
    urlOf: (worker) => urls.get(worker) as string,
    cpu: () => nanoseconds(pid) / 1e6,
    memory: () => (Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * 4096) / 1e6,
    inspector: () => miniflare.getInspectorURL(),
    kv: (worker, binding) => miniflare.getKVNamespace(binding, worker),
    stop: () => miniflare.dispose(),
  };
}
