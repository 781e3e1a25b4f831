import { spawn } from 'node:child_process';
import { cpSync, existsSync, globSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { freePort, TOKEN, temporaryFolder } from '../cli/server.ts';
import { until } from './subscriber.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** A site that runs from a copy of this project, with its own settings and no stories yet. */
export interface Newsroom {
  url: string;
  /** Publishes a story. Returns when it was acknowledged, in milliseconds. */
  publish: (fields?: Record<string, unknown>) => Promise<number>;
  feed: (path: string) => Promise<{ body: Buffer; type: string }>;
  status: () => Promise<{ troubles: { what: string }[] }>;
  subscribe: (parameters: Record<string, string>) => Promise<Response>;
  /** Waits until the hub has stored a subscription of this callback that was requested at `since` or later. */
  untilSubscribed: (callback: string, since: number) => Promise<unknown>;
  /** Waits until the hub has no subscription of this callback. */
  untilUnsubscribed: (callback: string) => Promise<unknown>;
  /** Returns the resident memory of workerd, in MB. */
  memory: () => number;
  /** Returns the CPU time that workerd has used, in seconds. */
  cpu: () => number;
  /** Calls the API under `/api`. */
  call: (
    method: string,
    path: string,
    request?: { body?: unknown; headers?: Record<string, string> },
  ) => Promise<Response>;
  /** Returns the files in which the Durable Objects of a class keep their tables. */
  databasesOf: (className: string) => string[];
  /** Runs the scheduled job. */
  runJob: () => Promise<unknown>;
  /** Stops the site, and starts it again with other variables and what it has stored. */
  restart: (vars: Record<string, string>) => Promise<Newsroom>;
  stop: () => Promise<void>;
}

export interface Options {
  /** Fields that override those of data/site.json. */
  site?: Record<string, unknown>;
  /** Text replacements in wrangler.toml. */
  wrangler?: [what: string, by: string][];
  vars?: Record<string, string>;
}

function copyProject({ site, wrangler }: Options): string {
  const copy = temporaryFolder();
  for (const name of ['src', 'data', 'package.json', 'tsconfig.json']) {
    cpSync(join(root, name), join(copy, name), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  const identity = JSON.parse(readFileSync(join(root, 'data/site.json'), 'utf8'));
  writeFileSync(join(copy, 'data/site.json'), JSON.stringify({ ...identity, ...site }));
  let settings = readFileSync(join(root, 'wrangler.toml'), 'utf8');
  for (const [what, by] of wrangler ?? []) {
    if (!settings.includes(what)) throw new Error(`wrangler.toml has no ${what}`);
    settings = settings.replace(what, by);
  }
  writeFileSync(join(copy, 'wrangler.toml'), settings);
  return copy;
}

/** Returns the numbers of a process's workerd descendants. Without /proc, none. */
function runtimesOf(pid: number): string[] {
  if (!existsSync('/proc')) return [];
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
  return children.flatMap((child) =>
    readFileSync(`/proc/${child}/comm`, 'utf8').trim() === 'workerd' ? [child] : runtimesOf(Number(child)),
  );
}

/** Adds up some fields of a file that each workerd has in /proc, counted from 0. */
const sumOf = (pid: number, file: string, fields: readonly number[]): number =>
  runtimesOf(pid)
    .map((runtime) => readFileSync(`/proc/${runtime}/${file}`, 'utf8').split(' '))
    .reduce((sum, values) => sum + fields.reduce((some, field) => some + Number(values[field]), 0), 0);

/** Returns when the stored subscription of a callback was requested, read from the SQLite files of the Durable Objects. */
function subscribedSince(copy: string, callback: string): number | undefined {
  const folder = join(copy, '.wrangler/state/v3/do/edgewire-Subscriptions');
  return globSync('*.sqlite', { cwd: folder })
    .filter((file) => file !== 'metadata.sqlite')
    .flatMap((file) => {
      using database = new DatabaseSync(join(folder, file), { readOnly: true, timeout: 10_000 });
      const hasTable = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'subscription'").get();
      if (!hasTable) return [];
      return database.prepare('SELECT asked FROM subscription WHERE callback = ?').all(callback);
    })
    .map(({ asked }) => Number(asked))[0];
}

export const openNewsroom = (options: Options = {}): Promise<Newsroom> => open(options, copyProject(options));

/** Starts the site in a copy of this project, on a port of its own or on the given one. */
async function open(options: Options, copy: string, samePort?: number): Promise<Newsroom> {
  const port = samePort ?? (await freePort());
  const url = `http://127.0.0.1:${port}`;
  const vars = {
    SITE_URL: url,
    PUBLISH_TOKEN: `tester:${TOKEN}`,
    HUB_LOOPBACK: 'true',
    HUB_RETRY_SECONDS: '1',
    REUSE_SECONDS: '0',
    ...options.vars,
  };
  const script = join(root, 'node_modules/wrangler/bin/wrangler.js');
  const flags = Object.entries(vars).flatMap(([name, value]) => ['--var', `${name}:${value}`]);
  const child = spawn(
    process.execPath,
    [
      script,
      'dev',
      '--ip',
      '127.0.0.1',
      '--port',
      String(port),
      '--show-interactive-dev-session=false',
      ...flags,
    ],
    {
      cwd: copy,
      env: { ...process.env, CLOUDFLARE_CF_FETCH_ENABLED: 'false', WRANGLER_SEND_METRICS: 'false' },
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  process.on('exit', () => {
    try {
      process.kill(-(child.pid ?? 0), 'SIGKILL');
    } catch {
      // The process has ended already.
    }
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (part) => {
      output += String(part);
    });
  }
  while (
    !(await fetch(`${url}/`).then(
      (response) => response.ok,
      () => false,
    ))
  ) {
    // Another program has taken the port meanwhile.
    if (child.exitCode !== null && /Address already in use/.test(output)) return open(options, copy);
    if (child.exitCode !== null) throw new Error(`The server exited.\n${output}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }

  const headers = { Authorization: `Bearer ${TOKEN}`, 'Content-Type': 'application/json' };
  let count = 0;
  const call: Newsroom['call'] = (method, path, request = {}) =>
    fetch(`${url}/api${path}`, {
      method,
      headers: { ...headers, ...request.headers },
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
    });
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    process.kill(-(child.pid ?? 0), 'SIGKILL');
    await ended;
  };
  return {
    url,
    call,
    databasesOf: (className) => {
      const folder = join(copy, `.wrangler/state/v3/do/edgewire-${className}`);
      const files = globSync('*.sqlite', { cwd: folder }).filter((file) => file !== 'metadata.sqlite');
      return files.map((file) => join(folder, file));
    },
    runJob: () => fetch(`${url}/cdn-cgi/handler/scheduled`),
    restart: async (changed) => {
      await stop();
      return open({ ...options, vars: { ...options.vars, ...changed } }, copy, port);
    },
    publish: async (fields = {}) => {
      const slug = `story-${++count}`;
      const story = {
        headline: `Story ${count}`,
        abstract: 'What happened.',
        articleBody: 'What we think.([a](https://a.example/))',
        inLanguage: 'en',
        datePublished: '2026-01-01T00:00:00Z',
        keywords: ['web-feeds'],
        ...fields,
      };
      const response = await call('PUT', `/stories/${slug}`, { body: { slug, ...story } });
      if (!response.ok) throw new Error(await response.text());
      return Date.now();
    },
    feed: async (path) => {
      const response = await fetch(`${url}${path}`);
      return {
        body: Buffer.from(await response.arrayBuffer()),
        type: response.headers.get('Content-Type') ?? '',
      };
    },
    status: async () => (await (await call('GET', '/status')).json()) as never,
    subscribe: (parameters) =>
      fetch(`${url}/hub`, {
        method: 'POST',
        body: new URLSearchParams({ 'hub.mode': 'subscribe', 'hub.topic': `${url}/atom.xml`, ...parameters }),
      }),
    untilSubscribed: (callback, since) =>
      until('the subscription', () => (subscribedSince(copy, callback) ?? -1) >= since),
    untilUnsubscribed: (callback) =>
      until('the end of the subscription', () => subscribedSince(copy, callback) === undefined),
    memory: () => (sumOf(child.pid ?? 0, 'statm', [1]) * 4096) / 1e6,
    cpu: () => sumOf(child.pid ?? 0, 'stat', [13, 14]) / 100,
    stop,
  };
}
