import { expect, test } from 'vitest';
import type { Move } from '../../../src/move/in/move.ts';
import { waitUntilLive } from '../../../src/move/in/stages/wait-until-live.ts';

/** A move to a server whose outbox has so many keys, one answer after the other. The last answer stays. */
function moveWith(depths: number[]): Move {
  const answer = () => ({ outbox: { depth: depths.length > 1 ? depths.shift() : depths[0] } });
  return {
    api: { json: async () => answer() },
    isDryRun: false,
    progress: { begin() {}, update() {}, end() {} },
    interruption: { check: async () => {} },
  } as unknown as Move;
}

const PACE = { between: 1, still: 40, most: 2000 };

test('a move ends when the server has written what readers get', async () => {
  const depths = [30, 20, 10, 0];
  expect(await waitUntilLive(moveWith(depths), { ...PACE, still: 2000 })).toBe(null);
  expect(depths).toEqual([0]);
});

test('if the server is slow, the move says what is left, how long it takes and how to ask', async () => {
  const depths = Array.from({ length: 5000 }, (_, at) => 9000 - at);
  const said = await waitUntilLive(moveWith(depths), { ...PACE, still: 2000, most: 40 });
  expect(said).toMatch(
    /^The server has still to write [5-8]\d\d\d keys \(at its pace about \d+ minutes?\)\. /,
  );
  expect(said).toContain('story -- status');
});

test('if the server writes no more, the move says that it goes on the next day', async () => {
  for (const depths of [[5], [9000, 8000, 7000], [5, 8]])
    expect(await waitUntilLive(moveWith(depths), PACE)).toContain('written none in the last minute');
});

test('a dry run asks nothing', async () => {
  expect(await waitUntilLive({ ...moveWith([5]), isDryRun: true }, PACE)).toBe(null);
});
