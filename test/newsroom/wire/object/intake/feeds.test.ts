import { describe, expect, test } from 'vitest';
import { MAX_FEEDS } from '../../../../../src/newsroom/feeds/wire/feed.ts';
import { forPrograms } from '../../../../../src/newsroom/words/translate.ts';
import { DAY, EDITOR, HOUR, type Intake, NOW, page, rss, WRITER, withIntake } from './intake.ts';

const URL_A = 'https://a.example/feed';
const by = { actor: EDITOR, now: NOW };
const add = (intake: Intake, url = URL_A) =>
  intake.feeds.add({ url, title: null }, { ...by, now: intake.now() });

async function addedId(intake: Intake, url = URL_A): Promise<string> {
  const result = await add(intake, url);
  if (!result.ok) throw new Error(result.detail);
  return result.feed.id;
}

/** A server whose feed has the numbers that a test puts into it, and which answers 304 while they stay. */
function serve(intake: Intake, numbers: () => number[], headers: Record<string, string> = {}): void {
  intake.world.page = ({ etag }) => {
    const tag = `"${numbers().join()}"`;
    if (etag === tag) return { status: 304, headers: { etag: tag } };
    return page(rss(numbers()), { headers: { etag: tag, ...headers } });
  };
}

describe('a feed that an editor adds', () => {
  test('is asked at once, and its items are taken in', () =>
    withIntake(async (intake) => {
      serve(intake, () => [2, 1]);
      const added = await add(intake);
      expect(added).toMatchObject({
        ok: true,
        isNew: true,
        feed: {
          address: URL_A,
          title: 'A Post',
          home: 'https://a.example/',
          addedBy: 'Eve',
          answer: 'New: 2 of 2 items.',
        },
      });
      expect(intake.items.map(({ title, feed, seenAt }) => [title, feed, seenAt])).toEqual([
        ['Item 2', URL_A, NOW],
        ['Item 1', URL_A, NOW],
      ]);
      expect(await add(intake, 'https://A.example/feed#x')).toMatchObject({ ok: true, isNew: false });
      expect(intake.asked).toHaveLength(1);
    }));

  test('is refused if it is a page, which names its feeds', () =>
    withIntake(async (intake) => {
      intake.world.page = () =>
        page(
          '<!doctype html><html><link rel="alternate" type="application/rss+xml" href="/rss" title="All"></html>',
        );
      expect(await add(intake)).toMatchObject({
        ok: false,
        why: 'invalid',
        found: [{ url: 'https://a.example/rss', title: 'All' }],
        detail: expect.stringContaining('https://a.example/rss (All)'),
      });
      expect(intake.feeds.list(NOW)).toEqual([]);
    }));

  test.each(['ftp://a.example/', 'a.example', 'https://', ''])('is refused at the address “%s”', (url) =>
    withIntake(async (intake) => {
      expect(await add(intake, url)).toMatchObject({ ok: false, why: 'invalid' });
      expect(intake.asked).toEqual([]);
    }),
  );

  test('is refused for a writer, who may not change any either', () =>
    withIntake(async (intake) => {
      serve(intake, () => [1]);
      const id = await addedId(intake);
      const actor = { actor: WRITER, now: NOW };
      for (const done of [
        await intake.feeds.add({ url: 'https://b.example/', title: null }, actor),
        intake.feeds.mute(id, actor),
        intake.feeds.unmute(id, actor),
        intake.feeds.remove(id, actor),
      ])
        expect(done).toMatchObject({ ok: false, why: 'role' });
    }));

  test('is one of 1,000 at most', () =>
    withIntake(async (intake) => {
      for (let index = 0; index < MAX_FEEDS; index++)
        intake.feeds.addUnasked({ url: `https://a.example/${index}`, title: null }, by);
      expect(await add(intake)).toMatchObject({
        ok: false,
        why: 'state',
        detail: expect.stringContaining('1,000'),
      });
      expect(await add(intake, 'https://a.example/7')).toMatchObject({ ok: true, isNew: false });
    }));
});

describe('a feed that is followed', () => {
  test('is asked for changes only, with both validators', () =>
    withIntake(async (intake) => {
      let numbers = [1];
      serve(intake, () => numbers, { 'last-modified': 'Thu, 26 Nov 2026 00:00:00 GMT' });
      await addedId(intake);
      numbers = [2, 1];
      await intake.pass(2 * DAY);
      expect(intake.asked[1]?.request).toMatchObject({
        etag: '"1"',
        lastModified: 'Thu, 26 Nov 2026 00:00:00 GMT',
      });
      expect(intake.items.map(({ id }) => id)).toEqual(['1', '2']);
    }));

  test('without validators is asked once a day, even if it fails or is removed and added again', () =>
    withIntake(async (intake) => {
      intake.world.page = () => page(rss([1]));
      const id = await addedId(intake);
      intake.world.page = () => ({ status: 500 });
      await intake.pass(DAY + HOUR);
      intake.feeds.remove(id, { ...by, now: intake.now() });
      expect(intake.feeds.list(intake.now())).toEqual([]);
      await intake.pass(HOUR);
      expect(await add(intake)).toMatchObject({ ok: true, isNew: true });
      await intake.pass(3 * DAY);
      const times = intake.asked.map(({ at }) => at);
      expect(times.length).toBeGreaterThan(3);
      for (const [index, at] of times.entries())
        if (index > 0) expect(at - (times[index - 1] ?? 0)).toBeGreaterThanOrEqual(DAY);
    }));

  test('that has moved for good is asked at its new address', () =>
    withIntake(async (intake) => {
      serve(intake, () => [1]);
      await addedId(intake);
      const moved = 'https://b.example/feed';
      intake.world.page = ({ url }) => ({ status: 304, movedTo: url === moved ? null : moved });
      await intake.pass(3 * DAY);
      expect(intake.asked.at(-1)?.request.url).toBe(moved);
      expect(intake.feeds.list(NOW)).toMatchObject([{ address: URL_A, url: moved }]);
    }));

  test('that has moved to one that is followed already stops, and says so', () =>
    withIntake(async (intake) => {
      serve(intake, () => [1]);
      await addedId(intake);
      await addedId(intake, 'https://b.example/feed');
      intake.world.page = () => ({ status: 304, movedTo: 'https://b.example/feed' });
      await intake.pass(2 * DAY);
      expect(intake.feeds.list(NOW)[0]).toMatchObject({
        state: 'stopped',
        next: null,
        answer: expect.stringContaining('followed already'),
      });
    }));

  test('that a redirect leads to a page stays where it was', () =>
    withIntake(async (intake) => {
      serve(intake, () => [1]);
      await addedId(intake);
      intake.world.page = () => page('<html></html>', { movedTo: 'https://a.example/' });
      await intake.pass(2 * DAY);
      expect(intake.feeds.list(NOW)[0]).toMatchObject({
        url: URL_A,
        answer: expect.stringContaining('not a feed'),
      });
    }));

  test('that is gone for good is asked no more, until an editor wants it', () =>
    withIntake(async (intake) => {
      serve(intake, () => [1]);
      const id = await addedId(intake);
      intake.world.page = () => ({ status: 410 });
      await intake.pass(10 * DAY);
      expect(intake.asked).toHaveLength(2);
      expect(intake.feeds.list(NOW)[0]).toMatchObject({
        state: 'stopped',
        answer: expect.stringContaining('410'),
      });
      intake.feeds.unmute(id, { ...by, now: intake.now() });
      await intake.pass(1);
      expect(intake.asked).toHaveLength(3);
    }));

  test('that fails is asked ever more rarely, down to daily, and never given up', () =>
    withIntake(async (intake) => {
      serve(intake, () => [1]);
      await addedId(intake);
      intake.world.page = () => ({ status: 500 });
      await intake.pass(30 * DAY);
      const [feed] = intake.feeds.list(intake.now());
      expect(feed?.answer).toBe('The server could not give the feed (500).');
      expect(feed?.failures).toBeGreaterThan(25);
      serve(intake, () => [2, 1]);
      await intake.pass(2 * DAY);
      expect(intake.feeds.list(intake.now())[0]).toMatchObject({ failures: 0 });
      expect(intake.items.at(-1)?.id).toBe('2');
    }));

  test('is left alone for as long as its server says', () =>
    withIntake(async (intake) => {
      serve(intake, () => [1]);
      await addedId(intake);
      let until = 0;
      intake.world.page = (_request, now) => {
        until = now + 3 * DAY;
        return {
          ok: false,
          kind: 'later',
          detail: forPrograms('It asks for a pause.'),
          retryAt: until,
          status: 503,
        };
      };
      await intake.pass(2 * DAY);
      const first = until;
      await intake.pass(4 * DAY);
      expect(intake.asked).toHaveLength(3);
      expect(intake.asked[2]?.at).toBeGreaterThanOrEqual(first);
    }));

  test('that is muted in the middle of a request stays muted', () =>
    withIntake(async (intake) => {
      serve(intake, () => [1]);
      const id = await addedId(intake);
      intake.world.page = () => {
        intake.feeds.mute(id, by);
        return page(rss([2]));
      };
      await intake.pass(5 * DAY);
      expect(intake.asked).toHaveLength(2);
      expect(intake.feeds.list(NOW)[0]).toMatchObject({ state: 'muted', next: null });
      expect(intake.items).toHaveLength(1);
    }));

  test('that ends the object while it is read is not asked again at once', () =>
    withIntake(async (intake) => {
      serve(intake, () => [1]);
      await addedId(intake);
      await intake.pass(DAY * 1.2);
      intake.world.page = () => {
        throw new Error('out of memory');
      };
      const due = intake.poller.nextDue() ?? 0;
      await expect(intake.poller.run(due)).rejects.toThrow('out of memory');
      expect(intake.poller.nextDue()).toBeGreaterThanOrEqual(due + HOUR);
    }));
});

describe('data/site.json', () => {
  test('adds its feeds, and takes those away that only it had', () =>
    withIntake(async (intake) => {
      serve(intake, () => [1]);
      const file = (...urls: string[]) => urls.map((url) => ({ url, title: null }));
      intake.feeds.syncFile(file('https://a.example/1', 'https://a.example/2'), NOW);
      await add(intake, 'https://a.example/2');
      await add(intake, 'https://a.example/3');
      intake.feeds.syncFile(file('https://a.example/3'), NOW);
      expect(
        intake.feeds.list(NOW).map(({ address, inFile, addedBy }) => [address, inFile, addedBy]),
      ).toEqual([
        ['https://a.example/2', false, 'Eve'],
        ['https://a.example/3', true, 'Eve'],
      ]);
    }));

  test('keeps a feed that an editor wants to remove', () =>
    withIntake(async (intake) => {
      intake.feeds.syncFile([{ url: URL_A, title: 'A' }], NOW);
      const [feed] = intake.feeds.list(NOW);
      expect(intake.feeds.remove(feed?.id ?? '', by)).toMatchObject({
        ok: false,
        detail: expect.stringContaining('data/site.json'),
      });
      expect(intake.feeds.mute(feed?.id ?? '', by)).toMatchObject({
        ok: true,
        feed: { state: 'muted', title: 'A' },
      });
    }));
});
