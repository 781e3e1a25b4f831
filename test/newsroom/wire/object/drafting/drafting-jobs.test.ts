import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import { deskOf } from '../../../../../src/newsroom/desk/desk-stub.ts';
import { chooseDrafter } from '../../../../../src/newsroom/drafting/wire/choose-drafter.ts';
import { deskFor } from '../../../../../src/newsroom/drafting/wire/drafting-desk.ts';
import type { DraftingJob } from '../../../../../src/newsroom/drafting/wire/drafting-job.ts';
import {
  type DraftingDependencies,
  DraftingJobs,
} from '../../../../../src/newsroom/drafting/wire/drafting-jobs.ts';
import type { Actor, Role } from '../../../../../src/newsroom/people/desk/roles.ts';
import { readSource } from '../../../../../src/newsroom/wire/extraction/read-source.ts';
import type { Fetched } from '../../../../../src/newsroom/wire/fetching/fetched.ts';
import { wireOf } from '../../../../../src/newsroom/wire/wire-stub.ts';
import { forPrograms } from '../../../../../src/newsroom/words/translate.ts';
import { parseStoryFile } from '../../../../../src/site/story/parse/parse.ts';
import { program } from '../../../../actors.ts';
import { reopen } from '../../../../newsroom.ts';
import { runInside, wireObject } from '../../../../objects.ts';

beforeEach(reopen);

const now = Date.parse('2026-11-26T10:00:00Z');
const MINUTE = 60_000;
const DAY = 86_400_000;

const PAGES: Record<string, string> = {
  'https://harbour.example/bridge': `<html lang="en"><head><title>Old Bridge to close in March</title>
    <meta property="og:site_name" content="Harbour Times"></head><body><article><h1>Old Bridge to close in March</h1>
    <p>The city council voted 7 to 2 on Tuesday to close the Old Bridge to cars from 1 March 2027.</p>
    <p>Repairs of the bridge will cost 42 million euros and take three years, according to the city’s engineers.</p></article></body></html>`,
  'https://valley.example/bridge': `<html lang="en"><head><title>Corrosion in the cables</title>
    <meta property="og:site_name" content="Valley Post"></head><body><article><h1>Corrosion in the cables</h1>
    <p>Engineers found corrosion in 14 of the 22 main cables of the Old Bridge in an inspection last summer.</p>
    <p>Shop owners on the east bank fear that they will lose customers during the repairs of the bridge.</p></article></body></html>`,
};
const [HARBOUR = '', VALLEY = ''] = Object.keys(PAGES);

const page = (url: string, status = 200): Fetched => ({
  ok: true,
  url,
  movedTo: null,
  status,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: new TextEncoder().encode(PAGES[url] ?? ''),
  readAt: now,
});

/** A web that answers with the pages above, and otherwise with 404. */
const web = async ({ url }: { url: string }): Promise<Fetched> => page(url, url in PAGES ? 200 : 404);

const dependencies = (changes: Partial<DraftingDependencies> = {}): DraftingDependencies => ({
  fetchPage: web,
  readSource: (fetched, url) => readSource(fetched, url),
  chooseDrafter: (name = 'extractive') => chooseDrafter(name, { model: null, server: null }, {}),
  desk: deskFor(env),
  now: () => now,
  ...changes,
});

async function member(name: string, role: Role): Promise<Actor> {
  const { id } = await deskOf(env).people.add({ name, role }, now);
  return { name, role, person: id };
}

const inWire = <T>(work: (sql: SqlStorage) => Promise<T>): Promise<T> =>
  runInside(wireObject(), (_wire: unknown, { storage }) => work(storage.sql));

const begin = async (jobs: DraftingJobs, urls: string[], actor: Actor) => {
  const begun = await jobs.begin({ urls, language: 'en', actor, now });
  if (!begun.ok) throw new Error(begun.detail);
  return begun.id;
};

const jobOf = async (jobs: DraftingJobs, id: string, actor: Actor): Promise<DraftingJob> => {
  const found = await jobs.find(id, actor);
  if (!found.ok) throw new Error(found.detail);
  return found.job;
};

/** Drafts from addresses, to the end. */
const draft = (urls: string[], actor: Actor, changes?: Partial<DraftingDependencies>) =>
  inWire(async (sql) => {
    const jobs = new DraftingJobs(sql, dependencies(changes));
    const id = await begin(jobs, urls, actor);
    await jobs.settled();
    return jobOf(jobs, id, actor);
  });

const draftOf = async (id: string, actor: Actor) => {
  const found = await deskOf(env).drafts.find(id, actor);
  if (!found.ok) throw new Error(found.detail);
  return found.draft;
};

test('a draft is made from sources in the name of whoever asked, with the id of the job', async () => {
  const writer = await member('Cleo Writer', 'writer');
  const job = await draft([HARBOUR, VALLEY], writer);
  expect(job).toMatchObject({
    state: 'done',
    drafter: 'extractive',
    begun: '2026-11-26T10:00:00.000Z',
    sources: [
      { url: HARBOUR, state: 'read', detail: 'Old Bridge to close in March, Harbour Times' },
      { url: VALLEY, state: 'read', detail: 'Corrosion in the cables, Valley Post' },
    ],
    draft: { id: job.id, name: 'old-bridge-to-close-in-march' },
    dropped: [],
    notes: [],
    detail: null,
  });
  const { text, authors, state, version } = await draftOf(job.id, writer);
  expect({ authors, state, version }).toEqual({
    authors: [{ person: writer.person, name: 'Cleo Writer' }],
    state: 'draft',
    version: 1,
  });
  const parsed = parseStoryFile(`${text}It matters.`, 'x');
  expect(parsed.ok && parsed.value.evidence.map(({ source }) => source)).toEqual([HARBOUR, HARBOUR, VALLEY]);
  const kept = await deskOf(env).draftSources.list(job.id, writer);
  expect(kept.ok && kept.sources.map(({ url }) => url)).toEqual([HARBOUR, VALLEY]);
  expect(await deskOf(env).draftSources.origin(job.id)).toMatchObject({
    drafter: 'extractive',
    promptVersion: 'lexrank-1',
    inputs: [{ url: HARBOUR, hash: expect.stringMatching(/^[0-9a-f]{64}$/) }, { url: VALLEY }],
  });
});

test('a source that cannot be read is reported, and the others make the draft', async () => {
  const { sources, state, notes, id } = await draft([HARBOUR, 'https://gone.example/x'], program('ann'));
  expect(state).toBe('done');
  const why = 'gone.example has no such page (404). Check the address.';
  expect(sources[1]).toMatchObject({ url: 'https://gone.example/x', state: 'unread', detail: why });
  expect(notes).toEqual([`Not read: https://gone.example/x ${why}`]);
  expect((await draftOf(id, program('ann'))).text).toContain(`# Not read: https://gone.example/x ${why}\n`);
});

test('if no source can be read, there is no draft, and each address says why', async () => {
  const job = await draft(['https://gone.example/a', 'https://gone.example/b'], program('ann'));
  expect(job).toMatchObject({
    state: 'failed',
    draft: null,
    detail: expect.stringContaining('None of the addresses'),
    sources: [{ state: 'unread' }, { state: 'unread' }],
  });
  expect((await deskOf(env).drafts.find(job.id, program('ann'))).ok).toBe(false);
});

test('if the Desk is lost after it has made the draft, the job goes on and makes no second one', async () => {
  const cleo = await member('Cleo', 'writer');
  const job = await inWire(async (sql) => {
    const real = deskFor(env);
    let isLost = true;
    const desk = {
      ...real,
      keep: async (...parameters: Parameters<typeof real.keep>) => {
        if (isLost) throw new Error('lost');
        return real.keep(...parameters);
      },
    };
    let requests = 0;
    const fetchPage: typeof web = (request) => {
      requests++;
      return web(request);
    };
    let drafters = 0;
    const choose: DraftingDependencies['chooseDrafter'] = (name = 'extractive') => {
      drafters++;
      return chooseDrafter(name, { model: null, server: null }, {});
    };
    const changes = { desk, fetchPage, chooseDrafter: choose };
    const jobs = new DraftingJobs(sql, dependencies(changes));
    const id = await begin(jobs, [HARBOUR], cleo);
    await jobs.settled();
    expect((await jobOf(jobs, id, cleo)).state).toBe('drafting');
    isLost = false;
    // Another object, as after an eviction.
    const next = new DraftingJobs(sql, dependencies(changes));
    expect(next.nextDue()).toBe(now + MINUTE);
    await next.run(now + MINUTE);
    await next.settled();
    expect({ requests, drafters }).toEqual({ requests: 1, drafters: 2 });
    expect(next.nextDue()).toBe(now + 30 * DAY);
    return jobOf(next, id, cleo);
  });
  expect(job.state).toBe('done');
  const drafts = await deskOf(env).drafts.list({ actor: cleo });
  expect(drafts.map(({ id }) => id)).toEqual([job.id]);
  expect((await draftOf(job.id, cleo)).version).toBe(1);
});

test('a job that is lost three times fails, and says so', async () => {
  const desk = { ...deskFor(env), keep: async () => Promise.reject(new Error('lost')) };
  await inWire(async (sql) => {
    const jobs = new DraftingJobs(sql, dependencies({ desk }));
    const id = await begin(jobs, [HARBOUR], program('ann'));
    await jobs.settled();
    for (const minutes of [1, 2, 3]) {
      await jobs.run(now + minutes * MINUTE);
      await jobs.settled();
    }
    const { state, detail } = await jobOf(jobs, id, program('ann'));
    expect(state).toBe('failed');
    expect(detail).toMatch(/^The draft was begun 3 times and interrupted each time\. /);
    // The Desk had made the draft. What drafted it decides whether it may be published, so it has that from the beginning.
    expect((await draftOf(id, program('ann'))).version).toBe(1);
    expect(await deskOf(env).draftSources.origin(id)).toMatchObject({ drafter: 'extractive' });
  });
});

test('a source whose host asks for a pause is read after it; the others are read once', async () => {
  await inWire(async (sql) => {
    const requests: string[] = [];
    let isBusy = true;
    const fetchPage = async ({ url }: { url: string }): Promise<Fetched> => {
      requests.push(url);
      if (url !== VALLEY || !isBusy) return page(url);
      return {
        ok: false,
        kind: 'later',
        detail: forPrograms('Try again after 10:00.'),
        retryAt: now + 30_000,
      };
    };
    const jobs = new DraftingJobs(sql, dependencies({ fetchPage }));
    const id = await begin(jobs, [HARBOUR, VALLEY], program('ann'));
    await jobs.settled();
    const waiting = await jobOf(jobs, id, program('ann'));
    expect(waiting.state).toBe('reading');
    expect(waiting.sources[1]).toMatchObject({
      url: VALLEY,
      state: 'reading',
      detail: expect.stringMatching(/^valley\.example .*10:00 UTC/),
    });
    expect(jobs.nextDue()).toBe(now + 30_000);
    isBusy = false;
    await jobs.run(now + 30_000);
    await jobs.settled();
    expect((await jobOf(jobs, id, program('ann'))).state).toBe('done');
    expect(requests).toEqual([HARBOUR, VALLEY, VALLEY]);
  });
});

test('a host that asks for a long pause is not waited for', async () => {
  const fetchPage = async ({ url }: { url: string }): Promise<Fetched> =>
    url === HARBOUR
      ? page(url)
      : { ok: false, kind: 'later', detail: forPrograms('Ask tomorrow.'), retryAt: now + DAY };
  const { state, sources } = await draft([HARBOUR, VALLEY], program('ann'), { fetchPage });
  expect(state).toBe('done');
  expect(sources[1]).toEqual({ url: VALLEY, state: 'unread', detail: 'Ask tomorrow.' });
});

test('whatever a page does to its parser, the others are read', async () => {
  const { sources } = await draft([HARBOUR, VALLEY], program('ann'), {
    readSource: (fetched, url) =>
      url === VALLEY ? Promise.reject(new RangeError('Maximum call stack')) : readSource(fetched, url),
  });
  expect(sources.map(({ state }) => state)).toEqual(['read', 'unread']);
  expect(sources[1]?.detail).toContain('could not be read: Maximum call stack');
});

describe('a request is refused, and nothing begun,', () => {
  const refusal = (changes: object) =>
    inWire(async (sql) => {
      const jobs = new DraftingJobs(sql, dependencies());
      const before = jobs.list(program('ann')).length;
      const options = { urls: [HARBOUR], language: 'en', actor: program('ann'), now, ...changes };
      const begun = await jobs.begin(options);
      expect(jobs.list(program('ann'))).toHaveLength(before);
      return begun.ok ? undefined : [begun.why, begun.detail];
    });

  test.each([
    ['without an address', { urls: [' '] }, 'invalid', /^Give the address/],
    ['with a text that is none', { urls: ['bridge'] }, 'invalid', /^"bridge" must be an absolute http/],
    [
      'with more than ten',
      { urls: Array.from({ length: 11 }, (_, at) => `https://a.example/${at}`) },
      'invalid',
      /at most 10 addresses, and these are 11/,
    ],
    ['with a language that is none', { language: 'e n' }, 'invalid', /BCP 47/],
    ['for a model that is not named', { drafter: 'workers-ai' }, 'drafter', /No model is named/],
    ['for somebody unknown', { actor: { name: 'Eve', role: 'writer', person: 'gone' } }, 'role', /./],
  ])('%s', async (_, changes, why, detail) => {
    expect(await refusal(changes)).toEqual([why, expect.stringMatching(detail)]);
  });
});

test('an address that is there twice is read once, without its fragment', async () => {
  const { sources } = await draft(
    [HARBOUR, `${HARBOUR}#top`, 'HTTPS://HARBOUR.example/bridge'],
    program('ann'),
  );
  expect(sources.map(({ url }) => url)).toEqual([HARBOUR]);
});

test('one person may wait for three drafts at once', async () => {
  await inWire(async (sql) => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const fetchPage = async ({ url }: { url: string }) => held.then(() => page(url));
    const jobs = new DraftingJobs(sql, dependencies({ fetchPage }));
    const options = { urls: [HARBOUR], language: 'en', now };
    const ben = await member('Ben', 'writer');
    for (let count = 0; count < 3; count++) await begin(jobs, [HARBOUR], ben);
    expect(await jobs.begin({ ...options, actor: ben })).toMatchObject({ ok: false, why: 'busy' });
    expect((await jobs.begin({ ...options, actor: await member('Ida', 'writer') })).ok).toBe(true);
    release();
    await jobs.settled();
    expect((await jobs.begin({ ...options, actor: ben })).ok).toBe(true);
    await jobs.settled();
  });
});

test('a writer sees jobs of their own, an editor all; after 30 days there is none', async () => {
  const [writer, other, editor] = [
    await member('Wes', 'writer'),
    await member('Liz', 'writer'),
    await member('Eve', 'editor'),
  ];
  await inWire(async (sql) => {
    const jobs = new DraftingJobs(sql, dependencies());
    const id = await begin(jobs, [HARBOUR], writer);
    await jobs.settled();
    expect(jobs.list(writer).map((job) => job.id)).toEqual([id]);
    expect(jobs.list(other)).toEqual([]);
    expect((await jobs.find(id, editor)).ok).toBe(true);
    expect(await jobs.find(id, other)).toMatchObject({ ok: false, why: 'role' });
    await jobs.run(now + 30 * DAY);
    expect(await jobs.find(id, writer)).toMatchObject({ ok: false, why: 'missing' });
    expect(jobs.nextDue()).toBeUndefined();
  });
});

test('the wire has the room, and calls it by name', async () => {
  const drafting = wireOf(env).drafting;
  const begun = await drafting.begin({ urls: ['bridge'], language: 'en', actor: program('ann'), now });
  expect(begun).toMatchObject({ ok: false, why: 'invalid' });
  expect(await drafting.find('none', program('ann'))).toMatchObject({ ok: false, why: 'missing' });
});
