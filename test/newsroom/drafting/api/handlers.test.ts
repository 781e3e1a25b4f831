import { beforeEach, describe, expect, test } from 'vitest';
import { call, problemOf, reopen } from '../../../newsroom.ts';
import { plantJob, REFUSAL } from '../../wire/object/drafting/plant-job.ts';

beforeEach(() => reopen());

const wes = { name: 'wes', role: 'writer', person: null } as const;
const begin = (body: unknown, token = 'wes-token') => call('POST', '/drafting', body, { token });

test('a writer begins a draft; its address says how far it has come', async () => {
  // Nobody answers there.
  const response = await begin({ urls: ['https://nobody.example/'], language: 'de', drafter: 'extractive' });
  expect(response.status).toBe(202);
  const job = (await response.json()) as { id: string; state: string };
  expect(job).toMatchObject({ language: 'de', drafter: 'extractive', draft: null, dropped: [] });
  expect(response.headers.get('Location')).toBe(`https://news.example/api/drafting/${job.id}`);
  let state = job.state;
  while (state === 'reading' || state === 'drafting') {
    await new Promise((resolve) => setTimeout(resolve, 20));
    const found = await call('GET', `/drafting/${job.id}`, undefined, { token: 'wes-token' });
    ({ state } = (await found.json()) as { state: string });
  }
  expect(state).toBe('failed');
});

test('a finished job leads to the draft, and says what was not read', async () => {
  const id = await plantJob(['https://a.example/', 'https://b.example/'], wes);
  const response = await call('GET', `/drafting/${id}`, undefined, { token: 'wes-token' });
  expect(await response.json()).toMatchObject({
    id,
    state: 'done',
    language: 'en',
    sources: [
      { url: 'https://a.example/', state: 'read' },
      { url: 'https://b.example/', state: 'unread', detail: REFUSAL },
    ],
    draft: { id, name: 'old-bridge-to-close-in-march', url: `https://news.example/newsroom/drafts/${id}` },
    detail: null,
  });
  const draft = await call('GET', `/drafts/${id}`, undefined, { token: 'wes-token' });
  expect(draft.status).toBe(200);
});

describe('what is refused', () => {
  test('a body of another shape, with its faults', async () => {
    const response = await begin({ urls: ['ftp://a.example/'], language: 'Deutsch!', drafter: 'gpt', x: 1 });
    expect(response.status).toBe(422);
    const { faults } = await problemOf(response);
    expect(faults?.map(({ field }) => field).sort()).toEqual(['drafter', 'language', 'urls[0]', 'x']);
    expect((await begin({ urls: [] })).status).toBe(422);
    const many = Array.from({ length: 11 }, (_, index) => `https://a.example/${index}`);
    expect((await begin({ urls: many })).status).toBe(422);
    expect(
      (await call('POST', '/drafting', '{', { headers: { 'Content-Type': 'application/json' } })).status,
    ).toBe(400);
  });

  test('addresses of private networks and of this site', async () => {
    const urls = ['https://a.example/', 'http://169.254.169.254/', 'https://news.example/stories/a'];
    const response = await begin({ urls });
    expect(response.status).toBe(422);
    expect((await problemOf(response)).faults).toEqual([
      {
        field: 'urls[1]',
        value: '"http://169.254.169.254/"',
        rule: expect.stringContaining('public Internet'),
      },
      {
        field: 'urls[2]',
        value: '"https://news.example/stories/a"',
        rule: expect.stringContaining('this site'),
      },
    ]);
  });

  test('a drafter that is not set up', async () => {
    const response = await begin({ urls: ['https://a.example/'], drafter: 'workers-ai' });
    expect(response.status).toBe(422);
    expect(await problemOf(response)).toMatchObject({ why: 'drafter' });
  });

  test('more than three drafts at a time', async () => {
    for (let count = 0; count < 3; count++) await plantJob([`https://slow.example/${count}`], wes);
    const response = await begin({ urls: ['https://a.example/'] });
    expect(response.status).toBe(429);
    expect(await problemOf(response)).toMatchObject({ why: 'busy' });
    expect((await begin({ urls: ['https://nobody.example/'] }, 'liz-token')).status).toBe(202);
  });

  test('a job of another writer, and one that is not there', async () => {
    const id = await plantJob(['https://b.example/'], wes);
    const get = (path: string, token: string) => call('GET', path, undefined, { token });
    expect((await get(`/drafting/${id}`, 'liz-token')).status).toBe(403);
    expect((await get(`/drafting/${id}`, 'eve-token')).status).toBe(200);
    expect((await get(`/drafting/${'0'.repeat(32)}`, 'wes-token')).status).toBe(404);
    expect((await get('/drafting/x', 'wes-token')).status).toBe(404);
  });
});
