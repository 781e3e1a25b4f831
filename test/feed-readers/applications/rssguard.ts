import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import { temporaryFolder } from '../../cli/server.ts';
import type { Application } from '../application.ts';
import { debianVersion } from '../debian-libraries.ts';

// Runs RSS Guard without a window. It is started for each refresh, updates its feeds at the start, and is ended after that.

const SETTINGS = `[main]
first_run=false
update_on_start=false
[feeds]
feeds_update_on_startup=true
feeds_update_on_startup_delay=1
`;
/** What RSS Guard calls the formats. */
const TYPES = { rss: 1, atom: 3, json: 4 };

export const rssGuard: Application = {
  name: 'RSS Guard',
  packageName: 'rssguard dbus-daemon',
  version: () => debianVersion('rssguard'),
  formats: ['rss', 'atom', 'json'],
  subscribe: async (url, format) => {
    const home = temporaryFolder();
    const data = join(home, 'data');
    const file = join(data, 'database', 'database.db');
    mkdirSync(join(data, 'config'), { recursive: true });
    mkdirSync(join(home, 'run'), { mode: 0o700 });
    writeFileSync(join(data, 'config', 'config.ini'), SETTINGS);
    /** Runs it until it logs this. */
    const runUntil = async (log: string) => {
      const child = spawn('dbus-run-session', ['--', 'rssguard', '-d', data], {
        env: {
          ...process.env,
          HOME: home,
          LANG: 'C.UTF-8',
          XDG_RUNTIME_DIR: join(home, 'run'),
          QT_QPA_PLATFORM: 'offscreen',
          QTWEBENGINE_DISABLE_SANDBOX: '1',
        },
        stdio: ['ignore', 'pipe', 'pipe'],
        // A process group of its own, because the session would end without its program.
        detached: true,
      });
      await new Promise<void>((resolve, reject) => {
        for (const stream of [child.stdout, child.stderr])
          stream.on('data', (part) => {
            if (String(part).includes(log)) resolve();
          });
        child.once('exit', () => reject(new Error('RSS Guard exited unexpectedly.')));
      });
      await setTimeout(1000);
      const ended = new Promise((resolve) => child.once('exit', resolve));
      process.kill(-(child.pid ?? 0), 'SIGTERM');
      await ended;
    };
    // It makes its tables, and has no feed to update.
    await runUntil('Finished feed updates');
    const database = new DatabaseSync(file);
    database.exec("INSERT INTO Accounts (id, type) VALUES (1, 'std-rss')");
    database
      .prepare(
        `INSERT INTO Feeds (id, title, category, source, update_type, account_id, custom_id, custom_data)
         VALUES (1, 'Wire', -1, ?, 1, 1, '1', ?)`,
      )
      .run(url, JSON.stringify({ type: TYPES[format], encoding: 'UTF-8' }));
    database.close();
    return {
      refresh: () => runUntil('Finished feed updates'),
      items: async () => {
        const stored = new DatabaseSync(file, { readOnly: true });
        const rows = stored
          .prepare('SELECT custom_id, title, url, author, contents, date_created FROM Messages')
          .all();
        stored.close();
        return (rows as Record<string, string>[]).map((row) => ({
          id: row.custom_id ?? null,
          title: row.title ?? null,
          link: row.url ?? null,
          content: row.contents ?? null,
          authors: row.author ? [row.author] : [],
          published: new Date(Number(row.date_created)).toISOString(),
          updated: null,
        }));
      },
      homePage: async () => null,
      stop: async () => {},
    };
  },
};
