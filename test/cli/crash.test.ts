import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startServer, TOKEN, temporaryFolder } from './server.ts';

const story = (n: number) => ({
  slug: `s-${n}`,
  headline: `Story ${n}`,
  abstract: 'x',
  articleBody: '([a](https://a.example/))',
  inLanguage: 'en',
  // After the samples: feeds would keep them otherwise.
  datePublished: '2026-11-20T00:00:00Z',
  keywords: [`topic-${n % 3}`],
});

const headers = { Authorization: `Bearer ${TOKEN}` };

async function put(url: string, n: number): Promise<boolean> {
  try {
    const response = await fetch(`${url}/api/stories/s-${n}`, {
      method: 'PUT',
      headers: { ...headers, 'Content-Type': 'application/json' },
      body: JSON.stringify(story(n)),
    });
    await response.text();
    return response.ok;
  } catch {
    return false;
  }
}

/** Reads the slugs and revisions of all stories from the Desk. */
async function heldBy(url: string): Promise<Map<string, number>> {
  const held = new Map<string, number>();
  for (let after: number | undefined = 0; after !== undefined; ) {
    const response = await fetch(`${url}/api/stories?limit=1000&after=${after}`, { headers });
    const page = (await response.json()) as { stories: { slug: string; revision: number }[]; next?: number };
    for (const { slug, revision } of page.stories) held.set(slug, revision);
    after = page.next;
  }
  return held;
}

/** Checks that the Desk and the pages have each story that was acknowledged. */
async function findAll(url: string, acknowledged: Iterable<number>): Promise<void> {
  const held = await heldBy(url);
  for (const n of acknowledged) {
    assert.equal(held.get(`s-${n}`), 1, `the Desk has s-${n}`);
    const deadline = Date.now() + 120_000;
    while ((await fetch(`${url}/stories/s-${n}`)).status !== 200) {
      assert.ok(Date.now() < deadline, `the page of s-${n}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

test('a server that is killed again and again during publishing keeps every story that it acknowledged', async () => {
  const state = temporaryFolder();
  const acknowledged = new Set<number>();
  let next = 0;
  // Each number is how many stories a server acknowledges before it is killed.
  for (const lifetime of [3, 40, 15, 60]) {
    const server = await startServer({ state });
    const isOver = { now: false };
    const before = acknowledged.size;
    const clients = Array.from({ length: 4 }, async () => {
      while (!isOver.now) {
        const n = next++;
        if (await put(server.url, n)) acknowledged.add(n);
      }
    });
    while (acknowledged.size < before + lifetime) await new Promise((resolve) => setTimeout(resolve, 5));
    await server.kill();
    isOver.now = true;
    await Promise.all(clients);
  }
  assert.ok(acknowledged.size >= 118, `${acknowledged.size} stories were acknowledged`);

  const server = await startServer({ state });
  await findAll(server.url, acknowledged);
  const { stories } = (await (await fetch(`${server.url}/api/status`, { headers })).json()) as {
    stories: { published: number };
  };
  // A story that was not acknowledged may exist too, if only the answer was lost. None exists twice.
  assert.ok(stories.published >= acknowledged.size + 14);
  const feed = (await (await fetch(`${server.url}/feed.json`)).json()) as { items: { id: string }[] };
  assert.equal(new Set(feed.items.map(({ id }) => id)).size, feed.items.length);
  assert.equal(feed.items.length, 30 + (stories.published % 30));
  await server.stop();
});

/** Imports stories, and adds each to the list when its result line arrives, until the connection ends. */
async function importAll(url: string, count: number, acknowledge: (n: number) => void): Promise<void> {
  const body = Array.from({ length: count }, (_, n) => `${JSON.stringify(story(n))}\n`).join('');
  const response = await fetch(`${url}/api/stories`, {
    method: 'POST',
    headers: { ...headers, 'Content-Type': 'application/x-ndjson' },
    body,
  });
  const decoder = new TextDecoder();
  let rest = '';
  for await (const part of response.body ?? []) {
    const lines = (rest + decoder.decode(part, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const result = JSON.parse(line) as { ok: boolean; slug: string };
      assert.ok(result.ok, line);
      acknowledge(Number(result.slug.slice('s-'.length)));
    }
  }
}

test('a server that is killed again and again during an import keeps every line that it acknowledged', async () => {
  const state = temporaryFolder();
  const count = 600;
  const acknowledged = new Set<number>();
  // Each number is how many lines a server acknowledges, earlier ones included, before it is killed.
  for (const lines of [5, 60, 300]) {
    const server = await startServer({ state });
    let seen = 0;
    let killed: Promise<void> | undefined;
    const importing = importAll(server.url, count, (n) => {
      acknowledged.add(n);
      if (++seen === lines) killed = server.kill();
    });
    // The connection broke; no line reported an error.
    await assert.rejects(importing, (error) => !(error instanceof assert.AssertionError));
    await killed;
    assert.ok(seen >= lines && seen < count, `${seen} lines were acknowledged before the end`);
  }

  const server = await startServer({ state });
  await findAll(server.url, acknowledged);
  // Importing the same lines again completes the import, and publishes nothing twice.
  const all = new Set<number>();
  await importAll(server.url, count, (n) => all.add(n));
  assert.equal(all.size, count);
  const held = await heldBy(server.url);
  for (const n of all) assert.equal(held.get(`s-${n}`), 1, `the Desk has s-${n}, once`);
  await server.stop();
});

test('200 stories that 20 clients publish at once are soon in every feed, each exactly once', async () => {
  const server = await startServer();
  await Promise.all(
    Array.from({ length: 20 }, async (_, client) => {
      for (let n = 0; n < 10; n++) assert.ok(await put(server.url, client * 10 + n));
    }),
  );
  const began = Date.now();
  const deadline = began + 600_000;
  const count = async (path: string) => {
    const { items } = (await (await fetch(`${server.url}${path}/feed.json`)).json()) as {
      items: { id: string }[];
    };
    return new Set(items.map(({ id }) => id)).size;
  };
  // 214 stories with the samples; 67, 67 and 66 in the topics; 200 cite a.example.
  const expected = {
    '': 34,
    '/topics/topic-0': 37,
    '/topics/topic-1': 37,
    '/topics/topic-2': 36,
    '/sources/a.example': 50,
  };
  for (const [path, size] of Object.entries(expected)) {
    while ((await count(path)) !== size) {
      assert.ok(Date.now() < deadline, `${path}/feed.json has ${await count(path)} of ${size} stories`);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
  console.log(`in every feed ${Date.now() - began} ms after the last was acknowledged`);
  await server.stop();
});
