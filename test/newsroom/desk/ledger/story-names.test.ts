import { beforeEach, expect, test } from 'vitest';
import { call, drain, read, reopen } from '../../../newsroom.ts';
import { aStory } from '../../../samples.ts';

beforeEach(() => reopen());

const record = (fields: Record<string, unknown> = {}) => aStory({ keywords: ['web-feeds'], ...fields });

test('a story keeps the id that it had elsewhere, and no other story gets it', async () => {
  const identifier = '123 at https://old.example';
  await call('PUT', '/stories/a-story', record({ identifier }));
  // A record without it is a new version of the same story.
  const again = await call('PUT', '/stories/a-story', record({ headline: 'Another' }), {
    headers: { 'If-Match': '"1"' },
  });
  expect(await again.json()).toMatchObject({ identifier, revision: 2 });
  const other = record({ slug: 'other', identifier: '123 At https://old.example' });
  expect((await call('PUT', '/stories/other', other)).status).toBe(201);
  // In Atom, this would be the id of the first.
  const twin = 'tag:edgewire.example,2026:guids/123%20at%20https%3A%2F%2Fold.example';
  const response = await call('PUT', '/stories/twin', record({ slug: 'twin', identifier: twin }));
  expect(response.status).toBe(409);
  expect(((await response.json()) as { detail: string }).detail).toContain(
    `"a-story" in Atom feeds (${identifier})`,
  );
});

test('a story whose id is the one made for another slug is told from the story that gets this slug', async () => {
  const identifier = 'tag:edgewire.example,2026:stories/other';
  await call('PUT', '/stories/a-story', record({ identifier }));
  const response = await call('PUT', '/stories/other', record({ slug: 'other' }));
  expect(await response.json()).toMatchObject({ identifier: `${identifier}/2` });
});

test('a refused rename changes nothing, not even the old redirect', async () => {
  await call('PUT', '/stories/a-story', record());
  await call('PUT', '/stories/b', record({ slug: 'b', formerSlugs: ['a-story'] }), {
    headers: { 'If-Match': '"1"' },
  });
  const back = record({ formerSlugs: ['b'] });
  expect((await call('PUT', '/stories/a-story', back, { headers: { 'If-Match': '"1"' } })).status).toBe(412);
  await drain();
  expect((await read('/stories/a-story')).headers.get('Location')).toBe('https://news.example/stories/b');
  expect((await call('PUT', '/stories/a-story', record({ headline: 'Another' }))).status).toBe(409);
  // A valid request renames it back, and the other slug redirects to it.
  expect((await call('PUT', '/stories/a-story', back, { headers: { 'If-Match': '"2"' } })).status).toBe(200);
  await drain();
  expect((await read('/stories/a-story')).status).toBe(200);
  expect((await read('/stories/b')).headers.get('Location')).toBe('https://news.example/stories/a-story');
});
