import Parser from 'rss-parser';
import { expect, test } from 'vitest';
import { renderAtom } from '../../../src/site/edition/formats/atom.ts';
import { type JsonFeed, renderJsonFeed } from '../../../src/site/edition/formats/json-feed.ts';
import { renderRss } from '../../../src/site/edition/formats/rss.ts';
import { anEdition, aStory, publish, site } from '../../samples.ts';

const ann = { name: 'Ann Lee', url: 'https://ann.example/' };
const bo = { name: 'Bo & Li' };
const edition = (author: unknown[], inLanguage = 'en') =>
  anEdition([publish(aStory({ author, inLanguage }))]);
const elements = (document: string, name: string) =>
  Array.from(document.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g')), ([, text]) => text);

test('JSON Feed names all authors, and the first one also in the field of version 1.0', () => {
  const feed = JSON.parse(renderJsonFeed(edition([ann, bo]), site));
  expect(feed.items[0]).toMatchObject({ author: ann, authors: [ann, bo] });
  const [item] = JSON.parse(renderJsonFeed(edition([]), site)).items;
  expect(item).toMatchObject({ author: { name: 'Open Wire' }, authors: [{ name: 'Open Wire' }] });
});

/** The byline that Miniflux 2.2 shows of an item: the names in the four fields of feed and item, each once, in the order of the alphabet. */
const minifluxByline = (feed: JsonFeed, item = feed.items[0]) => {
  const named = [feed, item].flatMap((each) => {
    const { author, authors = [] } = (each ?? {}) as {
      author?: { name: string };
      authors?: { name: string }[];
    };
    return [...authors, ...(author ? [author] : [])].map(({ name }) => name);
  });
  return [...new Set(named)].sort().join(', ');
};

test.each([
  [[ann, bo], 'Ann Lee, Bo & Li'],
  [[ann], 'Ann Lee'],
  [[], 'Open Wire'],
])('a byline in Miniflux names each author once, and not the newsroom', (author, byline) => {
  expect(minifluxByline(JSON.parse(renderJsonFeed(edition(author), site)))).toBe(byline);
});

test('a reader that shows one author per RSS item names all of them', async () => {
  const feed = await new Parser().parseString(renderRss(edition([ann, bo]), site));
  expect(feed.items[0]?.creator).toBe('Ann Lee and Bo & Li');
});

test('RSS joins the authors by the rules of the story’s language, and names each once', () => {
  const rss = renderRss(edition([ann, bo], 'ar'), site);
  expect(elements(rss, 'dc:creator')).toEqual(['Ann Lee وBo &amp; Li']);
  expect(rss).not.toContain('dcterms:creator');
});

test('an RSS item with one author names that author once', () => {
  const rss = renderRss(edition([ann]), site);
  expect(elements(rss, 'dc:creator')).toEqual(['Ann Lee']);
});

test('Atom lists each author, with the URL', () => {
  const atom = renderAtom(edition([ann, bo]), site);
  const [entry = ''] = /<entry>.*<\/entry>/s.exec(atom) ?? [];
  expect(elements(entry, 'name')).toEqual(['Ann Lee', 'Bo &amp; Li']);
  expect(elements(entry, 'uri')).toEqual(['https://ann.example/']);
});
