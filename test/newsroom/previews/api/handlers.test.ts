import { beforeEach, expect, test } from 'vitest';
import { call, nothingChanged, reopen, saveSettings } from '../../../newsroom.ts';
import { aStory } from '../../../samples.ts';

beforeEach(() => reopen());

test('anyone who knows the id sees a preview, and no feed has it', async () => {
  const draft = aStory({ headline: 'A draft' });
  expect((await call('POST', '/previews', draft, { token: null })).status).toBe(401);
  const started = await call('POST', '/previews', draft);
  const { id, url } = (await started.json()) as { id: string; url: string };
  expect(url).toBe(`https://news.example/api/previews/${id}`);
  expect([started.status, started.headers.get('Location')]).toEqual([201, url]);
  const page = await call('GET', `/previews/${id}`, undefined, { token: null });
  expect(page.status).toBe(200);
  expect(page.headers.get('Refresh')).toBe('2');
  expect(await page.text()).toContain('<h1 class="p-name">A draft</h1>');
  const updated = await call('PUT', `/previews/${id}`, aStory({ headline: 'Another' }));
  expect([updated.status, await updated.json()]).toEqual([200, { id, url }]);
  expect(await (await call('GET', `/previews/${id}`, undefined, { token: null })).text()).toContain(
    '<h1 class="p-name">Another</h1>',
  );
  await nothingChanged();
});

test('a preview has the name that the newsroom has saved', async () => {
  const started = await call('POST', '/previews', aStory());
  const { id } = (await started.json()) as { id: string };
  await saveSettings({ title: 'The Harbour Post' });
  const page = await call('GET', `/previews/${id}`, undefined, { token: null });
  expect(await page.text()).toContain('The Harbour Post');
});

test('the server chooses the ids of previews, which nobody can guess', async () => {
  const ids = new Set<string>();
  for (let n = 0; n < 20; n++) {
    const { id } = (await (await call('POST', '/previews', aStory())).json()) as { id: string };
    // 128 bits.
    expect(id).toMatch(/^[0-9a-f]{32}$/);
    ids.add(id);
  }
  expect(ids.size).toBe(20);
  for (const id of [
    '00000000-0000-0000-0000-000000000000',
    '0'.repeat(32),
    'f'.repeat(32),
    crypto.randomUUID(),
    '1',
  ]) {
    const refused = await call('PUT', `/previews/${id}`, aStory());
    expect([refused.status, await refused.json()], id).toMatchObject([
      404,
      { detail: expect.stringContaining('POST /api/previews') },
    ]);
    expect((await call('GET', `/previews/${id}`, undefined, { token: null })).status, id).toBe(404);
  }
});
