import { describe, expect, test } from 'vitest';
import { storyCardLink } from '../../../src/site/card/card.ts';
import { renderAtom } from '../../../src/site/edition/formats/atom.ts';
import { renderJsonFeed } from '../../../src/site/edition/formats/json-feed.ts';
import { renderRss } from '../../../src/site/edition/formats/rss.ts';
import { renderNewsSitemap } from '../../../src/site/edition/news-sitemap.ts';
import { renderOembed } from '../../../src/site/export/oembed.ts';
import { storyReference } from '../../../src/site/export/reference.ts';
import { renderArchivePage } from '../../../src/site/page/archive.tsx';
import { renderDraftPage } from '../../../src/site/page/draft-preview.tsx';
import { renderListingPage } from '../../../src/site/page/listing.tsx';
import { renderStoryPage } from '../../../src/site/page/story/story.tsx';
import type { Article } from '../../../src/site/story/article.ts';
import { makeArticle } from '../../../src/site/story/make-article.ts';
import { anEdition, aStory, publish, site } from '../../samples.ts';

// A headline with unbalanced bidirectional controls must not reverse the text beside it, anywhere on a page.

/** Returns the isolates and embeddings that are still open at the end of a text (UAX #9); `minus` if it closes one that it did not open. */
function openAtEnd(text: string): string[] {
  const open: string[] = [];
  for (const [control] of text.matchAll(/[\u202a-\u202e\u2066-\u2069]/g)) {
    if (control === '\u2069') {
      while (open.length > 0 && (open.at(-1) as string) < '\u2066') open.pop();
      if (open.pop() === undefined) return ['minus'];
    } else if (control === '\u202c') {
      if (open.length === 0) return ['minus'];
      if ((open.at(-1) as string) < '\u2066') open.pop();
    } else open.push(control);
  }
  return open;
}

const TURNS = [
  '\u202e',
  '\u202b',
  '\u2067',
  '\u2069\u202e',
  '\u202c',
  '\u2066\u202e\u2069\u202d',
  '\u2068\u202c',
];

const articleWith = (turn: string): Article =>
  publish(
    aStory({
      headline: `Head${turn}line`,
      author: [{ name: `Ann${turn}` }, { name: 'Bob' }],
      citation: [{ url: 'https://a.example/', name: `Source${turn}` }],
      provenance: {
        abstract: {
          digitalSourceType: 'trainedAlgorithmicMedia',
          model: `M${turn}`,
          provider: 'P',
          reviewedBy: { name: `Ann${turn}` },
        },
      },
      evidence: [{ claim: 'What', source: 'https://a.example/', quote: { exact: `Quote${turn}` } }],
    }),
  );

const decoded = (html: string) =>
  html
    .replace(/&quot;/g, '"')
    .replace(/&lt;/g, '<')
    .replace(/&amp;/g, '&');
const first = (document: string, pattern: RegExp) => decoded(pattern.exec(document)?.[1] ?? '');

/** Returns every text in which the headline is next to other text, or in which the recipient may put it next to other text. */
function joined(turn: string): [string, string][] {
  const article = articleWith(turn);
  const edition = anEdition([article]);
  const page = renderStoryPage(article, site);
  const share = (name: string) => new URL(first(page, new RegExp(`href="(https://${name}[^"]*)"`)));
  const mail = new URLSearchParams(first(page, /href="mailto:\?([^"]*)"/));
  const oembed = JSON.parse(renderOembed(article, site, 'json', { width: 600, height: 600 }));
  return [
    ['title', first(page, /<title>([^<]*)</)],
    ['og:title', first(page, /property="og:title" content="([^"]*)"/)],
    ['the text of the card', first(page, /property="og:image:alt" content="([^"]*)"/)],
    ['the card’s own text', storyCardLink(article, site).altText],
    ['JSON-LD', JSON.parse(first(page, /<script type="application\/ld\+json">([^<]*)</)).headline],
    ['Mastodon', new URLSearchParams(share('share.joinmastodon.org').hash.slice(1)).get('text') ?? ''],
    ['Bluesky', share('bsky.app').searchParams.get('text') ?? ''],
    ['mail', mail.get('subject') ?? ''],
    ['a source', first(page, /dir="auto">([^<]*Source[^<]*)</)],
    ['the quoted words', first(page, /<q [^>]*><a [^>]*>([^<]*)</)],
    ['the label', first(page, /<span> · <\/span>([^<]*)</)],
    ['the model', first(page, /<details.*<p>TL;DR: .*?<\/bdi>([^<]*)<\/p>/s)],
    ['the title of a draft', first(renderDraftPage(article, site), /<title>([^<]*)</)],
    ['RSS', first(renderRss(edition, site), /<item>\s*<title>([^<]*)</)],
    ['Atom', first(renderAtom(edition, site), /<entry>\s*<title>([^<]*)</)],
    ['JSON Feed', JSON.parse(renderJsonFeed(edition, site)).items[0].title],
    [
      'news sitemap',
      first(
        renderNewsSitemap(edition.entries, site, Date.parse('2026-03-04T10:00:00Z')),
        /<news:title>([^<]*)</,
      ),
    ],
    ['oEmbed', oembed.title],
    ['oEmbed’s authors', oembed.author_name],
    ['a reference', storyReference(article, site).title ?? ''],
  ];
}

describe.each(TURNS)('a headline with %j', (turn) => {
  test.each(joined(turn))('closes in %s exactly the controls that it opens', (_where, text) => {
    expect(text).toContain(turn);
    expect(openAtEnd(text)).toEqual([]);
  });

  test('does not change the direction of the site’s name in the title, or of the shared address', () => {
    for (const [where, text] of joined(turn)) {
      const neighbour = {
        title: ` | ${site.title}`,
        Mastodon: ' https://',
        'the text of the card': ` · ${site.title}`,
      }[where];
      if (neighbour === undefined) continue;
      expect(text).toContain(neighbour);
      expect(openAtEnd(text.slice(0, text.indexOf(neighbour)))).toEqual([]);
    }
  });

  test('does not change the direction of what comes after it in a list', () => {
    const article = articleWith(turn);
    // The first ten stories have their TL;DR below the headline.
    const edition = anEdition(
      Array.from({ length: 12 }, (_, n) => (n === 0 ? article : { ...article, slug: `story-${n}` })),
    );
    const page = renderStoryPage(
      { ...makeArticle(article, article.identifier), related: [article] } as never,
      site,
    );
    const archive = renderArchivePage({ ...edition, archive: { page: 1, next: 0 } }, site);
    for (const html of [renderListingPage(edition, site), archive, page]) {
      const [, headline = ''] =
        /<li[^>]*>\s*<a [^>]*href="[^"]*\/stories\/a-story"[^>]*>([^<]*)<\/a>\s*<(?:time|\/li)/.exec(html) ??
        [];
      expect(headline).toContain(turn);
      expect(openAtEnd(headline)).toEqual([]);
    }
  });
});

test.each(['שלום', 'a\u2067ש\u2069b', '\u202aa\u202c', 'plain'])('%j appears unchanged', (headline) => {
  const article = publish(aStory({ headline }));
  expect(first(renderStoryPage(article, site), /<title>([^<]*)</)).toBe(`${headline} | ${site.title}`);
  expect(JSON.parse(renderJsonFeed(anEdition([article]), site)).items[0].title).toBe(headline);
});
