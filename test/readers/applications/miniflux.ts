import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, chownSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { freePort, temporaryFolder } from '../../cli/server.ts';
import { type Application, run, type Subscription } from '../application.ts';
import { debianVersion, outputOf } from '../debian-libraries.ts';

// Runs Miniflux with its own PostgreSQL, and uses its API.

const POSTGRES = '/usr/lib/postgresql';
const USER = 'reader';
const PASSWORD = 'a-password';

const postgresPrograms = () =>
  existsSync(POSTGRES)
    ? readdirSync(POSTGRES)
        .sort((a, b) => Number(b) - Number(a))
        .map((version) => join(POSTGRES, version, 'bin'))
        .find((folder) => existsSync(join(folder, 'initdb')))
    : undefined;

interface Installation {
  ask: (method: string, path: string, body?: unknown) => Promise<unknown>;
  stop: () => Promise<void>;
}

async function install(): Promise<Installation> {
  const folder = temporaryFolder();
  const programs = postgresPrograms() ?? '';
  const data = join(folder, 'data');
  const [databasePort, port] = [await freePort(), await freePort()];
  // PostgreSQL refuses to run as root.
  const isRoot = process.getuid?.() === 0;
  if (isRoot) {
    const id = (option: string) => Number(outputOf('id', [option, 'postgres']));
    chmodSync(folder, 0o755);
    chownSync(folder, id('-u'), id('-g'));
  }
  const asPostgres = (command: string, ...args: string[]): [string, string[]] =>
    isRoot
      ? ['runuser', ['-u', 'postgres', '--', join(programs, command), ...args]]
      : [join(programs, command), args];
  await run(...asPostgres('initdb', '-D', data, '-U', 'miniflux', '-A', 'trust', '-E', 'UTF8'));
  const children: ChildProcess[] = [];
  const start = (command: string, args: readonly string[], env: Record<string, string> = {}) => {
    const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: 'ignore', cwd: folder });
    children.push(child);
    return child;
  };
  start(...asPostgres('postgres', '-D', data, '-p', String(databasePort), '-h', '127.0.0.1', '-k', folder));
  const url = `postgres://miniflux@127.0.0.1:${databasePort}`;
  for (let tries = 0; ; tries++) {
    try {
      await run(join(programs, 'createdb'), [
        '-h',
        '127.0.0.1',
        '-p',
        String(databasePort),
        '-U',
        'miniflux',
        'miniflux',
      ]);
      break;
    } catch (error) {
      if (tries === 40) throw error;
      await setTimeout(500);
    }
  }
  start('miniflux', [], {
    DATABASE_URL: `${url}/miniflux?sslmode=disable`,
    RUN_MIGRATIONS: '1',
    CREATE_ADMIN: '1',
    ADMIN_USERNAME: USER,
    ADMIN_PASSWORD: PASSWORD,
    LISTEN_ADDR: `127.0.0.1:${port}`,
    DISABLE_SCHEDULER_SERVICE: '1',
  });
  const ask = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(`http://127.0.0.1:${port}/v1${path}`, {
      method,
      headers: { Authorization: `Basic ${Buffer.from(`${USER}:${PASSWORD}`).toString('base64')}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`Miniflux answered ${response.status} to ${method} ${path}: ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  };
  for (let tries = 0; ; tries++) {
    try {
      await ask('GET', '/me');
      break;
    } catch (error) {
      if (tries === 60) throw error;
      await setTimeout(500);
    }
  }
  return {
    ask,
    stop: async () => {
      for (const child of children.reverse()) {
        const ended = new Promise((resolve) => child.once('exit', resolve));
        child.kill('SIGTERM');
        await ended;
      }
    },
  };
}

interface Entry {
  url: string;
  title: string;
  content: string;
  author: string;
  published_at: string;
}

export const miniflux: Application = {
  name: 'Miniflux',
  packageName: 'miniflux postgresql',
  version: () => (postgresPrograms() ? debianVersion('miniflux') : undefined),
  formats: ['rss', 'atom', 'json'],
  subscribe: async (url): Promise<Subscription> => {
    const { ask, stop } = await install();
    const { feed_id: feed } = (await ask('POST', '/feeds', { feed_url: url })) as { feed_id: number };
    return {
      refresh: async () => {
        await ask('PUT', `/feeds/${feed}/refresh`);
      },
      items: async () => {
        const { entries } = (await ask('GET', `/feeds/${feed}/entries?limit=1000`)) as { entries: Entry[] };
        return entries.map((entry) => ({
          // Miniflux stores only a hash of the story's id.
          id: null,
          title: entry.title,
          link: entry.url,
          content: entry.content,
          authors: entry.author ? [entry.author] : [],
          published: entry.published_at,
          updated: null,
        }));
      },
      homePage: async () => ((await ask('GET', `/feeds/${feed}`)) as { site_url: string }).site_url,
      stop,
    };
  },
};
