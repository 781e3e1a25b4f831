import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { RunModel } from '../../../../../src/newsroom/drafting/wire/models/workers-ai.ts';
import { Doubts, embedWith } from '../../../../../src/newsroom/events/wire/doubts.ts';
import { Events } from '../../../../../src/newsroom/events/wire/events.ts';
import { Items } from '../../../../../src/newsroom/events/wire/items.ts';
import type { FeedItem } from '../../../../../src/newsroom/feeds/wire/feed-item.ts';
import { runInside, wireObject } from '../../../../objects.ts';
import { emptyStorage } from '../../../../storage.ts';

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 10, 26, 12);

beforeEach(emptyStorage);

const report = (name: string, language: string, title: string, summary = ''): FeedItem => ({
  feed: `https://${name}.example/feed`,
  id: title,
  url: `https://${name}.example/${encodeURIComponent(title)}`,
  title,
  summary,
  publisher: name,
  publishedAt: NOW - HOUR,
  seenAt: NOW,
  language,
});

const DEAD = report(
  'agency',
  'en',
  'At least 14 dead after ferry capsizes off Port Almeda',
  'The Santa Rosalia, carrying 212 people, overturned in heavy seas before dawn, the coastguard said.',
);
const MISSING = report(
  'radio',
  'en',
  'Dozens missing in storm',
  'Rescuers have pulled 171 survivors from the water near Port Almeda, and the search goes on after a night of gales.',
);
const STRIKE = report(
  'gazette',
  'en',
  'Holidaymakers stranded as crews walk out',
  'Talks on wages collapsed, and no boat will leave Port Almeda until Monday, says the union of the staff.',
);

/** The vectors of a model that knows sinking from striking. */
const vectorOf = (text: string): number[] => (/strand/.test(text) ? [0, 1, 0.1] : [1, 0.1, 0]);
const answer: RunModel = async (_model, { text }) => {
  const data = (text as string[]).map(vectorOf);
  return { shape: [data.length, 3], data, pooling: 'cls' };
};

/** Runs a test with the wire's items and a model. */
const withModel = (
  model: RunModel,
  run: (wire: { items: Items; doubts: Doubts; titles: () => string[][] }) => Promise<void>,
) =>
  runInside(wireObject(), async (_object, { storage: { sql } }) => {
    const [items, events] = [new Items(sql), new Events(sql)];
    const titles = () =>
      events
        .list({ person: 'ann', limit: 10 })
        .map(
          ({ id }) =>
            events
              .find(id, 'ann')
              ?.items.map(({ title }) => title)
              .sort() ?? [],
        )
        .sort();
    await run({ items, doubts: new Doubts(items, embedWith(model, '@cf/baai/bge-m3', 20)), titles });
  });

const APART = [[DEAD.title], [MISSING.title], [STRIKE.title]].sort();

test('a model joins events that share few words, and keeps apart what it finds unlike', async () => {
  await withModel(answer, async ({ items, doubts, titles }) => {
    items.add([DEAD, MISSING, STRIKE], NOW);
    expect(titles()).toEqual(APART);
    expect(doubts.nextDue()).toBeLessThanOrEqual(NOW);
    await doubts.run(NOW);
    expect(titles()).toEqual([[DEAD.title, MISSING.title], [STRIKE.title]]);
    expect(doubts.nextDue()).toBeUndefined();
  });
});

test('a report is embedded once, and nothing is asked where words decide', async () => {
  const model = vi.fn(answer);
  await withModel(model, async ({ items, doubts }) => {
    items.add(
      [DEAD, { ...DEAD, id: 'copy', url: 'https://other.example/1', feed: 'https://other.example/feed' }],
      NOW,
    );
    expect(doubts.nextDue()).toBeUndefined();
    items.add([STRIKE], NOW);
    await doubts.run(NOW);
    items.add([MISSING], NOW);
    await doubts.run(NOW);
    const asked = model.mock.calls.flatMap(([, { text }]) => text as string[]);
    expect(asked.length).toBe(3);
    expect(new Set(asked).size).toBe(3);
  });
});

describe('the words alone decide, and the model is left alone for an hour,', () => {
  test.each<[string, RunModel]>([
    ['if the free neurons are used up', async () => Promise.reject(new Error('3036: daily free allocation'))],
    [
      'if it throws at once',
      () => {
        throw new TypeError('run is not a function');
      },
    ],
    ['if it never answers', () => new Promise(() => {})],
    ['if it answers nothing', async () => undefined],
    ['if it answers with another shape', async () => ({ response: 'ferry' })],
    ['if it answers with too few vectors', async () => ({ data: [[1, 0]] })],
    ['if its vectors differ in length', async () => ({ data: [[1, 0], [1]] })],
    ['if its vectors are no numbers', async () => ({ data: [['a'], ['b']] })],
    ['if its numbers are not finite', async () => ({ data: [[Number.NaN], [Number.POSITIVE_INFINITY]] })],
  ])('%s', async (_name, broken) => {
    const model = vi.fn(broken);
    await withModel(model, async ({ items, doubts, titles }) => {
      items.add([DEAD, MISSING], NOW);
      await doubts.run(NOW);
      items.add([STRIKE], NOW);
      expect(titles()).toEqual(APART);
      expect(doubts.nextDue()).toBe(NOW + HOUR);
      model.mockImplementation(answer);
      await doubts.run(NOW + HOUR);
      expect(doubts.nextDue()).toBeUndefined();
    });
  });
});
