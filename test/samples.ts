import identity from '../data/site.json' with { type: 'json' };
import { parseSite } from '../src/settings/site-schema.ts';
import { type Edition, PAGE_SIZE, toEntry } from '../src/site/edition/edition.ts';
import type { Article } from '../src/site/story/article.ts';
import { mintIdentifier } from '../src/site/story/identifier.ts';
import { makeArticle } from '../src/site/story/make-article.ts';
import { formatFault } from '../src/site/story/parse/fault.ts';
import { parseStoryFile } from '../src/site/story/parse/parse.ts';
import { lastChange, type Story, storySchema } from '../src/site/story/story.ts';

/** The site in tests; vitest.config.ts sets the same URL. */
export const site = parseSite(identity, 'https://news.example');

/** Parses story files. Returns the stories in the order of their publication. */
const parseFiles = (files: Record<string, string>): Story[] =>
  Object.entries(files)
    .map(([path, text]) => {
      const name = path.replace(/^.*\/|\.md$/g, '');
      const parsed = parseStoryFile(text, name);
      if (!parsed.ok) throw new Error(parsed.faults.map((fault) => formatFault(fault, path)).join('\n'));
      return storySchema.parse(parsed.value);
    })
    .sort((a, b) => Date.parse(a.datePublished) - Date.parse(b.datePublished));

export const sampleStories = parseFiles(
  import.meta.glob<string>('../data/stories/*.md', { query: '?raw', import: 'default', eager: true }),
);

/** A story in each language of the program, and one in another language. */
export const foreignStories = parseFiles(
  import.meta.glob<string>('./stories/*.md', { query: '?raw', import: 'default', eager: true }),
);

/** Makes a story with the required fields and the given ones. */
export const aStory = (fields: Record<string, unknown> = {}): Story =>
  storySchema.parse({
    slug: 'a-story',
    headline: 'A headline',
    abstract: 'What happened.',
    articleBody: 'What we think.',
    inLanguage: 'en',
    datePublished: '2026-03-04T09:30:00Z',
    ...fields,
  });

/** A story in a language in which the program has no words. */
export const dutchStory = aStory({
  slug: 'json-feed-dutch',
  headline: 'JSON Feed: een syndicatieformaat dat men in één avond leest',
  abstract: 'JSON Feed is een formaat voor feeds dat JSON in plaats van XML gebruikt.',
  articleBody:
    'Wie JSON kan lezen, kan een feed lezen.([jsonfeed.org](https://www.jsonfeed.org/version/1.1/))',
  inLanguage: 'nl',
  provenance: { abstract: { digitalSourceType: 'trainedAlgorithmicMedia' } },
});

export const publish = (story: Story): Article =>
  makeArticle(story, story.identifier ?? mintIdentifier(site.taggingEntity, story.slug));

/** Returns the time of the newest change among the stories; `undefined` if there are none. */
export function newestChange(stories: readonly Parameters<typeof lastChange>[0][]): Date | undefined {
  if (stories.length === 0) return undefined;
  return new Date(Math.max(...stories.map((story) => lastChange(story).getTime())));
}

/** Makes an edition of `all` with these articles, given in the order of their publication. */
export const anEdition = (articles: readonly Article[]): Edition => ({
  scope: 'all',
  count: articles.length,
  last: articles.length,
  open: articles.length % PAGE_SIZE,
  previous: 0,
  archive: null,
  changeSequence: articles.length,
  removalSequence: 0,
  entrySequences: articles.map((_article, index) => articles.length - index),
  withdrawn: [],
  updated: (newestChange(articles) ?? new Date(0)).toISOString(),
  entries: articles.map(toEntry).reverse(),
});

export const sampleEdition = anEdition(sampleStories.map(publish));

/** A story with a value in every field, and text that every format must escape. */
export const fullStory = aStory({
  slug: 'a-full-story',
  formerSlugs: ['an-old-slug'],
  identifier: 'tag:edgewire.example,2026:stories/an-old-slug',
  headline: 'AT&T < IBM > "C++" & &amp; <b>bold</b> ]]> </script> it\u2019s 人工智能',
  abstract: 'One line & <i>markup</i>.\nAnother ]]> line &lt;.',
  evidence: [
    {
      claim: 'One line & <i>markup</i>.',
      source: 'https://a.example/?x=1&y=2',
      quote: { exact: 'One "line" & <i>markup</i> ]]>', prefix: 'A <b>', suffix: '</b> & more' },
    },
    {
      claim: 'One line & <i>markup</i>.',
      source: 'https://reporting.example/news?id=1&lang=de',
      quote: { exact: 'Eine Zeile & <i>Auszeichnung</i>' },
    },
    {
      claim: 'Another ]]> line',
      source: 'https://b.example/#top',
      quote: { exact: 'Another line, the 2nd of 2 in 2026' },
    },
  ],
  articleBody:
    'Fish & chips <script>alert("x")</script> ]]> &lt;.([a & b](https://a.example/?x=1&y=2))\n\n> Quoted.([b](https://b.example/#top))\n',
  isBasedOn: [
    {
      url: 'https://reporting.example/news?id=1&lang=de',
      name: 'Report "one" & <two>',
      publisher: {
        name: 'Reporting & Co',
        url: 'https://www.reporting.example/',
        ownership: 'State <owned>',
      },
      author: [{ name: 'Ann O\u2019Nym', url: 'https://ann.example/' }],
      datePublished: '2026-03-01',
      inLanguage: 'de',
      isAccessibleForFree: false,
      kind: 'reporting',
    },
  ],
  citation: [
    {
      url: 'https://a.example/?x=1&y=2',
      name: 'A & B',
      quote: { exact: 'exactly "this" & <that>', prefix: 'before', suffix: 'after' },
      archivedAt: 'https://web.archive.example/web/20260301/https://a.example/?x=1&y=2',
      linkStatus: 200,
      accessed: '2026-03-02',
      kind: 'document',
    },
  ],
  inLanguage: 'zh-Hans',
  datePublished: '2026-03-04T09:30:00+01:00',
  dateModified: '2026-03-05T10:00:00Z',
  author: [{ name: 'Bj\u00f6rk & S\u00f8n', url: 'https://author.example/' }, { name: 'Second Author' }],
  keywords: ['artificial-intelligence', 'not-in-site'],
  image: {
    url: 'https://img.example/p.jpg?w=1200&h=630',
    alt: 'What "it" <shows>',
    caption: 'A "picture" & more',
    credit: 'Photo: B. & <Co>, CC BY 4.0',
    width: 1200,
    height: 630,
    encodingFormat: 'image/jpeg',
  },
  license: 'https://license.example/?a=1&b=2',
  provenance: {
    abstract: {
      digitalSourceType: 'trainedAlgorithmicMedia',
      humanReviewed: true,
      model: 'M & <1>',
      provider: 'P',
      reviewedBy: { name: 'Ann "O" <Lee> & Co', url: 'https://ann.example/?a=1&b=2' },
      reviewedAt: '2026-03-04T09:00:00+01:00',
    },
    articleBody: { digitalSourceType: 'compositeWithTrainedAlgorithmicMedia' },
  },
  correction: [{ text: 'It was 2 < 3 & not 4.', datePublished: '2026-03-06T08:00:00Z' }],
});
