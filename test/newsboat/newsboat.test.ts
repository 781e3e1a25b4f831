import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { escapeHtml } from '../../src/lib/html.ts';
import { readStories } from '../../src/newsroom/stories/cli/story-files.ts';
import { withDate } from '../../src/site/story/story.ts';
import { freePort, type Server, startServer, TOKEN, temporaryFolder } from '../cli/server.ts';

// Runs newsboat as its users do. It talks to the server through a proxy that records the answers.

const run = promisify(execFile);

/** newsboat does not read JSON Feed. */
const PATHS = ['/rss.xml', '/atom.xml'];

let server: Server;
let proxy: ReturnType<typeof createServer>;
let siteUrl: string;
const answers: { path: string; status: number; conditional: boolean }[] = [];

function forward(incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { method = 'GET', url = '/', headers } = incoming;
  const forwarded = request(`${server.url}${url}`, { method, headers }, (answer) => {
    const conditional = headers['if-none-match'] !== undefined || headers['if-modified-since'] !== undefined;
    answers.push({ path: url, status: answer.statusCode ?? 0, conditional });
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  });
  forwarded.end();
}

before(async () => {
  const port = await freePort();
  siteUrl = `http://127.0.0.1:${port}`;
  server = await startServer({ siteUrl });
  proxy = createServer(forward).listen(port, '127.0.0.1');
});

after(async () => {
  proxy.close();
  await server.stop();
});

type Item = Record<string, string | number>;

/** Reads what newsboat has stored. */
function readCache(path: string): { items: Item[]; title: string } {
  const database = new DatabaseSync(path, { readOnly: true });
  const query = 'SELECT guid, title, author, url, pubDate, content FROM rss_item ORDER BY pubDate';
  const items = database.prepare(query).all() as Item[];
  const { title } = database.prepare('SELECT title FROM rss_feed').get() as { title: string };
  database.close();
  return { items, title };
}

/** Subscribes an empty newsboat to a feed. Calls `between` with its items after each reload; returns what it has after the last. */
async function subscribe(
  feed: string,
  reloads = 3,
  between: (items: Item[]) => Promise<void> = async () => {},
) {
  const folder = temporaryFolder();
  const file = (name: string) => join(folder, name);
  writeFileSync(file('urls'), feed);
  writeFileSync(file('config'), 'reload-threads 1\n');
  for (let fetch = 0; fetch < reloads; fetch++) {
    await run(
      'newsboat',
      ['-u', file('urls'), '-c', file('cache.db'), '-C', file('config'), '-x', 'reload'],
      {
        env: { ...process.env, HOME: folder },
        timeout: 300_000,
      },
    );
    await between(readCache(file('cache.db')).items);
  }
  return readCache(file('cache.db'));
}

/** Sends the API a change, and waits until the feed shows it. */
async function change(
  method: string,
  path: string,
  { body, feed, until }: { body?: object; feed: string; until: (text: string) => boolean },
): Promise<void> {
  const response = await fetch(`${server.url}/api/stories/${path}`, {
    method,
    headers: { Authorization: `Bearer ${TOKEN}`, 'Content-Type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  assert.ok(response.ok, `${method} ${path} was answered with ${response.status}`);
  while (!until(await (await fetch(`${server.url}${feed}`)).text())) await setTimeout(200);
}

const record = (headline: string) => ({
  headline,
  abstract: 'What happened.',
  articleBody: 'What we think.',
  inLanguage: 'en',
  datePublished: '2026-03-04T09:30:00Z',
  keywords: ['web-feeds'],
});

// Each feed needs its own newsboat, which identifies stories by their guid and keeps one copy across feeds.
for (const path of PATHS) {
  test(`newsboat gets every story of ${path}, and a 304 when nothing has changed`, async () => {
    const folder = fileURLToPath(new URL('../../data/stories', import.meta.url));
    const stories = (await readStories([folder]))
      .map(({ story }) => withDate(story, 0))
      .sort((a, b) => Date.parse(a.datePublished) - Date.parse(b.datePublished));
    const { items, title } = await subscribe(`${siteUrl}${path}`);
    assert.equal(title, 'Open Wire');
    assert.equal(items.length, stories.length);
    for (const [index, story] of stories.entries()) {
      const item = items[index];
      assert.equal(item?.title, story.headline);
      assert.equal(item?.url, `${siteUrl}/stories/${story.slug}`);
      assert.equal(item?.guid, `tag:edgewire.example,2026:stories/${story.slug}`);
      assert.equal(item?.pubDate, Date.parse(story.datePublished) / 1000);
      const names = story.author.map(({ name }) => name);
      // In RSS, one element names all authors. In Atom, newsboat joins the list itself.
      const byline = path === '/rss.xml' ? new Intl.ListFormat('en').format(names) : names.join(', ');
      assert.equal(item?.author, byline);
      const content = String(item?.content);
      assert.match(content, /TL;DR \(AI-generated[):;]/, 'says that the TL;DR is AI-generated');
      for (const { quote } of story.evidence) {
        assert.ok(content.includes(`<q>${escapeHtml(quote.exact)}</q>`), `quotes "${quote.exact}"`);
      }
      const claims = new Set(story.evidence.map(({ claim }) => claim)).size;
      assert.equal(content.match(/<sup><a href="[^"]+#:~:text=[^"]+">\[\d+\]<\/a>/g)?.length ?? 0, claims);
      assert.ok(content.includes('<h2>Sources</h2>'), 'ends with the sources');
      for (const { url } of story.citation) {
        assert.ok(content.includes(url.replaceAll('&', '&amp;')), `links to ${url}`);
      }
    }
    const fetches = answers.filter((answer) => answer.path === path);
    assert.deepEqual(fetches.at(0), { path, status: 200, conditional: false });
    assert.deepEqual(fetches.at(-1), { path, status: 304, conditional: true });
  });
}

test('newsboat, which sends "A-IM: feed", gets a 226 with the new stories, and keeps the others', async () => {
  const before = (await subscribe(`${siteUrl}/topics/web-feeds/atom.xml`, 1)).items.length;
  answers.length = 0;
  let reloads = 0;
  // newsboat sends conditional requests from its third reload on.
  const publish = async () => {
    if (++reloads !== 2) return;
    const feed = '/topics/web-feeds/atom.xml';
    const until = (text: string) => text.includes('Brand new');
    await change('PUT', 'brand-new', { body: record('Brand new'), feed, until });
  };
  const { items } = await subscribe(`${siteUrl}/topics/web-feeds/atom.xml`, 4, publish);
  assert.deepEqual(
    answers.map(({ status }) => status),
    [200, 200, 226, 304],
  );
  assert.equal(items.length, before + 1);
  assert.ok(items.some(({ title }) => title === 'Brand new'));
});

for (const path of PATHS) {
  test(`a withdrawal in ${path} replaces the story's words in newsboat, and a restoration brings them back`, async () => {
    const slug = `taken-back-${path.slice(1, 4)}`;
    const feed = `/topics/web-feeds${path}`;
    const body = record(`Wrong ${slug}`);
    await change('PUT', slug, { body, feed, until: (text) => text.includes(body.headline) });
    const reason = 'The source took it back.';
    const seen: (Item | undefined)[] = [];
    await subscribe(`${siteUrl}${feed}`, 5, async (items) => {
      seen.push(items.find(({ url }) => url === `${siteUrl}/stories/${slug}`));
      // newsboat sends conditional requests from its third reload on, so one change comes before that and one after.
      const isGone = (text: string) => !text.includes(body.headline);
      const isBack = (text: string) => text.includes(body.headline);
      if (seen.length === 1) {
        await change('DELETE', `${slug}?reason=${encodeURIComponent(reason)}`, { feed, until: isGone });
      }
      if (seen.length === 3) await change('POST', `${slug}/restore`, { feed, until: isBack });
    });
    const [before, ...after] = seen;
    assert.equal(before?.title, body.headline);
    for (const notice of after.slice(0, 2)) {
      const { title, content, ...same } = notice ?? {};
      assert.equal(title, 'This story was withdrawn');
      assert.match(
        String(content),
        /^<p>This story was withdrawn on .+<\/p>\s*<p>.*The source took it back\./,
      );
      assert.doesNotMatch(String(content), /What happened|What we think/);
      const { title: _title, content: _content, ...own } = before ?? {};
      assert.deepEqual(same, own);
    }
    for (const restored of after.slice(2)) assert.deepEqual(restored, before);
  });
}
