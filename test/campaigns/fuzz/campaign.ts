import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import fc from 'fast-check';

// Each target first gets the inputs of its corpus, and then its share of inputs that are generated from a seed.

/** The total number of inputs. Every change runs a slice: `INPUTS=4000 npm run test:fuzz`. */
const INPUTS = Number(process.env.INPUTS ?? 120_000);
/** A whole campaign must try at least this many, because inputs that are generated twice are tried once. */
const MIN_INPUTS = process.env.INPUTS === undefined ? 100_000 : 1;
const SEED = Number(process.env.SEED ?? 1);

interface Result {
  fromCorpus: number;
  generated: number;
  accepted: number;
  milliseconds: number;
  failure: string;
}

const results = new Map<string, Result>();

const corpusFile = (name: string) =>
  `test/campaigns/fuzz/corpus/${name.toLowerCase().replaceAll(' ', '-')}.json`;

/** Reads inputs that once made a check fail, or that are examples of a special kind. */
function readCorpus<T>(name: string): T[] {
  const file = corpusFile(name);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
}

/** Adds an input that made a check fail, already shrunk, to the corpus, so that later runs begin with it. */
function saveToCorpus(name: string, input: unknown): void {
  const kept = new Set([...readCorpus(name), input].map((each) => JSON.stringify(each)));
  writeFileSync(corpusFile(name), `[\n  ${[...kept].join(',\n  ')}\n]\n`);
}

/** A parser or handler to fuzz: its inputs, and what must hold for each. */
export interface Target<T> {
  name: string;
  /** Its share of all inputs, from 0 to 1. */
  share: number;
  inputs: fc.Arbitrary<T>;
  /** Throws if the program misbehaves. Returns whether it accepted the input. */
  check: (input: T) => boolean | Promise<boolean>;
}

/** Registers a test that tries a target with its share of the inputs. */
export function fuzz<T>({ name, share, inputs, check }: Target<T>): void {
  test(name, async (context: TestContext) => {
    const corpus = readCorpus<T>(name);
    const numRuns = Math.ceil(INPUTS * share) + corpus.length;
    const began = performance.now();
    let [count, accepted] = [0, 0];
    const checkAndCount = async (input: T) => {
      count++;
      if (await check(input)) accepted++;
    };
    const details = await fc.check(fc.asyncProperty(inputs, checkAndCount), {
      numRuns,
      seed: SEED,
      examples: corpus.map((input): [T] => [input]),
      ignoreEqualValues: true,
    });
    const milliseconds = performance.now() - began;
    const failure = details.failed ? String(details.errorInstance).split('\n', 1)[0] : undefined;
    results.set(name, {
      fromCorpus: corpus.length,
      generated: Math.max(0, count - corpus.length),
      accepted,
      milliseconds,
      failure: failure ?? 'none',
    });
    context.diagnostic(`${count} inputs, ${accepted} accepted, in ${Math.round(milliseconds)} ms`);
    if (!details.failed) {
      assert.ok(accepted > 0, 'the target must accept some inputs, or the check tests nothing');
      return;
    }
    if (details.counterexample) saveToCorpus(name, details.counterexample[0]);
    throw details.errorInstance ?? new Error(fc.defaultReportMessage(details));
  });
}

const HEAD = `# The fuzz campaign

Written by \`REPORT=test/campaigns/fuzz/report.md npm run test:fuzz\`. Every run begins with the *corpus*: inputs that once made a check
fail, or that are examples of a special kind. *Generated* inputs are new; *accepted* ones were not refused. The last column shows what
failed in this run. The input that failed is shrunk and added to \`test/campaigns/fuzz/corpus/\`.

`;

/** Registers a test that prints a table of the results, and writes it to the file that REPORT names. */
export function report(): void {
  test('the report', () => {
    const rows = [...results].map(
      ([name, { fromCorpus, generated, accepted, milliseconds, failure }]) =>
        `| ${name} | ${fromCorpus} | ${generated.toLocaleString('en')} | ${accepted.toLocaleString('en')} | ${(milliseconds / 1000).toFixed(1)} | ${failure} |`,
    );
    const all = [...results.values()].reduce(
      (sum, { fromCorpus, generated }) => sum + fromCorpus + generated,
      0,
    );
    const table = `| input | corpus | generated | accepted | seconds | failure |\n|---|---|---|---|---|---|\n${rows.join('\n')}\n`;
    const text = `${table}\n${all.toLocaleString('en')} inputs, seed ${SEED}.\n`;
    process.stdout.write(text);
    if (process.env.REPORT) writeFileSync(process.env.REPORT, HEAD + text);
    assert.ok(all >= MIN_INPUTS, `${all} inputs; at least ${MIN_INPUTS} are required`);
  });
}
