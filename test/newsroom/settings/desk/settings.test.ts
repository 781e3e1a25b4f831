import { env, exports } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import { deskOf } from '../../../../src/newsroom/desk/desk-stub.ts';
import { currentSettings } from '../../../../src/newsroom/settings/desk/current-settings.ts';
import { wireOf } from '../../../../src/newsroom/wire/wire-stub.ts';
import type { SavedSettings } from '../../../../src/settings/saved-settings.ts';
import { ann, program } from '../../../actors.ts';
import { ask } from '../../../ask.ts';
import { call, drain, newsroom, problemOf, read, reopen, saveSettings } from '../../../newsroom.ts';
import { aStory } from '../../../samples.ts';

const NOW = Date.parse('2026-11-26T12:00:00Z');
const bob = program('bob');
const settings = () => deskOf(env).settings;
const change = (fields: SavedSettings, base: number, actor = ann) =>
  settings().change(fields, { base, actor, now: NOW });
const textOf = async (path: string) => (await read(path)).text();

beforeEach(() => reopen());

test('without saved settings, everything is as data/site.json says, and no value is marked', async () => {
  await call('PUT', '/stories/first', aStory({ slug: 'first' }));
  await drain();
  expect((await currentSettings(env)).site.title).toBe('Open Wire');
  const { keys } = await env.STORIES.list();
  expect(keys.map(({ name }) => name)).not.toContain('site');
  expect(JSON.stringify(keys)).not.toContain('"saved"');
});

test('the name of the newsroom, a topic and the time zone change on every document for readers', async () => {
  await call('PUT', '/stories/first', aStory({ slug: 'first', keywords: ['web-feeds'] }));
  await drain();
  await saveSettings({
    title: 'The Harbour <Post>',
    topics: [{ slug: 'web-feeds', title: 'Feeds of the web' }],
    timeZone: 'Pacific/Kiritimati',
  });
  await drain();
  const [name, topic] = ['The Harbour &lt;Post&gt;', 'Feeds of the web'];
  for (const path of ['/', '/stories/first', '/topics/web-feeds', '/atom.xml', '/topics/web-feeds/rss.xml'])
    expect([path, await textOf(path)]).toEqual([path, expect.stringContaining(name)]);
  for (const path of ['/stories/first', '/topics/web-feeds']) expect(await textOf(path)).toContain(topic);
  // These are rendered when they are read.
  for (const path of [
    '/subscribe',
    '/feeds.opml',
    '/search',
    '/search?q=first',
    '/opensearch.xml',
    '/no-such-page',
  ])
    expect([path, await textOf(path)]).toEqual([path, expect.stringMatching(/The Harbour/)]);
  expect(await textOf('/subscribe')).toContain(topic);
  expect(await textOf('/stories/first.md')).toContain('The Harbour');
});

test('a topic without a story has its page and its feeds as soon as it is saved', async () => {
  const { topics } = (await currentSettings(env)).site;
  expect((await read('/topics/road-safety')).status).toBe(404);
  await saveSettings({ topics: [...topics, { slug: 'road-safety', title: 'Road Safety' }] });
  await drain();
  expect(await textOf('/topics/road-safety')).toContain('Road Safety');
  expect((await read('/topics/road-safety/rss.xml')).status).toBe(200);
});

test('a reader who asks by time gets what changed, though nothing but the settings did', async () => {
  await call('PUT', '/stories/first', aStory({ slug: 'first' }));
  const topics = [{ slug: 'road-safety', title: 'Road Safety' }];
  await saveSettings({ title: 'Once', topics });
  await drain();
  const paths = ['/subscribe', '/feeds.opml', '/topics/road-safety', '/topics/road-safety/rss.xml'];
  const since = new Map<string, string>();
  for (const path of paths) since.set(path, (await read(path)).headers.get('Last-Modified') ?? '');
  // The times of HTTP are whole seconds.
  await new Promise((resolve) => setTimeout(resolve, 1100));
  await saveSettings({ title: 'Again', topics });
  await drain();
  for (const [path, time] of since) {
    const headers = { 'If-Modified-Since': time };
    const answer = await exports.default.fetch(new Request(`https://any.host${path}`, { headers }));
    expect([path, answer.status]).toEqual([path, 200]);
    expect(await answer.text()).toContain('Again');
  }
});

test('what is taken back is as data/site.json says again', async () => {
  await call('PUT', '/stories/first', aStory({ slug: 'first' }));
  await saveSettings({ title: 'The Harbour Post' });
  await drain();
  expect(await textOf('/')).toContain('The Harbour Post');
  const { version } = await settings().current();
  await settings().replace({}, { expected: version, actor: ann, now: NOW });
  await drain();
  for (const path of ['/', '/stories/first', '/subscribe', '/no-such-page']) {
    const text = await textOf(path);
    expect(text).toContain('Open Wire');
    expect(text).not.toContain('The Harbour Post');
  }
  expect(JSON.stringify((await env.STORIES.list()).keys)).not.toMatch(/"saved"|"site"/);
});

test('a reader who gets a finished page costs no further read of KV', async () => {
  await call('PUT', '/stories/first', aStory({ slug: 'first' }));
  await saveSettings({ title: 'The Harbour Post' });
  await drain();
  const { metadata } = await env.STORIES.getWithMetadata('story:first');
  expect(metadata).toMatchObject({ saved: true });
  await env.STORIES.delete('site');
  expect(await textOf('/stories/first')).toContain('The Harbour Post');
});

test('an author of the file who is taken off the list is gone for an isolate that has sent the page before', async () => {
  await call('PUT', '/stories/first', aStory({ slug: 'first', author: [{ name: 'Ann Lee' }] }));
  await drain();
  const paths = ['/authors/ann-lee', '/authors/ann-lee/atom.xml'];
  const statuses = (reuse: string) =>
    Promise.all(paths.map(async (path) => (await ask(env.STORIES, path, {}, reuse)).status));
  expect(await statuses('0')).toEqual([200, 200]);
  await saveSettings({ people: [] });
  await drain();
  expect(await statuses('0')).toEqual([404, 404]);
  expect(await statuses('3600')).toEqual([404, 404]);
});

test('the policies on review and evidence hold at once', async () => {
  await saveSettings({ review: 'one' });
  const refused = await call('PUT', '/stories/first', aStory({ slug: 'first' }));
  expect(await problemOf(refused)).toMatchObject({ status: 422, why: 'review' });
  await saveSettings({ review: 'none' });
  expect((await call('PUT', '/stories/first', aStory({ slug: 'first' }))).status).toBe(201);
});

test('the watch is turned off and on again', async () => {
  expect(await wireOf(env).watch.budget(NOW)).toMatchObject({ looksPerDay: 200 });
  await saveSettings({ 'wire.looksPerDay': 0 });
  expect(await wireOf(env).watch.budget(NOW)).toMatchObject({ looksPerDay: 0 });
  await saveSettings({ 'wire.looksPerDay': 40 });
  expect(await wireOf(env).watch.budget(NOW)).toMatchObject({ looksPerDay: 40 });
});

test('two admins change different settings at once, but not the same', async () => {
  expect(await change({ title: 'A' }, 0)).toMatchObject({ ok: true, version: { version: 1, who: 'ann' } });
  expect(await change({ review: 'one' }, 0, bob)).toMatchObject({ ok: true, version: { version: 2 } });
  expect(await change({ title: 'B' }, 0, bob)).toMatchObject({
    ok: false,
    why: 'stale',
    detail: 'bob has changed the same settings meanwhile, so yours are not saved.',
  });
  expect(await change({ title: 'A' }, 0, bob)).toMatchObject({ ok: true, changed: false });
  expect((await settings().current()).saved).toEqual({ title: 'A', review: 'one' });
  expect((await settings().versions()).map(({ who }) => who)).toEqual(['bob', 'ann']);
});

test('only admins save settings', async () => {
  expect(await change({ title: 'A' }, 0, program('eve', 'editor'))).toMatchObject({ ok: false, why: 'role' });
  expect((await settings().current()).version).toBe(0);
});

describe('hostile and wrong values are refused, and change nothing', () => {
  test.each<[SavedSettings, string]>([
    [{ title: 'two\nlines' }, 'title'],
    [{ title: 'x'.repeat(101) }, 'title'],
    [{ title: 'a bell \u0007' }, 'title'],
    [{ timeZone: 'Mars/Olympus' }, 'timeZone'],
    [{ topics: [{ slug: '../up', title: 'Up' }] }, 'topics[0].slug'],
    [
      {
        topics: [
          { slug: 'a', title: 'A' },
          { slug: 'a', title: 'B' },
        ],
      },
      'topics[1].slug',
    ],
    [{ 'brand.accent': { light: '#ffff00', dark: '#86b7f2' } }, 'brand.accent.light'],
    [{ 'brand.accent': { light: 'red;}body{', dark: '#86b7f2' } }, 'brand.accent.light'],
    [{ 'wire.drafter': 'openai' }, 'wire.model'],
    [{ 'wire.server': 'javascript:alert(1)' }, 'wire.server'],
    [{ 'wire.looksPerDay': 1e9 }, 'wire.looksPerDay'],
    [{ taggingEntity: 'evil.example,2026' } as SavedSettings, 'taggingEntity'],
    [{ constructor: 1 } as unknown as SavedSettings, 'constructor'],
  ])('%j', async (fields, field) => {
    const done = await change(fields, 0);
    expect(done).toMatchObject({ ok: false, why: 'invalid' });
    expect(done.ok ? [] : (done.faults ?? []).map((fault) => fault.field)).toContain(field);
    expect((await settings().current()).version).toBe(0);
  });
});

test('a topic that stories have is not removed', async () => {
  await call('PUT', '/stories/first', aStory({ slug: 'first', keywords: ['web-feeds'] }));
  expect(await change({ topics: [] }, 0)).toMatchObject({
    ok: false,
    why: 'state',
    detail: expect.stringContaining('The topic “Web feeds” has stories'),
  });
});

test('a backup carries every version to an empty newsroom, and none twice', async () => {
  await saveSettings({ title: 'A' });
  await saveSettings({ review: 'one' });
  const lines: string[] = [];
  const source = newsroom();
  for (
    let part = await source.page({ stage: 'settings', after: 0 });
    part;
    part = await source.page(part.next)
  )
    lines.push(...part.text.trim().split('\n'));
  const own = lines.filter((line) => line.startsWith('{"settings"'));
  expect(own).toHaveLength(2);
  const before = await settings().versions();
  await reopen();
  const headers = { 'Content-Type': 'application/x-ndjson' };
  const bring = async () =>
    (await (await call('POST', '/stories', own.join('\n'), { headers })).text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  expect(await bring()).toMatchObject([
    { ok: true, newsroom: 'settings', changed: true },
    { ok: true, newsroom: 'settings', changed: true },
  ]);
  expect(await settings().versions()).toEqual(before);
  expect(await bring()).toMatchObject([{ changed: false }, { changed: false }]);
  await saveSettings({ title: 'C' });
  const other = own[1]?.replace('"version":2', '"version":3').replace('"A"', '"Z"') ?? '';
  const refused = await call('POST', '/stories', other, { headers });
  expect(JSON.parse(await refused.text())).toMatchObject({ ok: false, why: 'taken' });
});

test.each([-1e300, 1e17])('a version from a backup at no time that there is (%d) is refused', async (at) => {
  const line = JSON.stringify({ settings: { format: 1, version: 1, at, who: 'eve', saved: { title: 'A' } } });
  const headers = { 'Content-Type': 'application/x-ndjson' };
  const answer = await call('POST', '/stories', line, { headers });
  expect(JSON.parse(await answer.text())).toMatchObject({ ok: false, faults: [{ field: 'settings.at' }] });
  expect((await call('GET', '/settings')).status).toBe(200);
});
