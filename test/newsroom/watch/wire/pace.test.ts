import { expect, test } from 'vitest';
import { allowedLooks, runInterval } from '../../../../src/newsroom/watch/wire/pace.ts';

const DAY = 86_400_000;

/** Returns how many looks each run of a day is allowed. */
function runsOfDay(looksPerDay: number, begin = 0): number[] {
  const runs: number[] = [];
  let done = 0;
  for (let now = begin; now < DAY; now += runInterval(looksPerDay)) {
    const looks = allowedLooks(looksPerDay, done, now);
    done += looks;
    runs.push(looks);
  }
  return runs;
}
const sum = (looks: number[]) => looks.reduce((all, each) => all + each, 0);

test.each([1, 5, 96, 200, 5000])('%d looks a day are all made, and spread over the day', (looksPerDay) => {
  const runs = runsOfDay(looksPerDay);
  expect(sum(runs)).toBe(looksPerDay);
  const half = sum(runs.slice(0, runs.length / 2));
  expect(Math.abs(half - looksPerDay / 2)).toBeLessThanOrEqual(1);
});

test('a watch that begins late in the day makes up for little at a time', () => {
  const runs = runsOfDay(200, 0.9 * DAY);
  expect(Math.max(...runs)).toBe(5);
  expect(sum(runs)).toBeLessThan(60);
});

test('a run never has more than 25 looks', () => {
  expect(Math.max(...runsOfDay(100_000))).toBe(25);
});
