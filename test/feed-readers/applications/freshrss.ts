import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from '../../cli/server.ts';
import { type Application, run } from '../application.ts';
import { outputOf } from '../debian-libraries.ts';

// Runs FreshRSS by its own PHP classes, with SQLite and its data in another folder.

/** Where FreshRSS is unpacked. */
const FOLDER = process.env.FRESHRSS ?? '';
const PROGRAM = fileURLToPath(new URL('../programs/freshrss.php', import.meta.url));

/** Otherwise it would ask again only after a quarter of an hour. */
const CONFIGURATION = `<?php
return ['limits' => ['cache_duration' => 1, 'cache_duration_min' => 1, 'cache_duration_max' => 1]];
`;

export const freshrss: Application = {
  name: 'FreshRSS',
  packageName:
    'FRESHRSS names the folder of its sources; php-cli php-curl php-intl php-mbstring php-sqlite3 php-xml',
  version: () => {
    if (FOLDER === '' || outputOf('php', ['-r', 'new PDO("sqlite::memory:"); curl_init();']) === undefined)
      return undefined;
    return /FRESHRSS_VERSION = '([^']+)'/.exec(readFileSync(join(FOLDER, 'constants.php'), 'utf8'))?.[1];
  },
  formats: ['rss', 'atom', 'json'],
  subscribe: async (url, format) => {
    const data = join(temporaryFolder(), 'data');
    cpSync(join(FOLDER, 'data'), data, { recursive: true });
    writeFileSync(join(data, 'config.custom.php'), CONFIGURATION);
    const php = (program: string, ...args: string[]) => run('php', [program, ...args], { DATA_PATH: data });
    const cli = (name: string, ...args: string[]) => php(join(FOLDER, 'cli', name), ...args);
    await cli('prepare.php');
    const settings = {
      'default-user': 'reader',
      'auth-type': 'none',
      environment: 'production',
      'base-url': 'http://127.0.0.1',
      language: 'en',
      'db-type': 'sqlite',
    };
    const options = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
    await cli('do-install.php', ...options);
    await cli('create-user.php', '--user', 'reader', '--language', 'en');
    let homePage = '';
    return {
      refresh: async () => {
        await setTimeout(2000);
        homePage = await php(PROGRAM, FOLDER, format, url);
      },
      items: async () => {
        const database = new DatabaseSync(join(data, 'users', 'reader', 'db.sqlite'), { readOnly: true });
        const rows = database.prepare('SELECT guid, title, author, link, content, date FROM entry').all();
        database.close();
        return (rows as Record<string, string>[]).map((row) => ({
          id: row.guid ?? null,
          // Escaped for its page.
          title: unescaped(row.title ?? ''),
          link: unescaped(row.link ?? ''),
          content: row.content ?? null,
          authors: row.author ? [unescaped(row.author)] : [],
          published: new Date(Number(row.date) * 1000).toISOString(),
          updated: null,
        }));
      },
      homePage: async () => homePage,
      stop: async () => {},
    };
  },
};

const ENTITIES: Record<string, string> = { lt: '<', gt: '>', quot: '"', '#039': "'", amp: '&' };
const unescaped = (text: string) =>
  text.replace(/&(lt|gt|quot|#039|amp);/g, (_, name) => ENTITIES[name] ?? '');
