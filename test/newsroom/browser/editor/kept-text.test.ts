import { describe, expect, test } from 'vitest';
import { type KeptText, KeptTexts } from '../../../../src/newsroom/browser/editor/kept-text.ts';

/** What browsers offer as `localStorage`, with room for so many characters. */
class Store {
  readonly #values = new Map<string, string>();
  readonly #room: number;
  constructor(room = Number.POSITIVE_INFINITY) {
    this.#room = room;
  }
  get length() {
    return this.#values.size;
  }
  key = (index: number) => [...this.#values.keys()][index] ?? null;
  getItem = (key: string) => this.#values.get(key) ?? null;
  removeItem = (key: string) => void this.#values.delete(key);
  setItem(key: string, value: string) {
    if (value.length > this.#room) throw new DOMException('full', 'QuotaExceededError');
    this.#values.set(key, value);
  }
}

const NOW = Date.parse('2026-11-26T12:00:00Z');

const typed = (headline: string, at = '2026-11-26T11:59:00.000Z'): KeptText => ({
  page: '/newsroom/drafts/1',
  version: '7',
  at,
  fields: [['headline', headline]],
});

describe('what was typed', () => {
  test('is there after a crash, byte for byte, and gone once it is saved', () => {
    const store = new Store();
    const text = typed('a\r\nb\rc\u2028\ud800\t');
    new KeptTexts(store, 'draft', 'ann', 'page-1').keep(text);
    const next = new KeptTexts(store, 'draft', 'ann', 'page-2');
    const [[key, found] = ['', undefined]] = next.left(NOW);
    expect(found).toEqual(text);
    next.forget(key);
    expect(next.left(NOW)).toEqual([]);
  });

  test('is not offered to another person, for another draft, or by the page that is still open', () => {
    const store = new Store();
    const own = new KeptTexts(store, 'draft', 'ann', 'page-1');
    own.keep(typed('One'));
    expect(own.left(NOW)).toEqual([]);
    expect(new KeptTexts(store, 'draft', 'bob', 'page-2').left(NOW)).toEqual([]);
    expect(new KeptTexts(store, 'other', 'ann', 'page-2').left(NOW)).toEqual([]);
  });

  test('of two pages is kept apart, and the newer is offered first', () => {
    const store = new Store();
    new KeptTexts(store, 'draft', 'ann', 'page-1').keep(typed('Newer', '2026-11-26T11:00:00.000Z'));
    new KeptTexts(store, 'draft', 'ann', 'page-2').keep(typed('Older', '2026-11-26T10:00:00.000Z'));
    const left = new KeptTexts(store, 'draft', 'ann', 'page-3').left(NOW);
    expect(left.map(([, { fields }]) => fields[0]?.[1])).toEqual(['Newer', 'Older']);
  });

  test('waits for 30 days, whichever draft it is of', () => {
    const store = new Store();
    new KeptTexts(store, 'a', 'ann', 'page-1').keep(typed('Old', '2026-10-26T11:00:00.000Z'));
    new KeptTexts(store, 'b', 'ann', 'page-1').keep(typed('New', '2026-10-28T11:00:00.000Z'));
    expect(new KeptTexts(store, 'b', 'ann', 'page-2').left(NOW)).toHaveLength(1);
    expect(store.length).toBe(1);
  });

  test('that the browser has no room for is told', () => {
    const kept = new KeptTexts(new Store(1000), 'draft', 'ann', 'page-1');
    expect(kept.keep(typed('short'))).toBe(true);
    expect(kept.keep(typed('long'.repeat(1000)))).toBe(false);
  });

  test('survives an entry that does not parse', () => {
    const store = new Store();
    store.setItem('edgewire-typed:ann:draft:page-1', '{');
    expect(new KeptTexts(store, 'draft', 'ann', 'page-2').left(NOW)).toEqual([]);
  });
});
