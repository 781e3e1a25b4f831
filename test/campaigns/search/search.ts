import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { IndexedStory } from '../../../src/newsroom/desk/publish/mirrors/indexed-story.ts';
import type { Found, IndexQuery } from '../../../src/search/index-query.ts';
import { termsOf } from '../../../src/site/query/terms.ts';
import { cpuTimer } from './cpu-time.ts';
import { startIndex } from './start.ts';

// `npm run search` fills an index with 100,000 stories of 450 words, measures searches, and writes report.md. It fails if any takes too
// long.

const STORIES = Number(process.argv[2] ?? 100_000);
const BATCH = 500;
/** How often each search is measured. */
const ROUNDS = 40;
/** The bound on the 95th percentile of each search, in milliseconds. */
const MAX_TIME = 50;

let state = 1;
const random = () => {
  state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
  return state / 0x7fffffff;
};
// Words with the frequencies of a language: the word of rank n is about 1/n as frequent as the first.
const WORDS = 60_000;
const sums: number[] = [];
for (let rank = 1; rank <= WORDS; rank++) sums.push((sums.at(-1) ?? 0) + 1 / rank ** 1.05);
/** Makes the word of a rank, so that four words in a row are forms of one, as floods and flooded are. */
function wordOf(rank: number): string {
  const syllables = (Math.floor(rank / 4) * 104_729) % 343_000;
  const letters = [syllables, syllables / 70, syllables / 4900].map((number) => Math.floor(number) % 70);
  const stem = letters.map((at) => `${'bdfgklmnprstvz'.charAt(at / 5)}${'aeiou'.charAt(at % 5)}`).join('');
  return `${stem}${['', 's', 'ed', 'ing'][rank % 4]}`;
}
function word(): string {
  const wanted = random() * (sums.at(-1) ?? 0);
  let [low, high] = [0, WORDS - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sums[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return wordOf(low);
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
    language: id % 4 === 0 ? 'de' : 'en',
    published: Date.UTC(2000, 0, 1) + id * 7_200_000,
  },
});

const query = (text: string, fields: Partial<IndexQuery> = {}): IndexQuery => ({
  terms: termsOf(text.replace(/w(\d+)/g, (_, rank) => wordOf(Number(rank)))),
  scopes: [],
  author: '',
  language: '',
  from: null,
  before: null,
  order: 'relevance',
  topics: [],
  isForgiving: true,
  offset: 0,
  limit: 20,
  ...fields,
});

const SEARCHES: Record<string, IndexQuery> = {
  'one word of nearly every story': query('w0'),
  'the same by date': query('w0', { order: 'date' }),
  'one word of a tenth of the stories': query('w300'),
  'one rare word': query('w20000'),
  'a word that no story has': query('nonsense'),
  'a word with a wrong letter': query('xonsensf'),
  'the beginning of words': query('bak*'),
  'a word or another without a third': query('w300 OR w500 -w700'),
  'four words, of which no story has one': query('w300 w500 w700 nonsense'),
  'two words': query('w100 w200'),
  'three words of nearly every story': query('w0 w1 w2'),
  'four words': query('w60 w90 w120 w150'),
  'six words': query('w60 w90 w120 w150 w400 w1000'),
  'ten words, some of them rare': query('w30 w60 w90 w120 w150 w400 w1000 w2000 w5000 w8000'),
  'a phrase that occurs': query('"w10 w20"'),
  'the same before 2005': query('"w10 w20"', { before: Date.UTC(2005, 0, 1) }),
  'the same in a month of 2005': query('"w10 w20"', {
    from: Date.UTC(2005, 0, 1),
    before: Date.UTC(2005, 1, 1),
  }),
  'a phrase with a rare word': query('"w0 w5000 w1"'),
  'a frequent word in a topic': query('w1', { scopes: ['topic:topic-3'] }),
  'a frequent word by an author since 2020': query('w1', { author: 'Author 7', from: Date.UTC(2020, 0, 1) }),
  'a topic alone': query('', { scopes: ['topic:topic-3'] }),
  'the tenth page': query('w0 w1', { offset: 180 }),
};
const wordsFrom = (first: number, count = 16) =>
  Array.from({ length: count }, (_, index) => `w${first + index}`).join(' ');
/** Searches that somebody sends to do harm. */
const HOSTILE: Record<string, IndexQuery> = {
  'sixteen words of nearly every story': query(wordsFrom(0)),
  'sixteen words of half of the stories': query(wordsFrom(40)),
  'sixteen words of a tenth of the stories': query(wordsFrom(300)),
  'the first of these in a topic, by an author': query(wordsFrom(0), {
    scopes: ['topic:topic-3'],
    author: 'Author 3',
  }),
  'a phrase of four words of every story that does not occur': query('"w3 w2 w1 w0"'),
  'the same by date': query('"w3 w2 w1 w0"', { order: 'date' }),
  'the same before 2010': query('"w3 w2 w1 w0"', { before: Date.UTC(2010, 0, 1) }),
  'four phrases of frequent words': query('"w3 w2" "w1 w0" "w2 w4" "w5 w1"'),
  'sixteen phrases of frequent words': query(
    Array.from({ length: 16 }, (_, index) => `"w${index} w${(3 * index + 1) % 9}"`).join(' '),
  ),
  'a phrase of 66 frequent words': query(
    `"${Array.from({ length: 66 }, (_, index) => `w${index % 10}`).join(' ')}"`,
  ),
  'a phrase of one word 66 times': query(`"${'w0 '.repeat(66)}"`),
};

const { call, stop } = await startIndex();

let filling = 0;
const fillTimer = cpuTimer('workerd');
for (let first = 1; first <= STORIES; first += BATCH) {
  const put = Array.from({ length: Math.min(BATCH, STORIES - first + 1) }, (_, index) =>
    story(first + index),
  );
  const began = fillTimer();
  await call({ put });
  filling += fillTimer() - began;
  if (first % 10_000 === 1) console.log(`${first - 1} stories`);
}
const { result: bytes } = await call<number>({ bytes: true });

const quantile = (times: readonly number[], part: number) =>
  times.toSorted((a, b) => a - b)[Math.ceil(times.length * part) - 1] ?? 0;
const timer = cpuTimer('workerd');
/** Measures a search after a change, when no count is kept. Returns the milliseconds without the call, and what was found. */
async function measure(find: IndexQuery): Promise<{ time: number; found: Found }> {
  await call({ put: [] });
  const began = timer();
  await call({ put: [] });
  const called = timer();
  const { result } = await call<Found>({ find });
  return { time: Math.max(0, timer() - called - (called - began)), found: result };
}

const all: number[] = [];
const slow: string[] = [];
function report(name: string, times: readonly number[], { count, since }: Found): string {
  const [middle, late] = [quantile(times, 0.5), quantile(times, 0.95)];
  all.push(...times);
  if (late >= MAX_TIME) slow.push(`${name}: ${late.toFixed(1)} ms`);
  const reach = since === null ? '' : new Date(since).toISOString().slice(0, 10);
  return `| ${name} | ${count} | ${reach} | ${middle.toFixed(1)} | ${late.toFixed(1)} |`;
}
async function measureAll(searches: Record<string, IndexQuery>): Promise<string> {
  const rows: string[] = [];
  for (const [name, find] of Object.entries(searches)) {
    const measured: Awaited<ReturnType<typeof measure>>[] = [];
    for (let round = 0; round < ROUNDS; round++) measured.push(await measure(find));
    const times = measured.map(({ time }) => time);
    rows.push(report(name, times, measured[0]?.found as Found));
    console.log(rows.at(-1));
  }
  return rows.join('\n');
}
const HEAD = `| search | found, at most 200 | since | p50 | p95 |
|---|---|---|---|---|`;
const ordinary = await measureAll(SEARCHES);
const hostile = await measureAll(HOSTILE);
await stop();

const newest = new Date((story(STORIES).texts as { published: number }).published);
const text = `# The index of the search at ${STORIES.toLocaleString('en')} stories

\`npm run search\` fills an index with stories of 450 words, whose frequencies are those of a language, from 2000 to ${newest.getUTCFullYear()}, and
searches it in workerd on one machine. Times are milliseconds of ${timer.unit} within the object, without the call to it. Each search is
the first after a change of the index, so that no count of words is kept.

- Size: ${(bytes / 1e6).toFixed(0)} MB, ${(bytes / STORIES / 1000).toFixed(1)} kB a story.
- Filling: ${(filling / STORIES).toFixed(2)} ms a story, splitting into tokens included.
- All searches: p50 ${quantile(all, 0.5).toFixed(1)} ms, **p95 ${quantile(all, 0.95).toFixed(1)} ms**. The campaign fails if the p95 of any is ${MAX_TIME} ms or more.

${HEAD}
${ordinary}

## Searches that somebody sends to do harm

FTS5 has to compare the words, or their positions, in every story. Before it asks, the index estimates what that costs
([\`cost.ts\`](../../../src/search/cost.ts)). If it is too much, only the newest stories are read: those since the day in the third column.

${HEAD}
${hostile}
`;
if (slow.length > 0) throw new Error(`Too slow:\n${slow.join('\n')}`);
if (STORIES >= 100_000) {
  writeFileSync(fileURLToPath(new URL('report.md', import.meta.url)), text);
  console.log('Wrote test/campaigns/search/report.md.');
} else console.log(text);
