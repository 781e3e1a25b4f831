import { XMLParser } from 'fast-xml-parser';
import { type DefaultTreeAdapterTypes, parse } from 'parse5';
import Parser from 'rss-parser';
import { expect, test } from 'vitest';
import identity from '../../../data/site.json' with { type: 'json' };
import { isolateIfUnbalanced } from '../../../src/lib/bidi.ts';
import { textOfHtml } from '../../../src/lib/html.ts';
import { toUri } from '../../../src/lib/uri.ts';
import { parseSite } from '../../../src/settings/site-schema.ts';
import { storyLinks } from '../../../src/site/document/headers.ts';
import { makeDirectory } from '../../../src/site/edition/directory.ts';
import type { FeedPage } from '../../../src/site/edition/edition.ts';
import { renderAtom } from '../../../src/site/edition/formats/atom.ts';
import { renderJsonFeed } from '../../../src/site/edition/formats/json-feed.ts';
import { WORD_JOINER } from '../../../src/site/edition/formats/not-html.ts';
import { renderRss } from '../../../src/site/edition/formats/rss.ts';
import { renderOpml } from '../../../src/site/edition/opml.ts';
import { renderCsl } from '../../../src/site/export/csl.ts';
import { renderJson } from '../../../src/site/export/json.ts';
import { renderOembed } from '../../../src/site/export/oembed.ts';
import { sourceReferences } from '../../../src/site/export/reference.ts';
import { renderRis } from '../../../src/site/export/ris.ts';
import { renderListingPage } from '../../../src/site/page/listing.tsx';
import { renderStoryPage } from '../../../src/site/page/story/story.tsx';
import { ADDRESSES, foreignCorpus } from '../../foreign-corpus.ts';
import { anEdition, aStory, publish } from '../../samples.ts';

// Strangers' stories, as every kind of document has them.

const odd = 'https://elsewhere.example/[x]|{y}';
const site = parseSite(
  {
    ...identity,
    license: odd,
    publishingPrinciples: odd,
    hubs: [odd],
    authors: [{ name: 'Open Wire', url: odd }],
    people: [...identity.people, { slug: 'ann', name: 'Ann Y', about: 'A', url: odd }],
    responsible: { ...identity.responsible, url: odd },
    footer: [
      {
        heading: 'F',
        links: [
          { label: 'L', url: odd },
          { label: 'M', url: '/a?b=[c]' },
        ],
      },
    ],
  },
  'https://news.example',
);
const articles = foreignCorpus.map(publish);
const [addressed] = articles as [(typeof articles)[number]];
const edition = anEdition(articles);
const archive: FeedPage = { ...edition, scope: 'topic:ai', previous: 1, archive: { page: 2, next: 3 } };

/** A URI with everything that RFC 3986 allows behind the host. */
const URI =
  /^[a-z][a-z\d+.-]*:(\/\/([\w.~!$&'()*+,;=:@%-]*@)?(\[[\da-f:.]+\]|[\w.-]+)(:\d+)?)?(%[\da-f]{2}|[\w.~!$&'()*+,;=:@/-])*(\?(%[\da-f]{2}|[\w.~!$&'()*+,;=:@/?-])*)?(#(%[\da-f]{2}|[\w.~!$&'()*+,;=:@/?-])*)?$/i;
const ADDRESS = /^https?:\/\//i;

function addressesInHtml(html: string): string[] {
  const found: string[] = [];
  const visit = (node: DefaultTreeAdapterTypes.Node) => {
    if ('attrs' in node) for (const { value } of node.attrs) if (ADDRESS.test(value)) found.push(value);
    if ('tagName' in node && node.tagName === 'script')
      for (const child of node.childNodes)
        if ('value' in child && child.value.startsWith('{'))
          found.push(...addressesInJson(JSON.parse(child.value)));
    if ('childNodes' in node) for (const child of node.childNodes) visit(child);
  };
  visit(parse(html));
  return found;
}

/** Every address in a value from JSON or XML, and in the HTML in it. */
function addressesInJson(value: unknown): string[] {
  if (typeof value === 'string') {
    if (ADDRESS.test(value) && !/\s/.test(value)) return [value];
    return value.includes('<a ') || value.includes('<img ') ? addressesInHtml(value) : [];
  }
  return value === null || typeof value !== 'object' ? [] : Object.values(value).flatMap(addressesInJson);
}

const xml = new XMLParser({ ignoreAttributes: false, parseTagValue: false, htmlEntities: true });
const addressesInXml = (document: string) => addressesInJson(xml.parse(document));
const references = sourceReferences(addressed);
const { record: _record, ...exported } = JSON.parse(
  renderJson(addressed, site, [
    {
      url: addressed.rendering.sources[0]?.url ?? '',
      kind: 'moved',
      at: '2026-03-06T00:00:00Z',
      status: null,
      movedTo: 'https://moved.example/[1]|',
      archivedAt: null,
      missing: [],
    },
  ]),
);

test.each([
  ['RSS', () => addressesInXml(renderRss(edition, site))],
  ['Atom', () => addressesInXml(renderAtom(edition, site))],
  ['JSON Feed', () => addressesInJson(JSON.parse(renderJsonFeed(edition, site)))],
  ['an archive page as RSS', () => addressesInXml(renderRss(archive, site))],
  ['an archive page as Atom', () => addressesInXml(renderAtom(archive, site))],
  ['a page', () => addressesInHtml(renderStoryPage(addressed, site))],
  ['a listing', () => addressesInHtml(renderListingPage(edition, site))],
  ['the story as JSON', () => addressesInJson(exported)],
  ['CSL', () => addressesInJson(JSON.parse(renderCsl(references)))],
  [
    'RIS',
    () => Array.from(renderRis(references).matchAll(/^UR {2}- (.*?)\r?$/gm), ([, url]) => url as string),
  ],
  [
    'oEmbed',
    () => addressesInJson(JSON.parse(renderOembed(addressed, site, 'json', { width: 600, height: 400 }))),
  ],
  [
    'the Link header',
    () => Array.from(storyLinks(addressed, site).matchAll(/<([^>]*)>/g), ([, url]) => url as string),
  ],
  [
    'OPML',
    () => addressesInXml(renderOpml(makeDirectory(['topic:ai', 'source:xn--bcher-kva.example']), site)),
  ],
] as const)('every address in %s is a URI', (_name, addressesOf) => {
  const addresses = addressesOf();
  expect(addresses.length).toBeGreaterThan(0);
  expect(addresses.filter((address) => !URI.test(address))).toEqual([]);
});

test.each(ADDRESSES)('%s is printed as %s, and matches its source', (url, uri) => {
  expect(toUri(url)).toBe(uri);
  expect(toUri(uri)).toBe(uri);
  const index = ADDRESSES.findIndex(([each]) => each === url);
  // Each citation of the text has found the source that the record lists.
  expect(addressed.rendering.sources[index]).toMatchObject({ name: `Source ${index + 1}`, uses: 1 });
  expect(addressed.citation[index]?.url).toBe(url);
  const links = addressesInXml(renderRss(edition, site));
  expect(links).toContain(uri);
  const words = '#:~:text=before-,words%2C%20with%20a%20comma%20%E2%80%93%20and%20a%20dash,-after';
  const isGone = index % 3 === 0;
  const copy = toUri(`https://archive.example/20260301120000/${url}`);
  const target = isGone ? copy : uri;
  const joint = target.includes('#') ? (target.includes(':~:') ? '&' : ':~:') : '#:~:';
  expect(links).toContain(`${target}${joint}${words.slice('#:~:'.length)}`);
  if (isGone || index % 2) expect(links).toContain(copy);
});

test('hard headlines and names arrive as they are', async () => {
  const titles = edition.entries.map(({ headline }) => headline).sort();
  for (const document of [renderRss(edition, site), renderAtom(edition, site)]) {
    const { items } = await new Parser().parseString(document);
    expect(items.map(({ title }) => title?.replaceAll(WORD_JOINER, '')).sort()).toEqual(
      titles.map((title) => isolateIfUnbalanced(title)).sort(),
    );
  }
});

test('readers see the names of international sources as people write them; addresses stay in ASCII', () => {
  const named = anEdition([
    publish(
      aStory({
        articleBody: 'A.([b](https://www.bücher.example/a)) B.([c](https://раура.example/))',
        isBasedOn: [{ url: 'https://bücher.example/c', name: 'Ein Bericht' }],
      }),
    ),
  ]);
  const scope = 'source:xn--bcher-kva.example' as const;
  const channels = [renderRss({ ...named, scope }, site), renderAtom({ ...named, scope }, site)];
  for (const document of [...channels, renderJsonFeed({ ...named, scope }, site)]) {
    expect(document).toMatch(/Open Wire: .*bücher\.example/);
    expect(document).toContain('https://news.example/sources/xn--bcher-kva.example');
    expect(document).toContain('https://www.xn--bcher-kva.example/a');
  }
  const shown = textOfHtml(
    renderStoryPage(
      publish(aStory({ articleBody: 'A.([b](https://bücher.example/a)) B.([c](https://раура.example/))' })),
      site,
    ).replace(/<script.*?<\/script>|<style.*?<\/style>/gs, ''),
  );
  expect(shown).toContain('bücher.example');
  expect(shown.replaceAll('/xn--bcher', '')).not.toContain('xn--bcher');
  expect(shown).toContain('xn--80aa0cbo.example');
  expect(channels[0]).toContain('title="bücher.example"');
  expect(renderOpml(makeDirectory([scope]), site)).toContain(
    'text="Open Wire: Stories that cite bücher.example"',
  );
});
