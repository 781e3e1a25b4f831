import { beforeEach, expect, test } from 'vitest';
import { call, problemOf, reopen } from '../../../newsroom.ts';
import { fileOf, setReviewPolicy } from '../desk/newsroom.ts';

beforeEach(() => reopen());

interface Draft {
  id: string;
  version: number;
  state: string;
  base: unknown;
}

const begin = async (text: string): Promise<Draft> =>
  (
    await call('POST', '/drafts?name=rates-fall', text, { headers: { 'Content-Type': 'text/markdown' } })
  ).json();
const save = (id: string, version: number, text: string) =>
  call('PUT', `/drafts/${id}/text`, text, { headers: { 'If-Match': `"${version}"` } });
const publish = (id: string, version = 1) =>
  call('POST', `/drafts/${id}/publish`, undefined, { headers: { 'If-Match': `"${version}"` } });
const stateOf = async (id: string): Promise<Draft> => (await call('GET', `/drafts/${id}`)).json();

test('a draft is published under its name, and corrected from there', async () => {
  const { id } = await begin(fileOf('Rates fall'));
  const published = await publish(id);
  expect([published.status, await published.json()]).toMatchObject([
    200,
    { slug: 'rates-fall', status: 'published', revision: 1, changed: true },
  ]);
  expect(await stateOf(id)).toMatchObject({ state: 'published', base: { slug: 'rates-fall', revision: 1 } });

  const correction = (await (await call('POST', '/stories/rates-fall/draft')).json()) as Draft;
  expect(correction).toMatchObject({ id, version: 1 });
  await save(id, 1, fileOf('Rates fall again'));
  expect(await (await publish(id, 2)).json()).toMatchObject({ slug: 'rates-fall', revision: 2 });
});

test('faults of the text are listed with their lines', async () => {
  const { id } = await begin(fileOf('Rates fall', 'keywords: [Not A Topic]\n'));
  const refused = await publish(id);
  expect(refused.status).toBe(422);
  expect((await problemOf(refused)).faults).toMatchObject([{ field: 'keywords[0]', line: 6 }]);
  expect(await stateOf(id)).toMatchObject({ state: 'draft' });
});

test('a draft of an older revision is refused, until it states that it takes account of the newer one', async () => {
  await (await publish((await begin(fileOf('Rates fall'))).id)).json();
  const { id, version } = (await (await call('POST', '/stories/rates-fall/draft')).json()) as Draft;
  await save(id, version, fileOf('Rates fall a little'));
  const { record } = (await (await call('GET', '/stories/rates-fall')).json()) as { record: object };
  await call(
    'PUT',
    '/stories/rates-fall',
    { ...record, headline: 'Rates fell' },
    { headers: { 'If-Match': '"1"' } },
  );

  const refused = await publish(id, version + 1);
  expect(refused.status).toBe(412);
  expect(await problemOf(refused)).toMatchObject({ current: { revision: 2 } });
  const base = { slug: 'rates-fall', revision: 2 };
  const options = { headers: { 'If-Match': `"${version + 1}"` } };
  const replaced = await call('PUT', `/drafts/${id}/base`, base, options);
  expect(await replaced.json()).toEqual({ version: version + 1, state: 'draft', voided: false });
  expect(await (await publish(id, version + 1)).json()).toMatchObject({ revision: 3 });
});

test('a version that is not the newest is not published', async () => {
  const { id } = await begin(fileOf('Rates fall'));
  await save(id, 1, fileOf('Rates rise'));
  const refused = await publish(id);
  expect(refused.status).toBe(412);
  expect((await problemOf(refused)).detail).toMatch(/saved version 2 .*version 1\b/);
});

test('if the newsroom asks for a review, a draft without one is refused', async () => {
  setReviewPolicy('one');
  const { id } = await begin(fileOf('Rates fall'));
  const refused = await publish(id);
  expect(refused.status).toBe(422);
  expect((await problemOf(refused)).detail).toContain('nobody has approved this text');
});

test('a story that there is not has no draft', async () => {
  expect((await call('POST', '/stories/none/draft')).status).toBe(404);
});
