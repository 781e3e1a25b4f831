import { beforeEach, expect, test } from 'vitest';
import { call, desk, drain, idsIn, read, reopen } from '../newsroom.ts';
import { aStory } from '../samples.ts';

beforeEach(() => reopen());

const record = (fields: Record<string, unknown> = {}) => aStory({ keywords: ['web-feeds'], ...fields });

test('an export that is imported into an empty server makes it the same server', async () => {
  await call('PUT', '/stories/a-story', record({ articleBody: '([w3.org](https://www.w3.org/))' }));
  await call('PUT', '/stories/gone', record({ slug: 'gone' }));
  await call('PUT', '/stories/last', record({ slug: 'last' }));
  await call('DELETE', '/stories/gone?reason=Wrong.');
  await call('PUT', '/stories/renamed', record({ slug: 'renamed', formerSlugs: ['a-story'] }), {
    headers: { 'If-Match': '"1"' },
  });
  await call('PUT', '/stories/later', record({ slug: 'later', datePublished: '2999-01-01T00:00:00Z' }));
  await drain();
  const exported = await (await call('GET', '/export')).text();
  const paths = [
    '/feed.json',
    '/rss.xml',
    '/topics/web-feeds/atom.xml',
    '/stories/renamed',
    '/stories/a-story',
    '/stories/gone',
    '/stories/later',
  ];
  const look = () =>
    Promise.all(
      paths.map(async (path) => [path, (await read(path)).status, await (await read(path)).text()]),
    );
  const before = await look();
  expect(before.map(([, status]) => status)).toEqual([200, 200, 200, 200, 301, 410, 404]);

  await reopen();
  const results = (
    await (
      await call('POST', '/stories', exported, { headers: { 'Content-Type': 'application/x-ndjson' } })
    ).text()
  )
    .trim()
    .split('\n');
  expect(results.map((line) => JSON.parse(line).ok)).toEqual([true, true, true, true]);
  await drain();
  expect(await look()).toEqual(before);
  expect(await (await call('GET', '/export')).text()).toBe(exported);
  // Importing it again changes nothing.
  await (await call('POST', '/stories', exported)).text();
  expect((await desk().status(Date.now())).outbox.depth).toBe(0);
});

test('an export that is imported beside existing stories takes the next places', async () => {
  for (const slug of ['one', 'two']) await call('PUT', `/stories/${slug}`, record({ slug }));
  const exported = await (await call('GET', '/export')).text();
  await reopen();
  await call('PUT', '/stories/here', record({ slug: 'here' }));
  const results = (await (await call('POST', '/stories', exported)).text()).trim().split('\n');
  expect(results.map((line) => JSON.parse(line).ok)).toEqual([true, true]);
  await drain();
  expect((await idsIn('/feed.json')).map((id) => id.split('/').at(-1)).sort()).toEqual([
    'here',
    'one',
    'two',
  ]);
});

test("an exported story is refused if this server's story has its slug, and the slug still leads to that story", async () => {
  await call('PUT', '/stories/old', record({ slug: 'old' }));
  const headers = { 'If-Match': '"1"' };
  await call('PUT', '/stories/new', record({ slug: 'new', formerSlugs: ['old'] }), { headers });
  const exported = await (await call('GET', '/export')).text();
  const other = (slug: string, formerSlugs: string[] = []) =>
    record({ slug, formerSlugs, identifier: 'tag:elsewhere.example,2026:old' });
  const importThere = async () => JSON.parse(await (await call('POST', '/stories', exported)).text());
  const refused = {
    ok: false,
    detail:
      'The slug "old" belongs to tag:elsewhere.example,2026:old, not to tag:edgewire.example,2026:stories/old.',
  };

  await reopen();
  await call('PUT', '/stories/old', other('old'));
  expect(await importThere()).toMatchObject(refused);
  await call('PUT', '/stories/here', other('here', ['old']), { headers });
  expect(await importThere()).toMatchObject({
    ok: false,
    detail: refused.detail.replace('"old"', '"here"'),
  });
  await drain();
  expect((await read('/stories/old')).headers.get('Location')).toBe('https://news.example/stories/here');

  // It is also refused if its names belong to two stories of this server.
  await reopen();
  for (const slug of ['old', 'new']) await call('PUT', `/stories/${slug}`, record({ slug }));
  expect(await importThere()).toMatchObject({
    ok: false,
    detail: expect.stringContaining('belong to two stories'),
  });
});
