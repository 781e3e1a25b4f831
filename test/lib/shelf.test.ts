import { expect, test } from 'vitest';
import { Shelf } from '../../src/lib/shelf.ts';

const kept = (size: number) => ({ size });

test('a full shelf removes the item that was read least recently', () => {
  const shelf = new Shelf<{ size: number }>(100_000);
  shelf.put('a', kept(36_000));
  shelf.put('b', kept(36_000));
  shelf.get('a');
  shelf.put('c', kept(36_000));
  expect(['a', 'b', 'c'].map((name) => shelf.get(name) !== undefined)).toEqual([true, false, true]);
});

test('replacing or removing an item frees its bytes', () => {
  const shelf = new Shelf<{ size: number }>(100_000);
  for (let round = 0; round < 10; round++) shelf.put('a', kept(56_000));
  shelf.put('b', kept(36_000));
  expect(shelf.get('a')).toBeDefined();
  shelf.remove('a');
  shelf.remove('a');
  shelf.put('c', kept(56_000));
  expect(shelf.get('b')).toBeDefined();
  expect(shelf.get('c')).toBeDefined();
});

test('an item larger than the shelf is not stored', () => {
  const shelf = new Shelf<{ size: number }>(100_000);
  shelf.put('a', kept(100_000));
  expect(shelf.get('a')).toBeUndefined();
});

test('items without a body count too, so that no number of addresses fills the memory', () => {
  const shelf = new Shelf<{ size: number }>(100_000);
  for (let index = 0; index < 1000; index++) shelf.put(`redirect ${index}`, kept(0));
  const left = Array.from({ length: 1000 }, (_, index) => shelf.get(`redirect ${index}`)).filter(Boolean);
  expect(left).toHaveLength(25);
});
