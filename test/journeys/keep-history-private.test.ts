import { beforeEach, expect, test } from 'vitest';
import { identityWith } from '../identity.ts';
import { call, desk, drain, drainWith, read, reopen } from '../newsroom.ts';
import { aStory } from '../samples.ts';
import { FIRST_KEY } from '../seal.ts';

identityWith({ publicHistory: false, withdrawnHeadlines: false });

beforeEach(reopen);

const correction = [{ text: 'It was B.', datePublished: '2026-03-05T08:00:00Z' }];

test('a newsroom that keeps its history private has no such pages, and no links to them', async () => {
  await call('PUT', '/stories/a-story', aStory());
  await call('PUT', '/stories/a-story', aStory({ correction }), { headers: { 'If-Match': '"1"' } });
  await drain();
  for (const suffix of ['', '.json'])
    expect((await read(`/stories/a-story/history${suffix}`)).status).toBe(404);
  const response = await read('/stories/a-story');
  expect(response.headers.get('Link')).not.toContain('version-history');
  const page = await response.text();
  expect(page).toContain('Correction');
  expect(page).not.toContain('/history');
});

test('its revisions are signed all the same, so that it can show them later', async () => {
  await call('PUT', '/stories/a-story', aStory());
  await drainWith(FIRST_KEY.secret);
  expect(await (await call('GET', '/export')).text()).toContain('"signature":"');
  expect((await desk().status(Date.now())).signing.keys).toBe(1);
});

test('a newsroom that hides the headlines of withdrawn stories says only when and why they were withdrawn', async () => {
  await call('PUT', '/stories/a-story', aStory());
  await call('DELETE', '/stories/a-story?reason=It+was+wrong.');
  await drain();
  const response = await read('/stories/a-story');
  expect(response.status).toBe(410);
  const page = await response.text();
  expect(page).toContain('It was wrong.');
  expect(page).not.toContain('A headline');
});
