import { expect, test } from 'vitest';
import { type Kept, Shelf } from '../../src/edge/shelf.ts';

const kept = (bytes: number): Kept => ({
  rendition: {
    status: 200,
    body: new Uint8Array(bytes),
    etag: '""',
    lastModified: undefined,
    changes: undefined,
    headers: new Headers(),
    notModifiedHeaders: new Headers(),
  },
  version: '',
  checked: 0,
});

test('a full shelf lets go of what was asked for least recently', () => {
  const shelf = new Shelf(100);
  shelf.put('a', kept(40));
  shelf.put('b', kept(40));
  shelf.get('a');
  shelf.put('c', kept(40));
  expect(['a', 'b', 'c'].map((name) => shelf.get(name) !== undefined)).toEqual([true, false, true]);
});

test('replacing and removing give their bytes back', () => {
  const shelf = new Shelf(100);
  for (let round = 0; round < 10; round++) shelf.put('a', kept(60));
  shelf.put('b', kept(40));
  expect(shelf.get('a')).toBeDefined();
  shelf.remove('a');
  shelf.remove('a');
  shelf.put('c', kept(60));
  expect(shelf.get('b')).toBeDefined();
  expect(shelf.get('c')).toBeDefined();
});

test('what is larger than the shelf is not kept', () => {
  const shelf = new Shelf(100);
  shelf.put('a', kept(101));
  expect(shelf.get('a')).toBeUndefined();
});
