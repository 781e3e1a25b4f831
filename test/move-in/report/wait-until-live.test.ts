import { expect, test } from 'vitest';
import type { Move } from '../../../src/cli/move-in/move.ts';
import { waitUntilLive } from '../../../src/cli/move-in/stages/wait-until-live.ts';

/** A move to a server whose outbox has so many keys, one answer after the other. The last answer stays. */
function moveWith(depths: number[]): Move {
  const answer = () => Response.json({ outbox: { depth: depths.length > 1 ? depths.shift() : depths[0] } });
  return {
    api: { request: async () => answer() },
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

test('if the server writes no more, the move says what is left and how to ask', async () => {
  const said = await waitUntilLive(moveWith([9000, 8000, 7000]), PACE);
  expect(said).toMatch(/^The server has still to write 7000 keys \(at its pace about \d+ minutes?\)\. /);
  expect(said).toContain('story -- status');
  expect(await waitUntilLive(moveWith([5]), PACE)).toContain('written none in the last minute');
});

test('a dry run asks nothing', async () => {
  expect(await waitUntilLive({ ...moveWith([5]), isDryRun: true }, PACE)).toBe(null);
});
