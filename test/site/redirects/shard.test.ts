import { expect, test } from 'vitest';
import { redirectKey } from '../../../src/site/redirects/address.ts';
import { findInShard, SHARD_COUNT, serializeShard, shardOf } from '../../../src/site/redirects/shard.ts';
import * as fc from '../../draw.ts';

test('a part gives back each of its redirects, and no other', () => {
  const path = fc.webPath().map((text) => redirectKey(`/x${text}`) as string);
  fc.assert(
    fc.property(fc.uniqueArray(path, { minLength: 1 }), path, (keys, other) => {
      const entries = keys.map((key, index) => ({ key, to: `/stories/s-${index}` }));
      const value = serializeShard(entries);
      for (const { key, to } of entries) expect(findInShard(value, key)).toBe(to);
      if (!keys.includes(other)) expect(findInShard(value, other)).toBeUndefined();
    }),
  );
});

test('the names of objects, and parts of other keys, are not found', () => {
  const value = serializeShard([{ key: '/2019/a-story', to: '/stories/a-story' }]);
  for (const key of [
    '/2019',
    'a-story',
    '/a-story',
    '/2019/a-stor',
    '__proto__',
    'redirects 1',
    '/stories/a-story',
  ])
    expect(findInShard(value, key)).toBeUndefined();
});

test('a value of another form is refused, not taken for an empty part', () => {
  for (const value of ['', '{}', 'redirects 2\n/a\t/b\n']) expect(() => findInShard(value, '/a')).toThrow();
});

test('keys are spread evenly over the parts, and a part of many is small', () => {
  const keys = Array.from({ length: 100_000 }, (_, n) => [
    `/?p=${n + 1}`,
    `/20${10 + (n % 15)}/0${1 + (n % 9)}/a-story-with-a-longer-headline-${n}`,
    `/a-story-with-a-longer-headline-${n}`,
  ]).flat();
  const parts = Array.from({ length: SHARD_COUNT }, () => [] as { key: string; to: string }[]);
  for (const key of keys)
    parts[shardOf(key)]?.push({ key, to: '/stories/a-story-with-a-longer-headline-99999' });
  const sizes = parts.map((part) => part.length);
  const mean = keys.length / SHARD_COUNT;
  expect(Math.min(...sizes)).toBeGreaterThan(mean * 0.8);
  expect(Math.max(...sizes)).toBeLessThan(mean * 1.2);
  expect(Math.max(...parts.map((part) => serializeShard(part).length))).toBeLessThan(150_000);
});
