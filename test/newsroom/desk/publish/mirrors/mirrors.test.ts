import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Desk } from '../../../../../src/newsroom/desk/desk.ts';
import { Ledger } from '../../../../../src/newsroom/desk/ledger/ledger.ts';
import type {
  Mirror,
  MirroredStory,
  MirrorResult,
} from '../../../../../src/newsroom/desk/publish/mirrors/mirror.ts';
import type { MirrorState } from '../../../../../src/newsroom/desk/publish/mirrors/mirror-queue.ts';
import { Mirrors } from '../../../../../src/newsroom/desk/publish/mirrors/mirrors.ts';
import { ann } from '../../../../actors.ts';
import { desk, drain, expireNextTimeout, reopen } from '../../../../newsroom.ts';
import { deskObject, runInside } from '../../../../objects.ts';
import { now, publish, publishMany, story, withdraw } from '../../../../published-stories.ts';
import { site } from '../../../../samples.ts';

/** A mirror that keeps what it is sent. */
class Copy implements Mirror {
  readonly name = 'copy';
  readonly batch = 4;
  readonly words = { title: 'The copy', next: 'Look at the copy.' };
  current: string | null = '1';
  /** What it holds: the headline of each story that readers see. */
  readonly held = new Map<string, string>();
  /** The slugs of each call. */
  calls: string[][] = [];
  answer: (stories: readonly MirroredStory[]) => Promise<MirrorResult> = async () => ({});

  version(): string | null {
    return this.current;
  }

  async send(stories: readonly MirroredStory[]): Promise<MirrorResult> {
    this.calls.push(stories.map(({ slug }) => slug));
    const result = await this.answer(stories);
    const refused = new Set(result.refused?.map(({ id }) => id));
    for (const { id, identifier, slug, article } of stories) {
      if (refused.has(id)) continue;
      this.held.delete(identifier);
      if (article) this.held.set(identifier, `${slug}: ${article.headline}`);
    }
    return result;
  }
}

let copy: Copy;
let troubles: string[];

beforeEach(async () => {
  await reopen();
  copy = new Copy();
  troubles = [];
});

afterEach(() => vi.restoreAllMocks());

/** Calls the mirrors of the Desk's tables as its alarm does. */
const withMirrors = <T>(work: (mirrors: Mirrors, run: (at?: number) => Promise<void>) => T): Promise<T> =>
  runInside(deskObject(), (_desk: Desk, { storage }) => {
    // In the tests, the Desk's own mirrors wait for an hour.
    storage.sql.exec('UPDATE mirror_change SET due = 0 WHERE attempts = 0');
    storage.sql.exec('UPDATE mirror SET due = 0 WHERE failures = 0');
    const ledger = new Ledger(storage.sql, site);
    const mirrors = new Mirrors(storage.sql, ledger, () => env, { mirrors: [copy], wait: 0 });
    const report = (what: string) => troubles.push(what);
    const run = (at = Date.now()) => mirrors.run(at, { storage, report, arm: async () => undefined });
    return work(mirrors, run);
  });

/** Runs until nothing is due. */
const follow = () =>
  withMirrors(async (mirrors, run) => {
    for (let round = 0; round < 50; round++) {
      if ((mirrors.nextDue() ?? Number.POSITIVE_INFINITY) > Date.now()) return;
      await run();
    }
    throw new Error('The mirror never has everything.');
  });
const state = () => withMirrors((mirrors) => stateOf(mirrors)) as Promise<MirrorState | undefined>;
const stateOf = (mirrors: Mirrors) => mirrors.state().find(({ name }) => name === 'copy');
const held = () => [...copy.held.values()].sort();

test('a mirror that is turned on is sent every public story, in batches, and then only what changes', async () => {
  await publishMany(1, 6);
  await withdraw('s-2');
  await publish(story(7, { datePublished: '2199-01-01T00:00:00Z' }));
  await drain();
  await follow();
  expect(copy.calls).toEqual([
    ['s-1', 's-2', 's-3', 's-4'],
    ['s-5', 's-6', 's-7'],
  ]);
  expect(held()).toEqual([1, 3, 4, 5, 6].map((n) => `s-${n}: Story ${n}`));
  copy.calls = [];
  await follow();
  expect(copy.calls).toEqual([]);
  await publish(story(5, { headline: 'Corrected', dateModified: '2026-05-01T00:00:00Z' }));
  await drain();
  await follow();
  expect(copy.calls.flat()).toContain('s-5');
  expect(held()).toContain('s-5: Corrected');
});

test('withdrawn, restored, renamed and merged stories, and scheduled ones, are sent as they are for readers', async () => {
  await follow();
  const options = () => ({ expected: 'any' as const, actor: ann, now: now() });
  const after = async (change: () => Promise<unknown>) => {
    await change();
    await drain();
    await follow();
    return held();
  };
  expect(await after(() => publishMany(1, 3))).toEqual(['s-1: Story 1', 's-2: Story 2', 's-3: Story 3']);
  expect(await after(() => withdraw('s-1'))).toEqual(['s-2: Story 2', 's-3: Story 3']);
  expect(await after(() => desk().restore('s-1', options()))).toHaveLength(3);
  const renamed = story(2, { slug: 'two', formerSlugs: ['s-2'] });
  expect(await after(() => publish(renamed))).toEqual(['s-1: Story 1', 's-3: Story 3', 'two: Story 2']);
  const merge = () => desk().merge('s-3', { ...options(), into: 's-1', reason: null });
  expect(await after(merge)).toEqual(['s-1: Story 1', 'two: Story 2']);
  const soon = new Date(Date.now() + 500).toISOString();
  expect(await after(() => publish(story(4, { datePublished: soon })))).toHaveLength(2);
  await scheduler.wait(Date.parse(soon) - Date.now() + 10);
  await runInside(deskObject(), (instance: Desk) => instance.alarm());
  expect(await after(async () => undefined)).toContain('s-4: Story 4');
});

test('what has just changed is sent first, also if a long fill-in has not come to it', async () => {
  await publishMany(1, 6);
  await drain();
  await withMirrors(async (mirrors, run) => {
    await run();
    expect(copy.calls).toEqual([['s-1', 's-2', 's-3', 's-4']]);
    const at = Date.now();
    mirrors.addStory('s-2', at);
    mirrors.addStory('s-6', at + 1);
    await run(at + 1000);
    expect(copy.calls[1]).toEqual(['s-6', 's-2']);
    // A page that is only written again waits for the fill-in.
    mirrors.addStory('s-6', at + 3_600_000);
    expect(stateOf(mirrors)).toMatchObject({ waiting: 0, isFilling: true });
  });
});

test('a mirror that fails is called later each time, while KV is written, and then has everything', async () => {
  await follow();
  copy.answer = () => Promise.reject(new Error('down'));
  await publishMany(1, 2);
  await drain();
  expect((await desk().status(Date.now())).outbox.depth).toBe(0);
  const pauses: number[] = [];
  let at = Date.now();
  for (let failures = 1; failures <= 12; failures++) {
    await withMirrors(async (mirrors, run) => {
      vi.spyOn(Date, 'now').mockReturnValue(at);
      await run(at);
      const next = mirrors.nextDue() ?? 0;
      pauses.push((next - at) / 1000);
      at = next;
    });
  }
  expect(pauses).toEqual([5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600]);
  expect(await state()).toMatchObject({
    waiting: 2,
    refused: 0,
    why: 'down',
    failing: expect.any(Number),
  });
  expect(troubles[0]).toMatch(/^The copy .*down/);
  copy.answer = async () => ({});
  await withMirrors((_mirrors, run) => run(at));
  expect(held()).toEqual(['s-1: Story 1', 's-2: Story 2']);
  expect(await state()).toMatchObject({ waiting: 0, failing: null, why: null });
});

test('a story that the mirror refuses is sent again later, and holds up no other', async () => {
  await publishMany(1, 3);
  await drain();
  const isRefused = ({ slug }: MirroredStory) => slug === 's-2';
  copy.answer = async (stories) => ({
    refused: stories.filter(isRefused).map(({ id }) => ({ id, why: 'Too long.' })),
  });
  await follow();
  expect(held()).toEqual(['s-1: Story 1', 's-3: Story 3']);
  expect(await state()).toMatchObject({
    waiting: 1,
    refused: 1,
    isFilling: false,
    failing: null,
    why: 'Too long.',
  });
  await withMirrors(async (mirrors, run) => {
    const due = mirrors.nextDue() ?? 0;
    expect(due).toBeGreaterThan(Date.now() + 50_000);
    await run(due);
    expect(mirrors.nextDue()).toBeGreaterThan(Date.now() + 110_000);
    copy.answer = async () => ({});
    await run(mirrors.nextDue());
  });
  expect(held()).toContain('s-2: Story 2');
  expect(await state()).toMatchObject({ waiting: 0, refused: 0, why: null });
});

test('a mirror that asks for a pause gets it', async () => {
  await publishMany(1, 6);
  copy.answer = async () => ({ pause: 90_000 });
  await withMirrors(async (mirrors, run) => {
    await run();
    expect(mirrors.nextDue()).toBeGreaterThan(Date.now() + 80_000);
  });
  expect(copy.calls).toHaveLength(1);
});

test('the alarm does not wait for a slow call, and what changes during the call is sent again', async () => {
  await publishMany(1, 6);
  await drain();
  const { promise, resolve } = Promise.withResolvers<MirrorResult>();
  await withMirrors(async (mirrors, run) => {
    copy.answer = () => promise;
    // The first limit is that of the call, the second that of the alarm.
    const after = globalThis.setTimeout;
    const spy = vi.spyOn(globalThis, 'setTimeout');
    spy.mockImplementationOnce(((callback: () => void, time: number) => after(callback, time)) as never);
    spy.mockImplementationOnce(((callback: () => void) => after(callback, 1)) as never);
    await run();
    expect(mirrors.nextDue()).toBeGreaterThan(Date.now() + 50_000);
    await run();
    expect(copy.calls).toHaveLength(1);
    // Of these, the fill-in has one in hand, and comes to the other.
    mirrors.addStory('s-2', Date.now());
    mirrors.addStory('s-6', Date.now() + 3_600_000);
    expect(stateOf(mirrors)).toMatchObject({ waiting: 1, isFilling: true });
    resolve({});
    await vi.waitUntil(() => (mirrors.nextDue() ?? 0) <= Date.now());
    copy.answer = async () => ({});
    for (let round = 0; round < 3; round++) await run();
    expect(copy.calls.slice(1)).toEqual([['s-2'], ['s-5', 's-6']]);
    expect(mirrors.nextDue()).toBeUndefined();
  });
});

test('a call without an answer is given up, and made again', async () => {
  await publishMany(1, 1);
  await withMirrors(async (mirrors, run) => {
    copy.answer = () => new Promise(() => undefined);
    expireNextTimeout();
    await run();
    expect(stateOf(mirrors)).toMatchObject({ why: expect.stringContaining('no answer within 60 seconds') });
    copy.answer = async () => ({});
    await run(mirrors.nextDue());
  });
  expect(held()).toEqual(['s-1: Story 1']);
});

test('a new version, and a rebuild, send every story again; a mirror that is turned off is forgotten', async () => {
  await publishMany(1, 3);
  await drain();
  await follow();
  for (const renew of [
    async () => (copy.current = '2'),
    () => desk().rebuild(ann, Date.now()),
    async () => {
      copy.current = null;
      await follow();
      expect(await state()).toBeUndefined();
      copy.current = '2';
    },
  ]) {
    copy.held.clear();
    await renew();
    await drain();
    await follow();
    expect(held()).toHaveLength(3);
  }
});

test('a story that cannot be read holds up no other', async () => {
  await publishMany(1, 3);
  await runInside(deskObject(), (_desk: Desk, { storage }) => {
    storage.sql.exec("UPDATE story SET article = 'x' WHERE slug = 's-2'");
  });
  await follow();
  expect(held()).toEqual(['s-1: Story 1', 's-3: Story 3']);
  expect(await state()).toMatchObject({ refused: 1, why: expect.stringContaining('cannot be read') });
});
