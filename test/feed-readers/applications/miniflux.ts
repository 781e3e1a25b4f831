import { spawn } from 'node:child_process';
import { setTimeout } from 'node:timers/promises';
import { freePort } from '../../cli/server.ts';
import type { Application, Subscription } from '../application.ts';
import { debianVersion } from '../debian-libraries.ts';
import { end, postgresPrograms, startPostgres } from './postgres.ts';

// Runs Miniflux with its own PostgreSQL, and uses its API.

const USER = 'reader';
const PASSWORD = 'a-password';

interface Installation {
  ask: (method: string, path: string, body?: unknown) => Promise<unknown>;
  stop: () => Promise<void>;
}

async function install(): Promise<Installation> {
  const database = await startPostgres('miniflux');
  const port = await freePort();
  const env = {
    DATABASE_URL: `postgres://miniflux@127.0.0.1:${database.port}/miniflux?sslmode=disable`,
    RUN_MIGRATIONS: '1',
    CREATE_ADMIN: '1',
    ADMIN_USERNAME: USER,
    ADMIN_PASSWORD: PASSWORD,
    LISTEN_ADDR: `127.0.0.1:${port}`,
    DISABLE_SCHEDULER_SERVICE: '1',
  };
  const child = spawn('miniflux', [], { env: { ...process.env, ...env }, stdio: 'ignore' });
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
      await end(child);
      await database.stop();
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
