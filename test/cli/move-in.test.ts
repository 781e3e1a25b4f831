import assert from 'node:assert/strict';
import { once } from 'node:events';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, test } from 'node:test';
import type { ReportFacts } from '../../src/move/in/report/facts.ts';
import { pngOf } from '../campaigns/move-in/old-site.ts';
import { runMove } from '../campaigns/move-in/run.ts';
import { listStories, walk } from '../campaigns/move-in/walk.ts';
import { callApi, changeOnServer, root, runStory } from './run.ts';
import { type Server, startServer, TOKEN, temporaryFolder } from './server.ts';

// Moves old sites into one server, and walks through their addresses.

const CORPORA = [
  'wordpress-classic.xml',
  'wordpress-blocks.xml',
  'ghost-lexical.json',
  'ghost-mobiledoc.json',
];

const folder = temporaryFolder();
const corpus = (name: string) => join(root, 'test/move-in/corpus', name);
const work = (name: string) => join(folder, name);

let server: Server;
/** The old sites: each picture of theirs is there, and another one. */
const old = createServer((request, response) => {
  const path = request.url ?? '';
  if (!/\.(jpe?g|png|webp|gif)$/.test(path)) return response.writeHead(404).end();
  const number = Array.from(path, (letter, at) => letter.charCodeAt(0) * (at + 1)).reduce(
    (sum, each) => sum + each,
    0,
  );
  return response.writeHead(200, { 'Content-Type': 'image/png' }).end(pngOf(number));
});
let site: string;

before(async () => {
  old.listen(0, '127.0.0.1');
  await once(old, 'listening');
  site = `http://127.0.0.1:${(old.address() as AddressInfo).port}`;
  server = await startServer();
});
after(async () => {
  old.close();
  old.closeAllConnections();
  await server.stop();
});

const moveIn = (name: string, ...flags: string[]) =>
  runStory(['move-in', corpus(name), '--site', site, '--work', work(name), ...flags], { url: server.url });
const reportOf = (name: string): ReportFacts =>
  JSON.parse(readFileSync(join(work(name), 'report.json'), 'utf8'));
const reportText = (name: string) => readFileSync(join(work(name), 'report.md'), 'utf8');
const rows = (name: string, query: string): Record<string, string>[] => {
  const database = new DatabaseSync(join(work(name), 'work.sqlite'), { readOnly: true });
  try {
    return database.prepare(query).all() as Record<string, string>[];
  } finally {
    database.close();
  }
};
const storiesOf = () => listStories(server.url, TOKEN);
async function untilWritten(): Promise<void> {
  for (;;) {
    const { outbox } = (await (await callApi(server.url, 'GET', '/status')).json()) as {
      outbox: { depth: number };
    };
    if (outbox.depth === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

for (const name of CORPORA) {
  describe(name, () => {
    test('a dry run changes nothing, and its report is that of the move', async () => {
      const before = await storiesOf();
      const { output, code } = await moveIn(name, '--dry-run');
      assert.equal(code, 0, output);
      assert.match(output, /^A dry run: nothing was changed\./);
      assert.deepEqual(await storiesOf(), before);
      const foreseen = reportOf(name);
      // Stopped by a power cut in the middle of its work, if it is not faster.
      await runMove({
        server: server.url,
        args: [corpus(name), '--site', site],
        work: work(name),
        begun: Date.now(),
        isTime: ({ stories }) => stories > 0,
      });
      const { output: ended, code: end } = await moveIn(name);
      assert.equal(end, 0, ended);
      const { isDryRun, ...facts } = reportOf(name);
      assert.equal(isDryRun, false);
      assert.deepEqual({ ...facts, isDryRun: true }, foreseen);
      assert.equal((await storiesOf()).length, before.length + facts.stories.new);
      assert.equal(facts.stories.new, facts.stories.planned);
      assert.ok(facts.pictures.brought > 0);
    });

    test('a second move duplicates nothing, even without its work folder', async () => {
      const before = await storiesOf();
      const first = reportOf(name);
      for (const isGone of [false, true]) {
        if (isGone) rmSync(work(name), { recursive: true });
        const { output, code } = await moveIn(name);
        assert.equal(code, 0, output);
        const again = reportOf(name);
        for (const kind of ['stories', 'drafts', 'pages', 'redirects'] as const) {
          const { planned, there } = again[kind];
          assert.deepEqual(
            [kind, planned, there],
            [kind, first[kind].planned, first[kind].new + first[kind].there],
          );
        }
        assert.deepEqual(await storiesOf(), before);
      }
    });

    test('every old address leads with one redirect to what it showed', async () => {
      await untilWritten();
      // Two sites may have had the same address: `/?cat=2`. A scheduled story is not there yet.
      const query = `SELECT address, target FROM redirect JOIN sent ON kind = 'redirect' AND sent.key = redirect.key
        WHERE server = '${server.url}' AND outcome IN ('new', 'there')`;
      const hidden = (await storiesOf())
        .filter(({ status }) => status !== 'published')
        .map(({ slug }) => `/stories/${slug}`);
      const sent = rows(name, query).filter(({ target = '' }) => !hidden.includes(target));
      const addresses = sent.map(({ address = '', target = '' }) => {
        const { pathname, search } = new URL(address);
        return { path: `${pathname}${search}`, leadsTo: target, shows: '' };
      });
      assert.ok(addresses.length > 10);
      assert.deepEqual(await walk(server.url, addresses), []);
    });

    test('drafts and what was private are not public', async () => {
      for (const { slug } of rows(name, "SELECT slug FROM plan WHERE kind = 'draft'")) {
        const response = await fetch(`${server.url}/stories/${slug}`);
        assert.equal(response.status, 404, slug);
      }
      const report = reportOf(name);
      assert.ok(report.drafts.planned > 0);
      const { drafts } = (await (await callApi(server.url, 'GET', '/drafts')).json()) as {
        drafts: { name: string }[];
      };
      const names = new Set(drafts.map((draft) => draft.name));
      for (const { slug = '' } of rows(name, "SELECT slug FROM plan WHERE kind = 'draft'"))
        assert.ok(names.has(slug));
    });
  });
}

test('feeds state the ids that readers of the old feeds know', async () => {
  await untilWritten();
  const identifiers = new Set((await storiesOf()).map(({ identifier }) => identifier));
  const [{ identifier = '' } = {}] = rows(
    'wordpress-classic.xml',
    `SELECT json ->> 'identifier' AS identifier FROM plan WHERE kind = 'story' AND identifier IS NOT NULL`,
  );
  assert.match(identifier, /^https:\/\/harbour-gazette\.example\/\?p=\d+$/);
  assert.ok(identifiers.has(identifier));
  const [{ slug = '' } = {}] = rows(
    'wordpress-classic.xml',
    "SELECT slug FROM plan WHERE kind = 'story' LIMIT 1",
  );
  assert.match(
    await (await fetch(`${server.url}/stories/${slug}.json`)).text(),
    /harbour-gazette\.example\/\?p=/,
  );
});

test('a story that was changed here stays as it is, and the report says so', async () => {
  const name = 'wordpress-classic.xml';
  const [{ slug = '' } = {}] = rows(name, "SELECT slug FROM plan WHERE kind = 'story' LIMIT 1");
  const revision = await changeOnServer(server.url, slug, { headline: 'A headline of the newsroom' });
  const { output } = await moveIn(name);
  assert.match(output, /1 different here, kept/);
  assert.match(
    reportText(name),
    new RegExp(`the story ${slug}.*it was changed or withdrawn since it moved in`),
  );
  const story = (await (await callApi(server.url, 'GET', `/stories/${slug}`)).json()) as { revision: number };
  assert.equal(story.revision, revision);
});

test('a post that the old site changes is updated here, one that it hides stays, and the report says so', async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'changing.xml');
  const report = () => readFileSync(join(folder, 'work', 'report.md'), 'utf8');
  const run = async (change: (xml: string) => string) => {
    const post = (id: number, slug: string) =>
      `<item><title>The ${slug} story</title><link>https://changing.example/${slug}/</link><guid>https://changing.example/?p=${id}</guid><content:encoded>The words of ${slug}, which stay.</content:encoded><wp:post_id>${id}</wp:post_id><wp:post_date>2019-05-04 10:00:00</wp:post_date><wp:post_date_gmt>2019-05-04 08:00:00</wp:post_date_gmt><wp:post_name>${slug}</wp:post_name><wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item>`;
    const xml = `<rss xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Changing</title><link>https://changing.example</link><wp:wxr_version>1.2</wp:wxr_version><wp:base_blog_url>https://changing.example</wp:base_blog_url>${post(1, 'changed')}${post(2, 'hidden')}</channel></rss>`;
    writeFileSync(file, change(xml));
    const { output, code } = await runStory(['move-in', file, '--work', join(folder, 'work')], {
      url: server.url,
    });
    assert.equal(code, 0, output);
    return output;
  };
  const changed = (xml: string) =>
    xml
      .replace('The words of changed', 'Other words of changed')
      .replace(
        '<wp:post_name>hidden</wp:post_name><wp:status>publish',
        '<wp:post_name>hidden</wp:post_name><wp:status>private',
      );
  assert.match(await run((xml) => xml), /2 stories: 2 new/);
  for (const came of [/1 story: 1 updated/, /1 story: 1 already here/]) {
    assert.match(await run(changed), came);
    const story = await callApi(server.url, 'GET', '/stories/changed');
    assert.match(await story.text(), /Other words of changed/);
    assert.match(report(), /the story hidden, which the old site does not publish any more` → public here/);
  }
  assert.match(await run((xml) => xml), /2 stories: 1 already here, 1 updated/);
  assert.doesNotMatch(report(), /the story (changed|hidden)/);
});

test('a picture that was missing is shown once it is there', async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'pictured.xml');
  const url = 'https://pictured.example/wp-content/uploads/2019/05/a.png';
  writeFileSync(
    file,
    `<rss xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Pictured</title><link>https://pictured.example</link><wp:wxr_version>1.2</wp:wxr_version><item><title>A story with a picture</title><link>https://pictured.example/pictured/</link><guid>https://pictured.example/?p=1</guid><content:encoded><![CDATA[The words, which stay.\n\n<img src="${url}" alt="Ann">]]></content:encoded><wp:post_id>1</wp:post_id><wp:post_date>2019-05-04 10:00:00</wp:post_date><wp:post_date_gmt>2019-05-04 08:00:00</wp:post_date_gmt><wp:post_name>pictured</wp:post_name><wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item></channel></rss>`,
  );
  const uploads = join(folder, 'uploads');
  const run = async (...more: string[]) => {
    const args = ['move-in', file, '--work', join(folder, 'work'), '--media', uploads, ...more];
    const { output, code } = await runStory(args, { url: server.url });
    assert.equal(code, 0, output);
    return output;
  };
  const body = async () => (await callApi(server.url, 'GET', '/stories/pictured')).text();
  mkdirSync(uploads);
  assert.match(await run(), /1 story: 1 new[\s\S]*1 picture: 0 found/);
  assert.ok((await body()).includes(`[Ann](${url})`));
  mkdirSync(join(uploads, '2019/05'), { recursive: true });
  cpSync(join(root, 'data/public/pictures/ann-lee.png'), join(uploads, '2019/05/a.png'));
  assert.match(await run('--dry-run'), /1 story: 1 would be updated[\s\S]*1 picture: 1 found/);
  assert.match(await run(), /1 story: 1 updated[\s\S]*1 picture: 1 found/);
  assert.match(await body(), /!\[Ann\]\(\/media\/[\da-f]{64}\.png#256x256\)/);
  assert.match(await run(), /1 story: 1 already here/);
});

test('a source that does not exist, and a wrong option, are said before anything is sent', async () => {
  const missing = await runStory(['move-in', join(folder, 'none.xml')], { url: server.url });
  assert.equal(missing.code, 1);
  assert.match(missing.output, /none\.xml does not exist/);
  const broken = await runStory(['move-in', 'http://[::1/feed'], { url: server.url });
  assert.equal(broken.code, 1);
  assert.match(broken.output, /^http:\/\/\[::1\/feed is no address\.$/m);
  const wrong = await moveIn('ghost-lexical.json', '--language', 'english');
  assert.equal(wrong.code, 1);
  assert.match(wrong.output, /--language must be a language tag, like en or pt-BR \(is english\)/);
});

test('an old address of another site, or one at which this site answers, becomes no redirect', async () => {
  const entries = [
    ['ours', 'https://old.example/2020/ours/'],
    ['foreign', 'https://bank.example/login/'],
    ['userinfo', 'https://old.example@evil.example/a/'],
    ['search', 'https://old.example/search'],
    ['newsroom', 'https://old.example/newsroom/people'],
    ['api', 'https://old.example/api/status'],
  ];
  const items = entries.map(
    ([name, link]) =>
      `<item><title>${name}</title><link>${link}</link><guid isPermaLink="false">id-${name}</guid><pubDate>Mon, 06 Jan 2020 10:00:00 GMT</pubDate><description>A story of ${name}.</description></item>`,
  );
  const feed = join(folder, 'hostile.xml');
  writeFileSync(
    feed,
    `<?xml version="1.0"?><rss version="2.0"><channel><title>Old</title><link>https://old.example/</link><description>x</description>${items.join('')}</channel></rss>`,
  );
  const args = ['move-in', feed, '--dry-run', '--work', work('hostile')];
  const { output, code } = await runStory(args, { url: server.url });
  assert.equal(code, 0, output);
  assert.match(output, /^6 stories: 6 would be new$/m);
  assert.match(output, /^1 redirect: 1 would be new$/m);
  const report = reportText('hostile');
  for (const [name, why] of [
    ['foreign', 'it is on another site'],
    ['search', 'the search answers there'],
    ['newsroom', 'the newsroom answers there'],
    ['api', 'the API answers there'],
  ])
    assert.match(report, new RegExp(`entry "${name}": .* → no redirect: ${why}$`, 'm'));
});
