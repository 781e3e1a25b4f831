import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { peopleOf } from '../../../src/desk/desk-stub.ts';

test('an empty newsroom has no people', async () => {
  expect(await peopleOf(env).list()).toEqual([]);
});
