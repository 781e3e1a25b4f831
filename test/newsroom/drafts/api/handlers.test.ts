import { beforeEach, describe, expect, test } from 'vitest';
import { MAX_DRAFT_BYTES } from '../../../../src/newsroom/drafts/desk/draft.ts';
import { call, problemOf, reopen } from '../../../newsroom.ts';

beforeEach(() => reopen());

const MARKDOWN = { 'Content-Type': 'text/markdown' };
const TEXT = '---\nheadline: Rates fall\n---\n\nThe bank cut its rate.\n';

interface Draft {
  id: string;
  name: string;
  state: string;
  version: number;
  authors: { person: string | null; name: string }[];
  discarded: string | null;
  url: string;
}

const create = (text: string, query = 'name=rates-fall', token = 'ann-token') =>
  call('POST', `/drafts?${query}`, text, { headers: MARKDOWN, token });
const begin = async (text = TEXT, token = 'ann-token'): Promise<Draft> =>
  (await create(text, 'name=rates-fall', token)).json();
const save = (id: string, text: string, ifMatch?: string, token = 'ann-token') =>
  call('PUT', `/drafts/${id}/text`, text, { token, headers: ifMatch ? { 'If-Match': ifMatch } : {} });
const idsOf = async (query = '', token = 'ann-token') => {
  const { drafts } = (await (await call('GET', `/drafts${query}`, undefined, { token })).json()) as {
    drafts: Draft[];
  };
  return drafts.map(({ id }) => id);
};

test('a draft begins at version 1, and has a page in the newsroom', async () => {
  const response = await create(TEXT, 'name=rates-fall&story=rates&revision=3');
  expect(response.status).toBe(201);
  expect(response.headers.get('ETag')).toBe('"1"');
  const draft = (await response.json()) as Draft;
  expect(draft).toMatchObject({
    name: 'rates-fall',
    headline: 'Rates fall',
    state: 'draft',
    version: 1,
    base: { slug: 'rates', revision: 3 },
    authors: [{ person: null, name: 'ann' }],
    url: `https://news.example/newsroom/drafts/${draft.id}`,
  });
  expect(response.headers.get('Location')).toBe(`https://news.example/api/drafts/${draft.id}`);
  expect(await (await call('GET', `/drafts/${draft.id}`)).json()).toEqual(draft);
});

test('a draft with an id of the client begins once, and a repeated request changes nothing', async () => {
  const id = '0123456789abcdef0123456789abcdef';
  const draft = (await (await create(TEXT, `name=rates-fall&id=${id}`)).json()) as Draft;
  expect(draft).toMatchObject({ id, version: 1 });
  const again = await create('Another text', `name=another&id=${id}`);
  expect(await again.json()).toEqual(draft);
  expect(await (await call('GET', `/drafts/${id}/text`)).text()).toBe(TEXT);
  expect(await idsOf()).toEqual([id]);
  expect((await create(TEXT, 'name=rates-fall&id=mine')).status).toBe(400);
});

test.each([
  ['of Windows, with a byte order mark', '\uFEFF---\r\nheadline: x\r\n---\r\n\r\n'],
  ['that breaks rules of the record', '---\nheadline: [\n'],
  ['of nothing', ''],
  ['of composed and decomposed letters, and control characters', 'é e\u0301 \u0000\u0007\u202E 👩‍👩‍👧'],
  ['that looks like a front matter of a script', '</textarea><script>alert(1)</script>'],
])('a text %s comes back byte for byte, and can be saved again', async (_what, text) => {
  const { id } = await begin(text);
  const read = await call('GET', `/drafts/${id}/text`);
  expect(read.headers.get('Content-Type')).toBe('text/markdown; charset=utf-8');
  expect(read.headers.get('ETag')).toBe('"1"');
  expect(new Uint8Array(await read.arrayBuffer())).toEqual(new TextEncoder().encode(text));
  expect(await (await save(id, text, '"1"')).json()).toEqual({ version: 1, state: 'draft', voided: false });
});

test('a save names the version that it replaces; each one is kept', async () => {
  const { id } = await begin();
  const saved = await save(id, `${TEXT}More.\n`, '"1"', 'bob-token');
  expect(saved.headers.get('ETag')).toBe('"2"');
  expect(await saved.json()).toEqual({ version: 2, state: 'draft', voided: false });
  const { versions } = (await (await call('GET', `/drafts/${id}/versions`)).json()) as {
    versions: { version: number; by: string; bytes: number }[];
  };
  expect(versions.map(({ version, by, bytes }) => [version, by, bytes])).toEqual([
    [2, 'bob', TEXT.length + 6],
    [1, 'ann', TEXT.length],
  ]);
  expect(await (await call('GET', `/drafts/${id}/versions/1`)).text()).toBe(TEXT);
});

test('a save that replaces something unseen is refused, and says what is there', async () => {
  const { id } = await begin();
  await save(id, 'Bob was faster.', '"1"', 'bob-token');
  const refused = await save(id, 'Ann was slower.', '"1"');
  expect(refused.status).toBe(412);
  expect(await problemOf(refused)).toMatchObject({
    detail: expect.stringContaining('yours replaces version 1'),
    currentVersion: { version: 2, by: 'bob', at: expect.stringMatching(/^\d{4}-.*Z$/) },
  });
  expect(await (await call('GET', `/drafts/${id}/text`)).text()).toBe('Bob was faster.');
});

test.each([
  [undefined, 412, 'State which version of the draft'],
  ['*', 400, 'If-Match must be a version'],
  ['3', 400, 'If-Match must be a version'],
  ['"0001"x', 400, 'If-Match must be a version'],
  ['W/"1"', 412, 'If-Match compares strongly'],
  ['"999999999"', 412, 'yours replaces version 999999999'],
])('a save with If-Match %j is refused', async (ifMatch, status, says) => {
  const { id } = await begin();
  const refused = await save(id, 'Something else.', ifMatch);
  expect(refused.status).toBe(status);
  expect((await problemOf(refused)).detail).toContain(says);
});

test('a discarded draft is listed apart, cannot be changed, and can be restored', async () => {
  const { id } = await begin();
  const discard = (version: string) =>
    call('DELETE', `/drafts/${id}`, undefined, { headers: { 'If-Match': version } });
  expect((await discard('"2"')).status).toBe(412);
  expect(await (await discard('"1"')).json()).toMatchObject({ discarded: expect.any(String) });
  expect([await idsOf(), await idsOf('?discarded=true')]).toEqual([[], [id]]);
  expect((await save(id, 'x', '"1"')).status).toBe(409);
  expect(await (await call('POST', `/drafts/${id}/restore`)).json()).toMatchObject({ discarded: null });
  expect([await idsOf(), await idsOf('?discarded=true')]).toEqual([[id], []]);
});

test('drafts are listed by state', async () => {
  const { id } = await begin();
  expect([await idsOf('?state=draft'), await idsOf('?state=in+review')]).toEqual([[id], []]);
});

describe('what is refused', () => {
  test.each([
    ['without a name', '', TEXT, 400, 'name must say what the draft is called'],
    ['with a name that is no slug', 'name=../../etc', TEXT, 422, "cannot be part of a story's address"],
    ['with a name of 300 characters', `name=${'x'.repeat(300)}`, TEXT, 400, 'at most 200 characters'],
    ['with a story without a revision', 'name=x&story=a', TEXT, 400, 'story and revision go together'],
    ['with a revision that is no number', 'name=x&story=a&revision=one', TEXT, 400, 'revision must be'],
    ['of too many bytes', 'name=x', '人'.repeat(MAX_DRAFT_BYTES / 3 + 1), 413, 'at most 1,900,000 bytes'],
  ])('a draft %s', async (_what, query, text, status, says) => {
    const refused = await create(text, query);
    expect(refused.status).toBe(status);
    expect((await problemOf(refused)).detail).toContain(says);
    expect(await idsOf()).toEqual([]);
  });

  test('a draft of another type', async () => {
    const refused = await call('POST', '/drafts?name=x', { headline: 'x' });
    expect(refused.status).toBe(415);
    expect((await problemOf(refused)).detail).toContain('text/markdown');
  });

  test.each(['x', 'ABCDEF', `${'0'.repeat(31)}G`, '%00', '0'.repeat(32)])('the id %s', async (id) => {
    for (const [method, path] of [
      ['GET', ''],
      ['GET', '/text'],
      ['GET', '/versions'],
      ['GET', '/versions/1'],
      ['POST', '/restore'],
    ] as const) {
      const refused = await call(method, `/drafts/${id}${path}`);
      expect(refused.status).toBe(404);
      await problemOf(refused);
    }
  });

  test.each(['0', '-1', '1.5', 'x', '1e400', '2'])('the version %s', async (version) => {
    const { id } = await begin();
    const refused = await call('GET', `/drafts/${id}/versions/${version}`);
    expect(refused.status).toBe(404);
    await problemOf(refused);
  });

  test('a state that there is not', async () => {
    const refused = await call('GET', '/drafts?state=lost');
    expect((await problemOf(refused)).detail).toMatch(/^state must be one of draft, in review, /);
  });
});

describe("what a writer's token may do", () => {
  test('its own drafts: all of it', async () => {
    const { id } = await begin(TEXT, 'wes-token');
    expect(await idsOf('', 'wes-token')).toEqual([id]);
    expect((await save(id, 'x', '"1"', 'wes-token')).status).toBe(200);
  });

  test("others' drafts: nothing", async () => {
    const { id } = await begin(TEXT, 'liz-token');
    expect(await idsOf('', 'wes-token')).toEqual([]);
    const options = { token: 'wes-token', headers: { 'If-Match': '"1"' } };
    for (const [method, path] of [
      ['GET', ''],
      ['GET', '/text'],
      ['PUT', '/text'],
      ['GET', '/versions'],
      ['GET', '/versions/1'],
      ['DELETE', ''],
      ['POST', '/restore'],
    ] as const) {
      const body = method === 'PUT' ? 'x' : undefined;
      const refused = await call(
        method,
        `/drafts/${id}${path}`,
        body,
        method === 'GET' ? { token: 'wes-token' } : options,
      );
      expect([method, path, refused.status]).toEqual([method, path, 403]);
      expect((await problemOf(refused)).detail).toContain('This draft is by liz.');
    }
    expect(await idsOf('', 'eve-token')).toEqual([id]);
    expect((await save(id, 'x', '"1"', 'eve-token')).status).toBe(200);
  });
});
