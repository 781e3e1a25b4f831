import { beforeEach, expect, test } from 'vitest';
import { call, drain, read, reopen } from '../../newsroom.ts';
import { aStory } from '../../samples.ts';

beforeEach(() => reopen());

const record = (fields: Record<string, unknown> = {}) => aStory({ keywords: ['web-feeds'], ...fields });

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
