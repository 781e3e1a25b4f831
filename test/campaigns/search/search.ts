import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from 'miniflare';
import { standInPlugin } from '../../../src/cli/worker/bundle.ts';
import type { IndexedStory } from '../../../src/desk/publish/mirrors/indexed-story.ts';
import { termsOf } from '../../../src/query/terms.ts';
import type { IndexQuery } from '../../../src/search/index-query.ts';

// `npm run search` fills an index with 100,000 stories of 450 words, measures searches, and writes report.md.

const STORIES = Number(process.argv[2] ?? 100_000);
const BATCH = 500;
/** How often each search is measured, and how many times it runs each time. */
const ROUNDS = 20;
const TIMES = 5;

let state = 1;
const random = () => {
  state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
  return state / 0x7fffffff;
};
// Words with the frequencies of a language: the word of rank n is about 1/n as frequent as the first.
const WORDS = 60_000;
const sums: number[] = [];
for (let rank = 1; rank <= WORDS; rank++) sums.push((sums.at(-1) ?? 0) + 1 / rank ** 1.05);
function word(): string {
  const wanted = random() * (sums.at(-1) ?? 0);
  let [low, high] = [0, WORDS - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sums[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return `w${low}`;
}
const words = (count: number) => Array.from({ length: count }, word).join(' ');

const story = (id: number): IndexedStory => ({
  id,
  identifier: `tag:news.example,2026:stories/s-${id}`,
  slug: `a-story-with-a-usual-slug-${id}`,
  changed: id,
  texts: {
    headline: words(10),
    abstract: words(60),
    analysis: words(330),
    sources: Array.from({ length: 6 }, (_, index) => [
      words(6),
      'Publisher',
      `p${(id + index) % 500}.example`,
    ]),
    scopes: [`topic:topic-${id % 40}`, `source:p${id % 500}.example`],
    authors: [`Author ${id % 20}`],
    language: 'en',
    published: Date.UTC(2000, 0, 1) + id * 7_200_000,
  },
});

const query = (text: string, fields: Partial<IndexQuery> = {}): IndexQuery => ({
  terms: termsOf(text),
  scopes: [],
  author: '',
  language: '',
  from: null,
  before: null,
  order: 'relevance',
  offset: 0,
  limit: 20,
  ...fields,
});

const SEARCHES: Record<string, IndexQuery> = {
  'one word of nearly every story': query('w0'),
  'the same by date': query('w0', { order: 'date' }),
  'one word of a tenth of the stories': query('w300'),
  'one rare word': query('w20000'),
  'two words': query('w100 w200'),
  'three words of nearly every story': query('w0 w1 w2'),
  'four words': query('w60 w90 w120 w150'),
  'a phrase that occurs': query('"w10 w20"'),
  'a frequent word in a topic': query('w1', { scopes: ['topic:topic-3'] }),
  'a frequent word by an author since 2020': query('w1', { author: 'Author 7', from: Date.UTC(2020, 0, 1) }),
  'a topic alone': query('', { scopes: ['topic:topic-3'] }),
  'the tenth page': query('w0 w1', { offset: 180 }),
};
/** Searches that somebody sends to do harm. */
const HOSTILE: Record<string, IndexQuery> = {
  'sixteen frequent words': query(Array.from({ length: 16 }, (_, index) => `w${index}`).join(' ')),
  'a phrase of four words of every story that does not occur': query('"w3 w2 w1 w0"'),
  'four phrases of frequent words': query('"w3 w2" "w1 w0" "w2 w4" "w5 w1"'),
};

const { outputFiles } = await build({
  absWorkingDir: fileURLToPath(new URL('../../../', import.meta.url)),
  entryPoints: ['test/campaigns/search/host.ts'],
  bundle: true,
  format: 'esm',
  target: 'es2024',
  conditions: ['workerd', 'worker', 'browser'],
  external: ['cloudflare:workers'],
  plugins: [standInPlugin],
  write: false,
  logLevel: 'warning',
});
const folder = mkdtempSync(join(tmpdir(), 'search-'));
const runtime = new Miniflare(
  convertV4MiniflareOptions({
    cf: false,
    log: new Log(LogLevel.NONE),
    resourcePersistencePath: folder,
    workers: [
      {
        name: 'search',
        modules: [{ type: 'ESModule', path: 'search.js', contents: outputFiles[0]?.text ?? '' }],
        compatibilityDate: '2026-11-02',
        durableObjects: { SEARCH: { className: 'Search', useSQLite: true } },
      },
    ],
  }),
);
await runtime.ready;

async function call<Result>(body: object): Promise<{ result: Result; time: number }> {
  const began = performance.now();
  const response = await runtime.dispatchFetch('http://search/', {
    method: 'POST',
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(await response.text());
  const result = (await response.json()) as Result;
  return { result, time: performance.now() - began };
}

let filling = 0;
for (let first = 1; first <= STORIES; first += BATCH) {
  const put = Array.from({ length: Math.min(BATCH, STORIES - first + 1) }, (_, index) =>
    story(first + index),
  );
  filling += (await call({ put })).time;
  if (first % 10_000 === 1) console.log(`${first - 1} stories`);
}
const { result: bytes } = await call<number>({ bytes: true });

const quantile = (times: readonly number[], part: number) =>
  times.toSorted((a, b) => a - b)[Math.ceil(times.length * part) - 1] ?? 0;
const all: number[] = [];
const rows: string[] = [];
for (const [name, find] of Object.entries({ ...SEARCHES, ...HOSTILE })) {
  const times: number[] = [];
  let found = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const none = await call<number>({ find: [] });
    const { result, time } = await call<number>({ find: Array.from({ length: TIMES }, () => find) });
    times.push(Math.max(0, time - none.time) / TIMES);
    found = result / TIMES;
  }
  if (name in SEARCHES) all.push(...times);
  const [middle, late] = [quantile(times, 0.5), quantile(times, 0.95)];
  rows.push(`| ${name} | ${found} | ${middle.toFixed(1)} | ${late.toFixed(1)} |`);
  console.log(rows.at(-1));
}
await runtime.dispose();
rmSync(folder, { recursive: true });

const report = `# The index of the search at ${STORIES.toLocaleString('en')} stories

\`npm run search\` fills an index with stories of 450 words, whose frequencies are those of a language, and searches it in workerd on
one machine. Times are milliseconds within the object, without the call to it.

- Size: ${(bytes / 1e6).toFixed(0)} MB, ${(bytes / STORIES / 1000).toFixed(1)} kB a story.
- Filling: ${(filling / STORIES).toFixed(2)} ms a story, splitting into tokens included.
- All searches but the hostile ones: p50 ${quantile(all, 0.5).toFixed(1)} ms, **p95 ${quantile(all, 0.95).toFixed(1)} ms**.

| search | found, at most 200 | p50 | p95 |
|---|---|---|---|
${rows.join('\n')}

The last ${Object.keys(HOSTILE).length} are what somebody would send to do harm: FTS5 has to compare the positions of frequent words in every story. Their number is
bounded by the rate limit, their cost by the length of a search.
`;
writeFileSync(fileURLToPath(new URL('report.md', import.meta.url)), report);
console.log('Wrote test/campaigns/search/report.md.');
