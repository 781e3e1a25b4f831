import { readFileSync } from 'node:fs';
import { readStories } from '../../src/newsroom/stories/cli/story-files.ts';
import type { Edition } from '../../src/site/edition/edition.ts';
import type { StoryHistory } from '../../src/site/story/history/history.ts';
import { withDate } from '../../src/site/story/story.ts';
import { editionOf } from '../edition-of.ts';
import { loadPages } from './render.ts';

// Renders all pages of a site with stories in every language.

const pages = await loadPages();

/** The site's URL. Nothing answers there; tests open the rendered HTML. */
export const ADDRESS = 'https://news.example';

const identity = JSON.parse(readFileSync('data/site.json', 'utf8'));
const look = JSON.parse(readFileSync('docs/look/site.json', 'utf8'));

/** Returns the site in a language, with all optional fields. */
const siteIn = (language: string) =>
  pages.parseSite({ ...identity, language, fediverse: '@wire@social.example' }, ADDRESS);

/** Returns a site with a look and links of its own, a long title, and so many topics that they are behind a disclosure. */
function siteWithLook(language: string) {
  const topics = Array.from({ length: 15 }, (_, index) => ({
    slug: `topic-${index}`,
    title: `Telecommunications ${index}`,
  }));
  // The logo would hide the title.
  const brand = { ...look.brand, logo: null };
  const title = 'The International Review of Telecommunications Standardisation';
  // A label of one word, as long as labels may be.
  const nav = [...look.nav, { label: 'Donaudampfschifffahrtsgesellschaftskapit', url: '/contact' }];
  return pages.parseSite({ ...identity, ...look, brand, title, language, topics, nav }, ADDRESS);
}

export const articles = (await readStories(['data/stories', 'test/stories'])).map(({ story: written }) => {
  const story = withDate(written, 0);
  return pages.makeArticle(story, story.identifier ?? `tag:edgewire.example,2026:stories/${story.slug}`);
});

export const LANGUAGES = Object.keys(pages.LANGUAGES);

const article = (slug: string) => {
  const found = articles.find((each) => each.slug === slug);
  if (!found) throw new Error(`no story ${slug}`);
  return found;
};

/** Renders the page of a story on a site in English. */
export function storyPage(slug: string): string {
  const related = articles.slice(0, 4).map((each) => ({
    slug: each.slug,
    headline: each.headline,
    inLanguage: each.inLanguage,
    datePublished: each.datePublished,
  }));
  return pages.renderStoryPage({ ...article(slug), related }, siteIn('en'));
}

/** Renders the preview of a draft. */
export const draftPage = (slug: string, site = siteIn('en')): string =>
  pages.renderDraftPage(article(slug), site);

/** Renders what stands at an address without a page. */
export const notFoundPage = (site = siteIn('en')): string =>
  pages.renderNotFoundPage({ title: 'Not found', reason: 'Nothing is here.', next: 'Go back.' }, site);

/** Renders the page of a story with this analysis, in this language. */
export function pageWith(articleBody: string, inLanguage = 'en'): string {
  const { rendering, ...story } = article('atom-becomes-a-standard');
  const made = pages.makeArticle({ ...story, articleBody, inLanguage }, story.identifier);
  return pages.renderStoryPage(made, siteIn('en'));
}

/** Renders the front page of a day with 25 stories, of which every third has a picture, on a site in English or Arabic. */
export function busyPage(direction: 'ltr' | 'rtl'): string {
  const { rendering, ...story } = article('atom-becomes-a-standard');
  const image = {
    url: '/pictures/must-should-may.png',
    alt: 'A chart',
    width: 1200,
    height: 675,
    encodingFormat: 'image/png',
  };
  const entries = Array.from({ length: 25 }, (_, index) =>
    pages.toEntry(
      pages.makeArticle(
        {
          ...story,
          slug: `story-${index}`,
          datePublished: new Date(Date.UTC(2026, 2, 4, 23, -40 * index)).toISOString(),
          image: index % 3 === 0 ? { caption: null, credit: null, ...image } : null,
        },
        `tag:edgewire.example,2026:stories/story-${index}`,
      ),
    ),
  );
  return pages.renderListingPage(editionOf(entries), siteIn(direction === 'rtl' ? 'ar' : 'en'));
}

/** Renders a story that only an earlier version would have accepted: with control characters, noncharacters and odd URLs. */
function oddPage(): string {
  const story = article('atom-becomes-a-standard');
  const odd = 'x\u0085y\u009bz\u007f\ufdd0\u{1fffe}\u202e';
  const address = 'HTTPS://Bücher.EXAMPLE:443/a b/../ü?q="<ö>'.replace(' ', '%20');
  const made = pages.makeArticle(
    {
      ...story,
      headline: `${story.headline} ${odd}`,
      abstract: odd,
      evidence: [],
      articleBody: `#### Four ${odd}\n\nText ${odd}\n\n# One\n\n### Three\n\nText.([${odd}](https://a.example/))`,
      datePublished: '2026-03-04T09:30:00.1234567Z',
      correction: [{ text: odd, datePublished: '2026-03-05T09:30:00-00:00' }],
      author: [{ name: odd, url: address }],
      license: address,
      citation: [],
      isBasedOn: null,
    },
    story.identifier,
  );
  return pages.renderStoryPage(made, siteIn('en'));
}

/** Renders a story whose quotes lack what its TL;DR states, with the details open. */
function lackingPage(): string {
  const { rendering, ...story } = article('atom-becomes-a-standard');
  const [first] = story.evidence;
  const made = pages.makeArticle(
    {
      ...story,
      abstract: 'RFC 9999 was not published in December 2005. Nobody else stated so in 2006.',
      evidence: first ? [{ ...first, claim: 'RFC 9999 was not published in December 2005.' }] : [],
    },
    story.identifier,
  );
  return pages.renderStoryPage(made, siteIn('de')).replace(/<main.*?<details/s, '$& open');
}

/** Renders a story in a language of which each source was found gone, changed or moved. */
function observedPage(slug: string): string {
  const published = article(slug);
  const { sources, claims } = published.rendering;
  const quotes = claims.flatMap(({ evidence }) => evidence.map(({ quote }) => quote.exact));
  const observations = sources.map(({ url, quote }, index) => ({
    url,
    kind: (['changed', 'gone', 'moved'] as const)[index % 3] ?? 'gone',
    at: '2026-11-24T08:00:00.000Z',
    status: index % 3 === 1 ? 404 : null,
    movedTo: index % 3 === 2 ? `${url}?a=1&b=2` : null,
    archivedAt: `https://web.archive.org/web/20261125120000/${url}`,
    missing: index % 3 === 0 ? [...(quote ? [quote.exact] : []), ...quotes] : [],
  }));
  return pages.renderStoryPage(pages.withObservations(published, observations), siteIn('en'));
}

/** The golden history, which has every action, and a change of nearly every field. */
const golden: StoryHistory = JSON.parse(readFileSync('test/golden/history.json', 'utf8'));

/** Renders the history of a story in a language. */
function historyPage(language: string): string {
  const revisions = golden.revisions.map((revision) => ({
    ...revision,
    record: revision.record && { ...revision.record, inLanguage: language },
  }));
  return pages.renderHistoryPage({ ...golden, inLanguage: language, omitted: 3, revisions }, siteIn('en'));
}

/** Renders one page of each kind, for a site in the language. */
export function pagesIn(language: string, site = siteIn(language)): Record<string, string> {
  const entries = articles.map(pages.toEntry).reverse();
  const edition: Edition = { ...editionOf(entries), last: 100, open: 10, previous: 2 };
  const source: Edition = { ...edition, scope: 'source:rfc-editor.org' };
  return {
    front: pages.renderListingPage(edition, site),
    source: pages.renderListingPage(source, site),
    author: pages.renderListingPage({ ...edition, scope: 'author:samuel-osei' }, site),
    empty: pages.renderListingPage({ ...source, count: 0, entries: [] }, site),
    archive: pages.renderArchivePage({ ...edition, previous: 1, archive: { page: 2, next: 3 } }, site),
    subscribe: pages.renderSubscribePage(
      pages.makeDirectory(['topic:web-feeds', 'source:rfc-editor.org']),
      site,
    ),
    extensions: pages.renderExtensionsPage(site),
    preview: pages.renderFeedPreviewPage({ ...edition, entries: entries.slice(0, 6) }, site, 'atom'),
    history: historyPage(language),
    draft: draftPage('robots-arabic', site),
    withdrawn: pages.renderWithdrawnPage(
      {
        identifier: 'tag:x,2026:y',
        reason: 'It was wrong.',
        at: '2026-03-06T00:00:00Z',
        story: { headline: 'ملف robots.txt', inLanguage: 'ar' },
      },
      site,
    ),
    error: pages.renderErrorPage({ title: 'Invalid', reason: 'It is wrong.', next: 'Change it.' }, site),
    missing: notFoundPage(site),
  };
}

/** An analysis with pictures wherever they may stand. */
const PICTURED = `Text.

![A wide chart](/pictures/must-should-may.png#1200x675 "How often RFCs say MUST, SHOULD and MAY.")

In a line ![A face](/pictures/ann-lee.png#256x256 "Ann Lee") and without a size: ![Ann Lee](/pictures/ann-lee.png)

- A list.

  ![A face](/pictures/ann-lee.png#256x256)
- ![A face](/pictures/ann-lee.png#256x256 "Ann Lee")

> ![A face](/pictures/ann-lee.png#256x256 "Ann Lee")

| Name | Picture |
|---|---|
| Ann Lee | ![A face](/pictures/ann-lee.png#256x256) |

![](/pictures/ann-lee.png#256x256)
![](/pictures/samuel-osei.png#256x256 "Samuel Osei")
`;

/** Every kind of page in every language, and every story on a site in English. */
export const everyPage: { name: string; html: string }[] = [
  ...LANGUAGES.flatMap((language) =>
    Object.entries(pagesIn(language)).map(([name, html]) => ({ name: `${name} in ${language}`, html })),
  ),
  ...articles.map(({ slug }) => ({ name: `story ${slug}`, html: storyPage(slug) })),
  { name: 'a story whose quotes lack something', html: lackingPage() },
  ...articles.map(({ slug }) => ({ name: `observed story ${slug}`, html: observedPage(slug) })),
  { name: 'an odd story', html: oddPage() },
  { name: 'a story with pictures in its text', html: pageWith(PICTURED) },
  ...['en', 'ar'].map((language) => ({
    name: `the front page in another look in ${language}`,
    html: pagesIn(language, siteWithLook(language)).front ?? '',
  })),
  {
    name: 'a story in another look',
    html: pages.renderStoryPage(article('atom-becomes-a-standard'), siteWithLook('en')),
  },
];
