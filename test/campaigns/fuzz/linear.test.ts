import assert from 'node:assert/strict';
import { test } from 'node:test';
import { patterns } from './patterns.ts';
import { type Reader, readers } from './readers.ts';

// No input takes more time than its length is worth.

/** The least processor time of some runs, in milliseconds: that of this thread, whatever else the machine does. */
async function cost(read: Reader['read'], input: string, runs: number): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    const before = process.threadCpuUsage();
    await read(input);
    const { user, system } = process.threadCpuUsage(before);
    times.push((user + system) / 1000);
  }
  return Math.min(...times);
}

/** The part of the longest input that is tried: `LENGTH=0.5` is what every change runs. */
const LENGTH = Number(process.env.LENGTH ?? 1);
/** Milliseconds below which a difference is none: a short input takes so little that a collection of garbage is half of it. */
const NOISE = 80;
/** Eight times as long is eight times the time; where it is a square, 64 times. */
const MOST = 16;

/** How many times as long the reader takes for eight times the length, by a few runs of each. */
async function growth(read: Reader['read'], long: string, short: string, runs: number): Promise<number> {
  const least = Math.max(await cost(read, short, 2 * runs), NOISE / MOST);
  return (await cost(read, long, runs)) / least;
}

/** The patterns for which the reader takes more time than their length is worth. */
async function slowFor({
  read,
  limit,
  around: [before, behind] = ['', ''],
}: Omit<Reader, 'name'>): Promise<string[]> {
  const slow: string[] = [];
  for (const pattern of patterns) {
    const input = (length: number) => `${before}${pattern.ofLength(length)}${behind}`;
    const [long, short] = [input(limit), input(limit / 8)];
    // Most patterns mean nothing to most readers, which are through in no time.
    if ((await cost(read, long, 1)) < NOISE) continue;
    // What seems slow is measured again, and with more care, as the machine is not this test’s alone.
    if ((await growth(read, long, short, 1)) <= MOST) continue;
    const factor = await growth(read, long, short, 4);
    if (factor > MOST) slow.push(`${pattern.name}: ${factor.toFixed(0)} times as long`);
  }
  return slow;
}

for (const { name, ...reader } of readers) {
  test(`${name} of any length takes its share of time`, async () => {
    assert.deepEqual(await slowFor({ ...reader, limit: reader.limit * LENGTH }), []);
  });
}

test('a reader that takes more than its share is found', async () => {
  const read = (text: string) => {
    // 8 ** 1.5 is 23.
    const steps = /^\(+\)+$/.test(text) ? text.length ** 1.5 : text.length;
    let sum = 0;
    for (let step = 0; step < steps; step++) sum += text.charCodeAt(step % text.length);
    return sum;
  };
  const [slow, ...others] = await slowFor({ limit: 600_000, read });
  assert.match(slow ?? '', /^\( … \): \d+ times as long$/);
  assert.deepEqual(others, []);
});
