import { env } from 'cloudflare:workers';
import { beforeEach, expect, test } from 'vitest';
import type { Arrangement } from '../../src/newsroom/front/desk/arrangement.ts';
import { program } from '../actors.ts';
import { call, desk, drain, problemOf, read, reopen, turn, turnInstead } from '../newsroom.ts';
import { deskObject, runInside } from '../objects.ts';
import { aStory } from '../samples.ts';

// What editors arrange of the front page, from the call to what readers get.

beforeEach(reopen);

const HOUR = 3_600_000;
const inHours = (hours: number) => new Date(Date.now() + hours * HOUR).toISOString();

/** Publishes stories s-1 to s-`count`, an hour apart, the last the newest. */
async function publishMany(count: number, fields: (n: number) => Record<string, unknown> = () => ({})) {
  const lines = Array.from({ length: count }, (_, index) => {
    const datePublished = new Date(Date.UTC(2026, 0, 1) + index * HOUR).toISOString();
    return JSON.stringify(
      aStory({
        slug: `s-${index + 1}`,
        headline: `Story ${index + 1}.`,
        datePublished,
        ...fields(index + 1),
      }),
    );
  });
  const results = await (await call('POST', '/stories', lines.join('\n'))).text();
  expect(results.match(/"ok":true/g)).toHaveLength(count);
  await drain();
}

const withdraw = async (slug: string) =>
  expect((await call('DELETE', `/stories/${slug}?reason=Wrong.`)).status).toBe(200);

const arrange = async (fields: Partial<Arrangement>, token?: string) => {
  const { version } = await desk().front.current();
  const headers = { 'If-Match': `"${version}"` };
  return call('PUT', '/front', fields, token === undefined ? { headers } : { headers, token });
};

/** Returns the headlines of a page in its order: those with their TL;DR, and the others. */
async function shownAt(path = '/') {
  const html = await (await read(path)).text();
  const headline = /<a class="p-name u-url"[^>]*>([^<]*)\.<\/a>/g;
  const numbers = (part: string) => Array.from(part.matchAll(headline), ([, name = '']) => name.slice(6));
  const end = html.indexOf('<ul class="more">');
  return {
    full: numbers(end < 0 ? html : html.slice(0, end)).join(' '),
    more: numbers(end < 0 ? '' : html.slice(end)).join(' '),
    html,
  };
}
const fullAt = async (path = '/') => (await shownAt(path)).full;

/** Runs the alarm as if the times in the arrangement were over. */
async function passTime() {
  await runInside(deskObject(), (_desk, { storage }) => {
    storage.sql.exec(
      `UPDATE front_version SET arranged = json_replace(arranged, '$.lead.until', '2026-01-02T00:00:00Z', '$.order.until', '2026-01-02T00:00:00Z')
       WHERE version = (SELECT MAX(version) FROM front_version)`,
    );
  });
  await turn('no cards');
  await drain();
}

test('nothing arranged, and everything put back, is the same page to the byte', async () => {
  await publishMany(14);
  const before = await shownAt();
  expect(before.full).toBe('14 13 12 11 10 9 8 7 6 5');
  expect((await arrange({ lead: { story: 's-2', until: inHours(2) } })).status).toBe(200);
  await drain();
  expect((await shownAt()).html).not.toBe(before.html);
  expect((await arrange({})).status).toBe(200);
  await drain();
  expect((await shownAt()).html).toBe(before.html);
});

test('a lead and an order come before what is newer, on the front page alone', async () => {
  await publishMany(70, () => ({ keywords: ['web-feeds'] }));
  const feeds = await Promise.all(
    ['/rss.xml', '/atom.xml', '/feed.json'].map(async (path) => (await read(path)).text()),
  );
  const topic = await fullAt('/topics/web-feeds');
  // Story 3 left the edition long ago.
  const order = { stories: ['s-60', 's-69', 's-61'], until: inHours(24) };
  await arrange({ lead: { story: 's-3', until: inHours(2) }, order });
  await drain();
  const { full, more, html } = await shownAt();
  expect(full).toBe('3 60 69 61 70 68 67 66 65 64');
  expect(more.split(' ').slice(0, 4)).toEqual(['63', '62', '59', '58']);
  expect(html).toContain('<h2 id="top">Top stories</h2>');
  for (const [index, path] of ['/rss.xml', '/atom.xml', '/feed.json'].entries())
    expect(await (await read(path)).text()).toBe(feeds[index]);
  expect(await fullAt('/topics/web-feeds')).toBe(topic);
  // What is published now comes behind the order, and leaves the lead in its place.
  await call('PUT', '/stories/s-71', aStory({ slug: 's-71', headline: 'Story 71.' }));
  await drain();
  expect(await fullAt()).toBe('3 60 69 61 71 70 68 67 66 65');
});

test('subscribers of feeds are told of stories, and not of what is arranged', async () => {
  await publishMany(2);
  const waiting = () =>
    runInside(deskObject(), (_desk, { storage }) =>
      storage.sql.exec("SELECT scope FROM announcement WHERE scope = 'all'").toArray(),
    );
  // The queue refuses, so that announcements stay.
  const refusing = { PUSH: { sendBatch: () => Promise.reject(new Error('full')) } };
  await arrange({ lead: { story: 's-1', until: inHours(2) } });
  await turnInstead(refusing);
  expect(await fullAt()).toBe('1 2');
  expect(await waiting()).toEqual([]);
  await call('PUT', '/stories/s-3', aStory({ slug: 's-3', headline: 'Story 3.' }));
  await turnInstead(refusing);
  expect(await waiting()).toEqual([{ scope: 'all' }]);
});

test('without a lead, the first of the order leads', async () => {
  await publishMany(3);
  await arrange({ order: { stories: ['s-2'], until: inHours(24) } });
  await drain();
  const { full, html } = await shownAt();
  expect(full).toBe('2 3 1');
  expect(html).not.toContain('Top stories');
});

test('when a time is over, the page is by date again by itself, and the newsroom sees that nobody did it', async () => {
  await publishMany(3);
  const before = await shownAt();
  const lead = { story: 's-1', until: inHours(1) };
  await arrange({ lead, order: { stories: ['s-2'], until: inHours(2) } });
  await drain();
  expect(await fullAt()).toBe('1 2 3');
  await passTime();
  expect((await shownAt()).html).toBe(before.html);
  const [ended, made] = await desk().front.versions();
  expect(ended).toMatchObject({ version: 2, who: null, lead: null, order: null });
  expect(made).toMatchObject({ version: 1, who: 'ann' });
  expect((await desk().front.current()).version).toBe(2);
});

test('the alarm is set for the end of a time', async () => {
  await publishMany(2);
  const until = inHours(0.5);
  await arrange({ lead: { story: 's-1', until } });
  for (let round = 0; round < 5; round++) await turn();
  await runInside(deskObject(), async (_desk, { storage }) => {
    storage.sql.exec('DELETE FROM purge');
    await storage.deleteAlarm();
  });
  await desk().wake(Date.now());
  await runInside(deskObject(), async (_desk, { storage }) => {
    expect(await storage.getAlarm()).toBe(Date.parse(until));
  });
});

test('a story that is withdrawn leaves its place, the newsroom says so, and it comes back when it is restored', async () => {
  await publishMany(4);
  await arrange({
    lead: { story: 's-1', until: inHours(2) },
    order: { stories: ['s-2', 's-3'], until: inHours(2) },
  });
  await drain();
  await withdraw('s-1');
  await withdraw('s-2');
  await drain();
  expect(await fullAt()).toBe('3 4');
  const front = await (await call('GET', '/front')).json();
  expect(front).toMatchObject({
    lead: { story: 's-1' },
    absent: [
      { story: 's-1', headline: 'Story 1.', why: 'withdrawn' },
      { story: 's-2', headline: 'Story 2.', why: 'withdrawn' },
    ],
  });
  await call('POST', '/stories/s-1/restore');
  await drain();
  expect(await fullAt()).toBe('1 3 4');
});

test('a story of the arrangement that is corrected or renamed is new on the page, though no feed has it any more', async () => {
  await publishMany(70);
  await arrange({ lead: { story: 's-3', until: inHours(2) } });
  await drain();
  const change = { slug: 'renamed', headline: 'Story corrected.', formerSlugs: ['s-3'] };
  const datePublished = '2026-01-01T02:00:00.000Z';
  const answer = await call('PUT', '/stories/renamed', aStory({ ...change, datePublished }), {
    headers: { 'If-Match': '"1"' },
  });
  expect(answer.status).toBe(200);
  await drain();
  const { full, html } = await shownAt();
  expect(full).toMatch(/^corrected 70 /);
  expect(html).toContain('/stories/renamed"');
  expect((await desk().front.current()).lead).toMatchObject({ story: 'renamed' });
});

test('a scheduled story is arranged before it appears, and shows only then', async () => {
  await publishMany(2);
  const datePublished = inHours(1);
  await call('PUT', '/stories/soon', aStory({ slug: 'soon', headline: 'Story soon.', datePublished }));
  await arrange({ lead: { story: 'soon', until: inHours(5) } });
  await drain();
  expect(await fullAt()).toBe('2 1');
  expect(await desk().front.absent()).toMatchObject([{ story: 'soon', why: 'scheduled' }]);
  await runInside(deskObject(), (_desk, { storage }) => {
    storage.sql.exec("UPDATE story SET due = 0 WHERE status = 'scheduled'");
  });
  await turn('no cards');
  await drain();
  expect(await fullAt()).toBe('soon 2 1');
});

test('topics have their newest headlines below the stories in full, each story once, and follow what is published', async () => {
  await publishMany(40, (n) => ({ keywords: [n % 2 === 0 ? 'web-feeds' : 'provenance'] }));
  await arrange({
    blocks: [
      { topic: 'provenance', count: 2 },
      { topic: 'web-feeds', count: 3 },
    ],
  });
  await drain();
  const { full, more, html } = await shownAt();
  expect(full).toBe('40 39 38 37 36 35 34 33 32 31');
  expect(more.split(' ').slice(0, 7)).toEqual(['29', '27', '30', '28', '26', '25', '24']);
  expect(new Set(more.split(' ')).size).toBe(30);
  expect(html).toContain('<h2 id="topic-provenance"><a href="/topics/provenance">Provenance</a></h2>');
  await withdraw('s-29');
  await drain();
  expect((await shownAt()).more).toMatch(/^27 25 30 /);
});

test('who may not publish changes nothing, and a change of another is not written over', async () => {
  await publishMany(2);
  const lead = { story: 's-1', until: inHours(2) };
  const writer = { actor: program('wu', 'writer'), now: Date.now(), expected: 0 };
  expect(await desk().front.replace({ lead, order: null, blocks: [] }, writer)).toMatchObject({
    why: 'role',
  });
  await arrange({ lead });
  const late = await call('PUT', '/front', {}, { headers: { 'If-Match': '"0"' } });
  expect(await problemOf(late)).toMatchObject({ status: 412, why: 'stale' });
  expect(await problemOf(await call('PUT', '/front', {}))).toMatchObject({ status: 412 });
  expect((await desk().front.current()).version).toBe(1);
});

test('hostile orders are refused, and change nothing', async () => {
  await publishMany(2);
  await call('PUT', '/stories/gone', aStory({ slug: 'gone' }));
  await withdraw('gone');
  const until = inHours(2);
  const slugs = (count: number) => Array.from({ length: count }, (_, n) => `s-${n}`);
  const refused: [Record<string, unknown>, number][] = [
    [{ order: { stories: slugs(10_000), until } }, 422],
    [{ order: { stories: ['s-1', 's-1'], until } }, 422],
    [{ order: { stories: [], until } }, 422],
    [{ order: { stories: ['s-1'] } }, 422],
    [{ order: { stories: ['s-1', 'no-such'], until } }, 404],
    [{ order: { stories: ["'; DROP TABLE story; --"], until } }, 422],
    [{ order: { stories: [{ $gt: '' }], until } }, 422],
    [{ order: { stories: ['s-1'], until: inHours(24 * 8) } }, 422],
    [{ lead: { story: 'no-such', until } }, 404],
    [{ lead: { story: 'gone', until } }, 409],
    [{ lead: { story: 's-1', until: inHours(-1) } }, 422],
    [{ lead: { story: 's-1', until: inHours(24 * 91) } }, 422],
    [{ lead: { story: 's-1', until: 'tomorrow' } }, 422],
    [{ blocks: [{ topic: 'no-such', count: 3 }] }, 404],
    [{ blocks: [{ topic: 'web-feeds', count: 10_000 }] }, 422],
    [{ blocks: Array.from({ length: 2 }, () => ({ topic: 'web-feeds', count: 1 })) }, 422],
    [{ more: true }, 422],
  ];
  for (const [body, status] of refused) {
    const answer = await arrange(body as Partial<Arrangement>);
    expect([body, (await problemOf(answer)).status]).toEqual([body, status]);
  }
  expect(await desk().front.current()).toMatchObject({ version: 0, who: null, at: null });
});

test('a story that is named by its present slug and a former one is arranged once', async () => {
  await publishMany(1);
  const renamed = aStory({ slug: 'new', formerSlugs: ['s-1'], datePublished: '2026-01-01T00:00:00Z' });
  expect((await call('PUT', '/stories/new', renamed, { headers: { 'If-Match': '"1"' } })).status).toBe(200);
  const order = { stories: ['s-1', 'new'], until: inHours(2) };
  expect((await arrange({ order })).status).toBe(200);
  expect(await desk().front.current()).toMatchObject({ version: 1, order: { stories: ['new'] } });
});

test('an earlier version is put back, without what is over or was withdrawn since', async () => {
  await publishMany(4);
  const order = { stories: ['s-1', 's-2'], until: inHours(24) };
  await arrange({ lead: { story: 's-3', until: inHours(2) }, order });
  await passTime();
  await withdraw('s-1');
  await runInside(deskObject(), (_desk, { storage }) => {
    const query =
      "UPDATE front_version SET arranged = json_replace(arranged, '$.order.until', ?) WHERE version = 1";
    storage.sql.exec(query, order.until);
  });
  const options = { actor: program('bea'), now: Date.now(), expected: 2 };
  expect(await desk().front.restore(9, options)).toMatchObject({ ok: false, why: 'missing' });
  expect(await desk().front.restore(1, options)).toMatchObject({
    ok: true,
    version: { version: 3, who: 'bea', lead: null, order: { ...order, stories: ['s-2'] } },
  });
  await drain();
  expect(await fullAt()).toBe('2 4 3');
});

test('a page that the edge renders itself is arranged, too', async () => {
  await publishMany(3);
  await arrange({ lead: { story: 's-1', until: inHours(2) } });
  await drain();
  const stored = await env.STORIES.getWithMetadata<Record<string, unknown>>('edition:all', 'arrayBuffer');
  // A value of a renderer that this one is not, as after a deploy.
  await env.STORIES.put('edition:all', stored.value as ArrayBuffer, {
    metadata: { ...stored.metadata, renderer: 1, etags: {} },
  });
  expect(await fullAt()).toBe('1 3 2');
});
