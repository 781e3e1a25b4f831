import assert from 'node:assert/strict';
import { test } from 'node:test';
import { program } from './documents.ts';
import { patterns } from './patterns.ts';
import { type Reader, readers } from './readers.ts';

// Every parser takes time in proportion to the length of its input.

/** Returns the least CPU time of several runs, in milliseconds. Counts only this thread, because the machine may be busy. */
async function minCpuTime(read: Reader['read'], input: string, runs: number): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    const before = process.threadCpuUsage();
    await read(input);
    const { user, system } = process.threadCpuUsage(before);
    times.push((user + system) / 1000);
  }
  return Math.min(...times);
}

/** The share of the maximum length to try. Every change runs `LENGTH=0.5`. */
const LENGTH = Number(process.env.LENGTH ?? 1);
/** Shorter times are not judged, because a garbage collection may take half of them. In milliseconds. */
const MEASURABLE = 80;
/** The limit for an input eight times as long. Linear time grows eight times, quadratic time 64 times. */
const MAX_GROWTH = 16;

/** Returns how many times as long the reader takes for an input eight times as long. */
async function growthFactor(
  read: Reader['read'],
  long: string,
  short: string,
  runs: number,
): Promise<number> {
  // Some machines count CPU time in steps of 10 ms, so eight short inputs are measured as one.
  const readShort = async () => {
    for (let run = 0; run < 8; run++) await read(short);
  };
  const least = Math.max((await minCpuTime(readShort, '', runs)) / 8, MEASURABLE / MAX_GROWTH);
  return (await minCpuTime(read, long, runs)) / least;
}

/** Describes the patterns for which the reader's time grows too fast. */
async function findSlowPatterns({
  read,
  limit,
  around: [before, behind] = ['', ''],
}: Omit<Reader, 'name'>): Promise<string[]> {
  const slow: string[] = [];
  for (const pattern of patterns) {
    const input = (length: number) => `${before}${pattern.ofLength(length)}${behind}`;
    const [long, short] = [input(limit), input(limit / 8)];
    // Most readers are fast with most patterns.
    if ((await minCpuTime(read, long, 1)) < MEASURABLE) continue;
    // Repeats a slow result with more runs, because the machine may be busy.
    if ((await growthFactor(read, long, short, 1)) <= MAX_GROWTH) continue;
    const factor = await growthFactor(read, long, short, 4);
    if (factor > MAX_GROWTH) slow.push(`${pattern.name}: ${factor.toFixed(0)} times as long`);
  }
  return slow;
}

for (const { name, ...reader } of readers) {
  test(`${name}: time grows in proportion to length`, async () => {
    assert.deepEqual(await findSlowPatterns({ ...reader, limit: reader.limit * LENGTH }), []);
  });
}

test('brackets that nothing closes, or only the last of them, cost no more than other punctuation', async () => {
  const length = 200_000 * LENGTH;
  const other = await minCpuTime(program.parseMarkdown, '&'.repeat(length), 4);
  for (const [unit, end] of [
    ['[', ''],
    ['![', ''],
    ['([', ''],
    ['[', ']'],
    ['[a](', ']'],
  ] as const) {
    const text = unit.repeat(length / unit.length) + end;
    const factor = (await minCpuTime(program.parseMarkdown, text, 4)) / other;
    assert.ok(factor < 5, `${unit} … ${end}: ${factor.toFixed(1)} times as long`);
  }
});

test('a reader whose time grows faster is found', async () => {
  const read = (text: string) => {
    // Eight times the length takes 8 ** 1.5 = 23 times the steps.
    const steps = /^\(+\)+$/.test(text) ? text.length ** 1.5 : text.length;
    let sum = 0;
    for (let step = 0; step < steps; step++) sum += text.charCodeAt(step % text.length);
    return sum;
  };
  const [slow, ...others] = await findSlowPatterns({ limit: 600_000, read });
  assert.match(slow ?? '', /^\( … \): \d+ times as long$/);
  assert.deepEqual(others, []);
});
