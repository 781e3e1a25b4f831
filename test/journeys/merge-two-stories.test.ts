import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Desk } from '../../src/newsroom/desk/desk.ts';
import type { ImportResult } from '../../src/newsroom/transfer/api/schemas.ts';
import { reconcile } from '../../src/newsroom/transfer/desk/reconcile.ts';
import { call, desk, drain, idsIn, read, recordUnder, reopen } from '../newsroom.ts';
import { deskObject, runInside } from '../objects.ts';
import { idOf } from '../published-stories.ts';
import { aStory } from '../samples.ts';

beforeEach(reopen);

const record = (slug: string, fields: Record<string, unknown> = {}) =>
  aStory({ slug, keywords: ['web-feeds'], headline: 'What a 304 saves', ...fields });
const locationOf = async (slug: string) => {
  const response = await read(`/stories/${slug}`);
  return response.status === 301 ? response.headers.get('Location') : response.status;
};
const at = (slug: string) => `https://news.example/stories/${slug}`;
const details = async (response: Response) => (await response.json()) as { detail: string };

/** Publishes a story twice, as `old` (formerly `older`) and as `new`. */
async function publishTwice(): Promise<void> {
  await call('PUT', '/stories/older', record('older'));
  await call('PUT', '/stories/old', record('old', { formerSlugs: ['older'] }), {
    headers: { 'If-Match': '"1"' },
  });
  await call('PUT', '/stories/new', record('new', { abstract: 'What really happened.' }));
  await drain();
}

const merge = (slug: string, into: string, more = '', headers: Record<string, string> = {}) =>
  call('POST', `/stories/${slug}/merge?into=${into}${more}`, undefined, { headers });

describe('a story that was published twice is merged into the other one', () => {
  test('its addresses redirect, the feeds keep one id and say why, and nothing is lost', async () => {
    await publishTwice();
    expect(await idsIn('/feed.json')).toEqual([idOf('new'), idOf('older')]);
    const merged = await merge('old', 'new');
    expect(merged.status).toBe(200);
    expect(await merged.json()).toMatchObject({
      slug: 'old',
      status: 'withdrawn',
      revision: 3,
      changed: true,
    });
    await drain();
    for (const slug of ['old', 'older']) expect(await locationOf(slug)).toBe(at('new'));
    expect(await locationOf('new')).toBe(200);
    for (const scope of ['', '/topics/web-feeds'])
      expect(await idsIn(`${scope}/feed.json`)).toEqual([idOf('new')]);
    const atom = await (await read('/atom.xml')).text();
    expect(atom).toContain(`ref="${idOf('older')}"`);
    expect(atom).toContain('“What a 304 saves”');
    // The notice leads to the story that is left.
    expect(atom).toContain('“<a href="https://news.example/stories/new">What a 304 saves</a>”');
    expect(await (await call('GET', '/stories/old')).json()).toMatchObject({
      status: 'withdrawn',
      mergedInto: idOf('new'),
      record: { abstract: 'What happened.', slug: 'old', formerSlugs: ['older'] },
    });
    const { revisions } = (await (await call('GET', '/stories/old/revisions')).json()) as {
      revisions: object[];
    };
    expect(revisions).toMatchObject([
      { action: 'publish' },
      { action: 'rename' },
      { action: 'merge', who: 'ann', reason: expect.stringContaining('“What a 304 saves”') },
    ]);
    expect(await (await merge('old', 'new')).json()).toMatchObject({ revision: 3, changed: false });
  });

  test("the reason is the request's, or a text in the story's language", async () => {
    await call('PUT', '/stories/alt', record('alt', { inLanguage: 'de' }));
    await call('PUT', '/stories/alter', record('alter', { inLanguage: 'de' }));
    await call('PUT', '/stories/neu', record('neu', { inLanguage: 'de' }));
    await merge('alt', 'neu');
    await merge('alter', 'neu', '&reason=Doppelt.');
    const reasonOf = async (slug: string) =>
      ((await (await call('GET', `/stories/${slug}`)).json()) as { reason: string }).reason;
    expect(await reasonOf('alt')).toContain('„What a 304 saves“');
    expect(await reasonOf('alter')).toBe('Doppelt.');
  });

  test('its addresses follow the other story when that is renamed, or merged itself', async () => {
    await publishTwice();
    await merge('old', 'new');
    await drain();
    await call('PUT', '/stories/newer', record('newer', { formerSlugs: ['new'] }), {
      headers: { 'If-Match': '"1"' },
    });
    await drain();
    for (const slug of ['old', 'older', 'new']) expect(await locationOf(slug)).toBe(at('newer'));
    await call('PUT', '/stories/last', record('last', { abstract: 'Once more.' }));
    await merge('newer', 'last');
    await drain();
    for (const slug of ['old', 'older', 'new', 'newer']) expect(await locationOf(slug)).toBe(at('last'));
  });

  test('restoring it separates them', async () => {
    await publishTwice();
    await merge('old', 'new');
    // The former slugs in the other story's file do not take this story's slugs.
    await call('PUT', '/stories/new', record('new', { formerSlugs: ['old', 'older'], abstract: 'Again.' }), {
      headers: { 'If-Match': '"1"' },
    });
    await drain();
    expect(await (await call('POST', '/stories/old/restore')).json()).toMatchObject({ status: 'published' });
    await drain();
    expect(await locationOf('old')).toBe(200);
    expect(await locationOf('older')).toBe(at('old'));
    expect(await idsIn('/feed.json')).toEqual([idOf('new'), idOf('older')]);
    const held = (await (await call('GET', '/stories/old')).json()) as { mergedInto?: string };
    expect(held.mergedInto).toBeUndefined();
  });

  test('a story that is already withdrawn can be merged', async () => {
    await publishTwice();
    await call('DELETE', '/stories/old?reason=Twice.');
    await drain();
    expect(await locationOf('old')).toBe(410);
    expect((await merge('old', 'new')).status).toBe(200);
    await drain();
    for (const slug of ['old', 'older']) expect(await locationOf(slug)).toBe(at('new'));
  });

  test('if the other one is withdrawn, the redirect leads to its notice', async () => {
    await publishTwice();
    await merge('old', 'new');
    await call('DELETE', '/stories/new?reason=Wrong.');
    await drain();
    expect(await locationOf('old')).toBe(at('new'));
    expect(await locationOf('new')).toBe(410);
  });

  test.each([
    ['none', 'new', 404, 'There is no story "none".'],
    ['old', 'none', 404, 'There is no story "none".'],
    ['older', 'new', 404, 'There is no story "older". It was renamed; it is "old" now.'],
    ['new', 'new', 409, '"new" cannot be merged into itself.'],
    [
      'new',
      'gone',
      409,
      '"gone" is withdrawn, so readers cannot be redirected there. Merge into a published story.',
    ],
  ])('%s into %s is refused', async (slug, into, status, detail) => {
    await publishTwice();
    await call('PUT', '/stories/gone', record('gone'));
    await call('DELETE', '/stories/gone?reason=Wrong.');
    const response = await merge(slug, into);
    expect(response.status).toBe(status);
    expect(await details(response)).toMatchObject({ detail });
  });

  test('a stale revision, a missing target or an empty reason is refused', async () => {
    await publishTwice();
    expect((await merge('old', 'new', '', { 'If-Match': '"1"' })).status).toBe(412);
    expect((await call('POST', '/stories/old/merge')).status).toBe(400);
    expect((await merge('old', 'new', '&reason=')).status).toBe(422);
    expect((await merge('old', 'new', '', { 'If-Match': '"2"' })).status).toBe(200);
  });

  test('a change of a merged story is refused, with the name of the other story', async () => {
    await publishTwice();
    await merge('old', 'new');
    const refused = await call('PUT', '/stories/old', record('old', { abstract: 'x' }), {
      headers: { 'If-Match': '*' },
    });
    expect(refused.status).toBe(409);
    expect((await details(refused)).detail).toMatch(/"old" .*merged.* "new"/);
  });
});

test('a story does not get the slug of a story that was merged into it', async () => {
  await publishTwice();
  await merge('old', 'new');
  for (const fields of [{ formerSlugs: ['new'] }, { identifier: idOf('new') }]) {
    const renamed = await call('PUT', '/stories/old', record('old', fields), {
      headers: { 'If-Match': '"1"' },
    });
    expect(renamed.status).toBe(409);
    expect((await details(renamed)).detail).toContain('was merged into "new"');
  }
});

test('a record that names two stories is refused with the command that merges them, and accepted after the merge', async () => {
  await publishTwice();
  const both = record('new', { formerSlugs: ['old'], abstract: 'What really happened.' });
  const refused = await call('PUT', '/stories/new', both, { headers: { 'If-Match': '"1"' } });
  expect(refused.status).toBe(409);
  expect((await details(refused)).detail).toContain('npm run story -- merge old new');
  await merge('old', 'new');
  const again = await call('PUT', '/stories/new', both, { headers: { 'If-Match': '"1"' } });
  expect(again.status).toBe(200);
  expect(await again.json()).toMatchObject({ revision: 1, changed: false });
});

const exported = async () => (await (await call('GET', '/export')).text()).trim().split('\n');
async function importLines(lines: readonly string[]): Promise<ImportResult[]> {
  const text = await (await call('POST', '/stories', lines.join('\n'))).text();
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as ImportResult);
}

test.each(['as it is', 'in reverse order'])('an export %s makes another server the same', async (order) => {
  await publishTwice();
  await merge('old', 'new');
  await drain();
  const lines = await exported();
  await reopen();
  const sent = order === 'as it is' ? lines : lines.toReversed();
  expect((await importLines(sent)).map(({ ok }) => ok)).toEqual([true, true]);
  await drain();
  for (const slug of ['old', 'older']) expect(await locationOf(slug)).toBe(at('new'));
  expect(await idsIn('/feed.json')).toEqual([idOf('new')]);
  const back = await exported();
  expect(back.toSorted()).toEqual(lines.toSorted());
  expect(await importLines(lines)).toMatchObject([
    { ok: true, changed: false },
    { ok: true, changed: false },
  ]);
});

test('a merged story that an earlier version restored is a story of its own', async () => {
  await publishTwice();
  await merge('old', 'new');
  // Like a version that cannot merge, restores the story without clearing the column.
  const merged = await runInside(deskObject(), (_desk: Desk, { storage }) =>
    storage.sql.exec<{ merged: string }>("SELECT merged FROM story WHERE slug = 'old'").one(),
  );
  await call('POST', '/stories/old/restore');
  await runInside(deskObject(), (_desk: Desk, { storage }) =>
    storage.sql.exec("UPDATE story SET merged = ? WHERE slug = 'old'", merged.merged),
  );
  const lines = await exported();
  expect(lines.join()).not.toContain('mergedInto');
  expect(await (await merge('old', 'new')).json()).toMatchObject({ changed: true });
});

test('two stories that an export says are merged into each other do not redirect', async () => {
  await call('PUT', '/stories/a', record('a'));
  await call('PUT', '/stories/b', record('b'));
  for (const slug of ['a', 'b']) await call('DELETE', `/stories/${slug}?reason=Twice.`);
  const lines = (await exported()).map((line) => JSON.parse(line) as { exported: Record<string, unknown> });
  const [a, b] = lines.map((line, index) =>
    JSON.stringify({ exported: { ...line.exported, mergedInto: idOf(index === 0 ? 'b' : 'a') } }),
  );
  await reopen();
  expect((await importLines([a ?? '', b ?? ''])).map(({ ok }) => ok)).toEqual([true, true]);
  await drain();
  expect(await locationOf('a')).toBe(410);
  expect(await locationOf('b')).toBe(410);
  const both = await call('PUT', '/stories/a', record('a', { formerSlugs: ['b'] }));
  expect(both.status).toBe(409);
  expect((await details(both)).detail).toContain('belong to two stories');
  const shown = {
    exported: { ...lines[0]?.exported, status: 'scheduled', reason: null, mergedInto: idOf('b') },
  };
  await reopen();
  expect(await importLines([JSON.stringify(shown)])).toMatchObject([
    { ok: false, faults: [{ field: 'exported.mergedInto' }] },
  ]);
});

test('a rebuild keeps the redirects, and reconciling repairs them', async () => {
  await publishTwice();
  await merge('old', 'new');
  await drain();
  await call('POST', '/rebuild');
  await drain();
  for (const slug of ['old', 'older']) expect(await locationOf(slug)).toBe(at('new'));
  await env.STORIES.delete('story:old');
  await env.STORIES.put('story:older', '{}');
  await reconcile(env.STORIES, desk(), Date.now() + 600_000);
  await drain();
  for (const slug of ['old', 'older']) expect(await recordUnder(`story:${slug}`)).toEqual({ movedTo: 'new' });
  const { stories } = await desk().status(Date.now());
  expect(stories).toEqual({ scheduled: 0, published: 1, withdrawn: 1 });
});
