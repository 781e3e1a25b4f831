import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { temporaryFolder } from '../../cli/server.ts';
import type { Application } from '../application.ts';
import { debianVersion, outputOf } from '../debian-libraries.ts';

// Runs Liferea with its own display, session bus and home folder. It keeps running between refreshes, because it sends
// conditional requests only for feeds that it has fetched since its start.

const SESSION = `
liferea -p >/dev/null 2>&1 & liferea=$!
until gdbus call --session -d net.sourceforge.liferea -o /net/sourceforge/liferea \\
    -m org.gtk.Actions.Describe update-all >/dev/null 2>&1; do sleep 0.5; done
sleep 3
echo ready
while read -r _; do
  gapplication action net.sourceforge.liferea update-all
  sleep 5
  echo ready
done
kill $liferea; wait $liferea
true
`;

const TOOLS = ['xvfb-run', 'dbus-run-session', 'gdbus', 'gapplication'];

export const liferea: Application = {
  name: 'Liferea',
  packageName: 'liferea xvfb xauth dbus-daemon',
  version: () =>
    TOOLS.every((tool) => outputOf('which', [tool]) !== undefined) ? debianVersion('liferea') : undefined,
  formats: ['rss', 'atom'],
  subscribe: async (url) => {
    const home = temporaryFolder();
    const at = (...path: string[]) => join(home, ...path);
    mkdirSync(at('.config', 'liferea'), { recursive: true });
    mkdirSync(at('run'), { mode: 0o700 });
    writeFileSync(
      at('.config', 'liferea', 'feedlist.opml'),
      `<?xml version="1.0"?><opml version="1.0"><head><title>Feeds</title></head><body>
<outline title="Wire" text="Wire" type="atom" xmlUrl="${url}" id="wire"/></body></opml>`,
    );
    const env = {
      HOME: home,
      XDG_CONFIG_HOME: at('.config'),
      XDG_DATA_HOME: at('.local', 'share'),
      XDG_CACHE_HOME: at('.cache'),
      XDG_RUNTIME_DIR: at('run'),
      GSETTINGS_BACKEND: 'memory',
      LIBGL_ALWAYS_SOFTWARE: '1',
      NO_AT_BRIDGE: '1',
    };
    const child = spawn('xvfb-run', ['-a', 'dbus-run-session', 'bash', '-c', SESSION], {
      env: { ...process.env, ...env },
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const answers = child.stdout[Symbol.asyncIterator]();
    const answer = async () => {
      if ((await answers.next()).done) throw new Error('Liferea exited unexpectedly.');
    };
    await answer();
    return {
      refresh: async () => {
        child.stdin.write('refresh\n');
        await answer();
      },
      items: async () => {
        const database = new DatabaseSync(at('.local', 'share', 'liferea', 'liferea.db'), { readOnly: true });
        const rows = database
          .prepare('SELECT item_id, title, source, source_id, description, date FROM items')
          .all() as Record<string, string>[];
        const metadata = database
          .prepare("SELECT item_id, value FROM metadata WHERE key IN ('author', 'creator') ORDER BY nr")
          .all() as Record<string, string>[];
        database.close();
        return rows.map((row) => ({
          id: row.source_id ?? null,
          title: row.title ?? null,
          link: row.source ?? null,
          content: row.description ?? null,
          authors: metadata.filter(({ item_id }) => item_id === row.item_id).map(({ value }) => value ?? ''),
          published: new Date(Number(row.date) * 1000).toISOString(),
          updated: null,
        }));
      },
      homePage: async () =>
        /htmlUrl="([^"]*)"/.exec(readFileSync(at('.config', 'liferea', 'feedlist.opml'), 'utf8'))?.[1] ??
        null,
      stop: async () => {
        const ended = new Promise((resolve) => child.once('exit', resolve));
        child.stdin.end();
        await ended;
      },
    };
  },
};
