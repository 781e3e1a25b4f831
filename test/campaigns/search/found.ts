import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { IndexedStory } from '../../../src/newsroom/desk/publish/mirrors/indexed-story.ts';
import type { Found } from '../../../src/search/index-query.ts';
import { termsOf } from '../../../src/site/query/terms.ts';
import { startIndex } from './start.ts';

// `npm run search:found` asks 60 searches in ten languages of 150 stories, and counts those with a fitting story among the first three;
// and 40 words, each in a form that its stories do not have. The cases were written by somebody who did not know the rules.

interface Case {
  q: string;
  language: string;
  fits: string[];
  kind?: string;
}
interface CaseStory {
  id: string;
  language: string;
  headline: string;
  abstract: string;
  body: string;
  author: string;
  topics: string[];
  sources: string[];
}
const file = process.argv[2] ?? fileURLToPath(new URL('cases.json', import.meta.url));
const { stories, searches, forms } = JSON.parse(readFileSync(file, 'utf8')) as {
  stories: CaseStory[];
  searches: Case[];
  forms: Case[];
};
/** How many of the first stories may be the fitting one. */
const FIRST = 3;

const slugOf = (title: string) => title.toLowerCase().replaceAll(' ', '-');
const put: IndexedStory[] = stories.map((story, id) => ({
  id,
  identifier: `tag:news.example,2026:stories/${story.id}`,
  slug: story.id,
  changed: id,
  texts: {
    headline: story.headline,
    abstract: story.abstract,
    analysis: story.body,
    sources: story.sources.map((source) => [source]),
    scopes: story.topics.map((topic) => `topic:${slugOf(topic)}`),
    authors: [story.author],
    language: story.language,
    published: Date.UTC(2026, 0, 1) + id * 3_600_000,
  },
}));
const topics = [...new Set(stories.flatMap((story) => story.topics))].map((title) => ({
  scope: `topic:${slugOf(title)}`,
  title,
}));

const { call, stop } = await startIndex();
await call({ put });
async function ask(q: string): Promise<Found> {
  const find = {
    terms: termsOf(q),
    scopes: [],
    author: '',
    language: '',
    from: null,
    before: null,
    order: 'relevance',
    topics,
    isForgiving: true,
    offset: 0,
    limit: 200,
  };
  return (await call<Found>({ find })).result;
}
const slugsOf = ({ hits }: Found) => hits.map(({ slug }) => slug);

let fitting = 0;
for (const { q, language, kind, fits } of searches) {
  const slugs = slugsOf(await ask(q));
  const first = slugs.slice(0, FIRST);
  if (fits.length === 0 ? slugs.length === 0 : first.some((slug) => fits.includes(slug))) fitting++;
  else
    console.log(
      `${language} ${kind} “${q}” should find ${fits.join(', ')}: ${first.join(', ') || 'nothing'}`,
    );
}
let [found, sought] = [0, 0];
for (const { q, language, fits } of forms) {
  const slugs = slugsOf(await ask(q));
  const missing = fits.filter((slug) => !slugs.includes(slug));
  sought += fits.length;
  found += fits.length - missing.length;
  if (missing.length > 0) console.log(`${language} form “${q}” misses ${missing.join(', ')}`);
}
await stop();
console.log(`${fitting} of ${searches.length} searches have a fitting story among the first ${FIRST}.`);
console.log(`${found} of ${sought} stories are found by another form of a word.`);
