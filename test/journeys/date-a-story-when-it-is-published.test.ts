import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { publishDraft } from '../../src/newsroom/drafts/desk/publish-draft.ts';
import type { Actor } from '../../src/newsroom/people/desk/roles.ts';
import { approve, begin, find, member, setReviewPolicy } from '../newsroom/drafts/desk/newsroom.ts';
import { signIn } from '../newsroom/frame/browser.ts';
import { call, drain, problemOf, read, reopen } from '../newsroom.ts';
import { aStory } from '../samples.ts';

beforeEach(() => reopen());
afterEach(() => {
  vi.restoreAllMocks();
});

const MONDAY = Date.parse('2026-11-23T08:00:00.500Z');
const WEDNESDAY = Date.parse('2026-11-25T16:30:15.900Z');
const SAID = '2026-11-25T16:30:15Z';

/** A record without a time of its own. */
const undated = (fields: Record<string, unknown> = {}) => {
  const { datePublished, ...record } = aStory({ keywords: ['web-feeds'] });
  return { ...record, ...fields };
};

const setClock = (now: number) => vi.spyOn(Date, 'now').mockReturnValue(now);
const replacing = (revision: number) => ({ headers: { 'If-Match': `"${revision}"` } });
const recordOf = async (slug = 'a-story') =>
  ((await (await call('GET', `/stories/${slug}`)).json()) as { record: { datePublished: string } }).record;

test('a draft that was begun and approved on Monday is the story of the day on which it is published', async () => {
  setReviewPolicy('one');
  const [ann, ben] = [await member('Ann Lee', 'editor'), await member('Ben Ode', 'editor')];
  const text =
    '---\nheadline: Rates fall\nabstract: What happened.\ninLanguage: en\nkeywords: [web-feeds]\n---\n\nWhat we think.\n';
  const draft = await begin(ann, 'rates-fall', text);
  expect(await approve(draft, ben, MONDAY)).toMatchObject({ ok: true });
  const { version } = await find(draft, ann);
  const done = await publishDraft(env, { id: draft.id, version, actor: ann, now: WEDNESDAY });
  expect(done).toMatchObject({ ok: true, status: 'published', revision: 1 });
  expect(await recordOf('rates-fall')).toMatchObject({
    datePublished: SAID,
    provenance: { abstract: { reviewedBy: { name: 'Ben Ode' } } },
  });
  // A request that is repeated, because its answer was lost, gives it no other date.
  const again = await publishDraft(env, { id: draft.id, version, actor: ann, now: WEDNESDAY + 90_000 });
  expect(again).toMatchObject({ ok: true, changed: false });
  await drain();
  const { items } = (await (await read('/feed.json')).json()) as { items: { date_published: string }[] };
  expect(items).toMatchObject([{ date_published: SAID }]);
  expect(await (await read('/atom.xml')).text()).toContain('<published>2026-11-25T16:30:15');
  expect(await (await read('/rss.xml')).text()).toContain('<pubDate>Wed, 25 Nov 2026 16:30:15 GMT</pubDate>');
  const page = await (await read('/stories/rates-fall')).text();
  expect(page).toContain(`property="article:published_time" content="${SAID.slice(0, -1)}`);
  expect(await (await read('/topics/web-feeds/feed.json')).text()).toContain(SAID);
});

test.each([
  ['is left out', {}],
  ['is null', { datePublished: null }],
])('a record whose date %s gets one once, however often it is sent', async (_name, fields) => {
  setClock(MONDAY);
  expect((await call('PUT', '/stories/a-story', undated(fields))).status).toBe(201);
  setClock(WEDNESDAY);
  const repeated = await call('PUT', '/stories/a-story', undated(fields));
  expect(await repeated.json()).toMatchObject({ changed: false, revision: 1 });
  const changed = await call(
    'PUT',
    '/stories/a-story',
    undated({ ...fields, headline: 'Another' }),
    replacing(1),
  );
  expect(await changed.json()).toMatchObject({ changed: true, revision: 2 });
  expect(await recordOf()).toMatchObject({ headline: 'Another', datePublished: '2026-11-23T08:00:00Z' });
});

test('a file and an import may leave the date to the server', async () => {
  setClock(WEDNESDAY);
  const file =
    '---\nheadline: A file\nabstract: What happened.\ninLanguage: en\ndatePublished:\n---\n\nText.\n';
  expect((await call('PUT', '/stories/a-file', file)).status).toBe(201);
  await (await call('POST', '/stories', `${JSON.stringify(undated({ slug: 'a-line' }))}\n`)).text();
  for (const slug of ['a-file', 'a-line'])
    expect(await recordOf(slug)).toMatchObject({ datePublished: SAID });
});

test('a scheduled story whose date is taken away appears at once', async () => {
  setClock(MONDAY);
  const due = new Date(WEDNESDAY + 86_400_000).toISOString();
  const scheduled = await call('PUT', '/stories/a-story', undated({ datePublished: due }));
  expect(await scheduled.json()).toMatchObject({ status: 'scheduled' });
  setClock(WEDNESDAY);
  const published = await call('PUT', '/stories/a-story', undated(), replacing(1));
  expect(await published.json()).toMatchObject({ status: 'published', revision: 2 });
  expect(await recordOf()).toMatchObject({ datePublished: SAID });
});

test.each([
  ['dateModified', { dateModified: '2026-11-24T00:00:00Z' }],
  ['correction[0].datePublished', { correction: [{ text: 'No.', datePublished: '2026-11-24T00:00:00Z' }] }],
])('%s before the publication is refused, although the record names no date', async (name, fields) => {
  setClock(WEDNESDAY);
  const problem = await problemOf(await call('PUT', '/stories/a-story', undated(fields)));
  expect(problem.status).toBe(422);
  expect(problem.detail).toContain(
    `${name} (2026-11-24T00:00:00Z) is before the story's publication (${SAID})`,
  );
  expect((await call('GET', '/stories/a-story')).status).toBe(404);
});

test('a correction that names the minute of publication is kept, changed again and brought back by a backup', async () => {
  setClock(WEDNESDAY);
  expect((await call('PUT', '/stories/a-story', undated())).status).toBe(201);
  const correction = [{ text: 'No.', datePublished: '2026-11-25T16:30:00Z' }];
  const corrected = { ...(await recordOf()), correction, dateModified: '2026-11-25T16:30:00Z' };
  expect((await call('PUT', '/stories/a-story', corrected, replacing(1))).status).toBe(200);
  const again = { ...corrected, headline: 'Another' };
  expect((await call('PUT', '/stories/a-story', again, replacing(2))).status).toBe(200);
  const backup = await (await call('GET', '/export')).text();
  await reopen();
  const results = (await (await call('POST', '/stories', backup)).text()).trim().split('\n');
  expect(results.map((line) => JSON.parse(line)).filter(({ ok }) => !ok)).toEqual([]);
  expect(await recordOf()).toMatchObject({ headline: 'Another', datePublished: SAID, correction });
});

test('the preview of a story without a date has the time of looking', async () => {
  setClock(MONDAY);
  const { id } = (await (await call('POST', '/previews', undated())).json()) as { id: string };
  setClock(MONDAY + 3_000_000);
  const page = await (await call('GET', `/previews/${id}`, undefined, { token: null })).text();
  expect(page).toContain('2026-11-23T08:50:00Z');
});

test('a renamed file without a date is found by its headline', async () => {
  await call('PUT', '/stories/a-story', undated());
  await drain();
  const found = await call('POST', '/similar', undated({ slug: 'renamed' }));
  expect(await found.json()).toMatchObject({ similar: [{ slug: 'a-story', hasSameHeadline: true }] });
});

test('a draft with a date of its own keeps it, whenever it is published', async () => {
  const ann = await member('Ann Lee', 'editor');
  const dated = `---\nheadline: A dated one\nabstract: What happened.\ninLanguage: en\ndatePublished: 2026-11-20T09:00:00+01:00\n---\n\nWhat we think.\n`;
  const draft = await begin(ann, 'a-dated-one', dated);
  const { version } = await find(draft, ann);
  const done = await publishDraft(env, { id: draft.id, version, actor: ann, now: WEDNESDAY });
  expect(done).toMatchObject({ ok: true, status: 'published' });
  const { datePublished } = await recordOf('a-dated-one');
  expect(Date.parse(datePublished)).toBe(Date.parse('2026-11-20T08:00:00Z'));
});

test('a file without a date that is published twice is dated once', async () => {
  const file = '---\nheadline: A file\nabstract: What happened.\ninLanguage: en\n---\n\nText.\n';
  setClock(MONDAY);
  expect((await call('PUT', '/stories/a-file', file)).status).toBe(201);
  setClock(WEDNESDAY);
  const again = await call('PUT', '/stories/a-file', file, replacing(1));
  expect(await again.json()).toMatchObject({ changed: false, revision: 1 });
  expect(await recordOf('a-file')).toMatchObject({ datePublished: '2026-11-23T08:00:00Z' });
});

test('the preview of a draft without a date has the day on which it would be published, as the question does', async () => {
  const ann = await signIn('Ann Lee', 'editor');
  const actor: Actor = { name: 'Ann Lee', role: 'editor', person: ann.person };
  const text = '---\nheadline: Rates fall\nabstract: What happened.\ninLanguage: en\n---\n\nWhat we think.\n';
  const { id } = await begin(actor, 'rates-fall', text);
  const shown = async (path: string) => (await ann.get(`/newsroom/drafts/${id}/${path}`)).text();
  const day = new Date().toISOString().slice(0, 10);
  expect(await shown('page')).toContain(`datetime="${day}T`);
  expect(await shown('publish')).toContain('at once, dated the moment it is published');
});
