import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { temporaryFolder } from '../../cli/server.ts';
import { type Application, run } from '../application.ts';
import { debianVersion } from '../debian-libraries.ts';

export const newsboat: Application = {
  name: 'newsboat',
  packageName: 'newsboat',
  version: () => debianVersion('newsboat'),
  formats: ['rss', 'atom'],
  subscribe: async (url) => {
    const folder = temporaryFolder();
    const file = (name: string) => join(folder, name);
    writeFileSync(file('urls'), url);
    writeFileSync(file('config'), 'reload-threads 1\n');
    return {
      refresh: async () => {
        const options = ['-u', file('urls'), '-c', file('cache.db'), '-C', file('config')];
        await run('newsboat', [...options, '-x', 'reload'], { HOME: folder });
      },
      items: async () => {
        const database = new DatabaseSync(file('cache.db'), { readOnly: true });
        const rows = database
          .prepare('SELECT guid, title, author, url, pubDate, content FROM rss_item')
          .all();
        database.close();
        return (rows as Record<string, string>[]).map((row) => ({
          id: row.guid ?? null,
          title: row.title ?? null,
          link: row.url ?? null,
          content: row.content ?? null,
          authors: row.author ? [row.author] : [],
          published: new Date(Number(row.pubDate) * 1000).toISOString(),
          updated: null,
        }));
      },
      homePage: async () => {
        const database = new DatabaseSync(file('cache.db'), { readOnly: true });
        const { url: homePage } = database.prepare('SELECT url FROM rss_feed').get() as { url: string };
        database.close();
        return homePage;
      },
      stop: async () => {},
    };
  },
};
