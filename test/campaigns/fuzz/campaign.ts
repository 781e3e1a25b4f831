import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import fc from 'fast-check';

// The campaign: each target is given its share of the inputs, drawn from a seed, after those of the corpus.

/** Inputs in all: `INPUTS=4000 npm run test:fuzz` is the slice that every change runs. */
const INPUTS = Number(process.env.INPUTS ?? 120_000);
/** What a whole campaign tries at least, as inputs that were drawn twice are tried once. */
const LEAST = process.env.INPUTS === undefined ? 100_000 : 1;
/** Another seed is another campaign. */
const SEED = Number(process.env.SEED ?? 1);

interface Tried {
  kept: number;
  drawn: number;
  taken: number;
  milliseconds: number;
  broke: string;
}

const tried = new Map<string, Tried>();

const corpusFile = (name: string) =>
  `test/campaigns/fuzz/corpus/${name.toLowerCase().replaceAll(' ', '-')}.json`;

/** Inputs that have broken something once, or that stand for a kind of their own. */
function readCorpus<T>(name: string): T[] {
  const file = corpusFile(name);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
}

/** What broke something is kept, in its shortest form, so that every later run begins with it. */
function keep(name: string, input: unknown): void {
  const kept = new Set([...readCorpus(name), input].map((each) => JSON.stringify(each)));
  writeFileSync(corpusFile(name), `[\n  ${[...kept].join(',\n  ')}\n]\n`);
}

/** Something that reads what others have written, and what must hold for whatever it is given. */
export interface Target<T> {
  name: string;
  /** Its part of all inputs, from 0 to 1. */
  share: number;
  inputs: fc.Arbitrary<T>;
  /** Throws where something does not hold; says whether the input was taken, and not refused. */
  check: (input: T) => boolean | Promise<boolean>;
}

/** Tries a target with its share of the inputs. */
export function campaign<T>({ name, share, inputs, check }: Target<T>): void {
  test(name, async (context: TestContext) => {
    const corpus = readCorpus<T>(name);
    const numRuns = Math.ceil(INPUTS * share) + corpus.length;
    const began = performance.now();
    let [count, taken] = [0, 0];
    const counted = async (input: T) => {
      count++;
      if (await check(input)) taken++;
    };
    const details = await fc.check(fc.asyncProperty(inputs, counted), {
      numRuns,
      seed: SEED,
      examples: corpus.map((input): [T] => [input]),
      ignoreEqualValues: true,
    });
    const milliseconds = performance.now() - began;
    const broke = details.failed ? String(details.errorInstance).split('\n', 1)[0] : undefined;
    tried.set(name, {
      kept: corpus.length,
      drawn: Math.max(0, count - corpus.length),
      taken,
      milliseconds,
      broke: broke ?? 'nothing',
    });
    context.diagnostic(`${count} inputs, ${taken} of them taken, in ${Math.round(milliseconds)} ms`);
    if (!details.failed) {
      assert.ok(taken > 0, 'what refuses every input is not tried by any');
      return;
    }
    if (details.counterexample) keep(name, details.counterexample[0]);
    throw details.errorInstance ?? new Error(fc.defaultReportMessage(details));
  });
}

/** What the report says of its columns, and how it came to be. */
const HEAD = `# The fuzz campaign

Written by \`REPORT=test/campaigns/fuzz/report.md npm run test:fuzz\`. *Kept* are inputs that broke something once, or stand for a kind
of their own: every run begins with them. *Drawn* are new ones, *taken* those that were not refused. What broke something now
is the last column; it is kept, in its shortest form, in \`test/campaigns/fuzz/corpus/\`.

`;

/** Says how many inputs were tried, as a table; to the file that REPORT names as well. */
export function report(): void {
  test('the report', () => {
    const rows = [...tried].map(
      ([name, { kept, drawn, taken, milliseconds, broke }]) =>
        `| ${name} | ${kept} | ${drawn.toLocaleString('en')} | ${taken.toLocaleString('en')} | ${(milliseconds / 1000).toFixed(1)} | ${broke} |`,
    );
    const all = [...tried.values()].reduce((sum, { kept, drawn }) => sum + kept + drawn, 0);
    const table = `| what reads it | kept | drawn | taken | seconds | broke |\n|---|---|---|---|---|---|\n${rows.join('\n')}\n`;
    const text = `${table}\n${all.toLocaleString('en')} inputs, seed ${SEED}.\n`;
    process.stdout.write(text);
    if (process.env.REPORT) writeFileSync(process.env.REPORT, HEAD + text);
    assert.ok(all >= LEAST, `${all} inputs are fewer than ${LEAST}`);
  });
}
