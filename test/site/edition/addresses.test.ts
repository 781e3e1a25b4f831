import { expect, test } from 'vitest';
import identity from '../../../data/site.json' with { type: 'json' };
import { parseSite } from '../../../src/settings/site-schema.ts';
import { renderAtom } from '../../../src/site/edition/formats/atom.ts';
import { renderJsonFeed } from '../../../src/site/edition/formats/json-feed.ts';
import { renderRss } from '../../../src/site/edition/formats/rss.ts';
import { renderBibtex } from '../../../src/site/export/bibtex.ts';
import { renderCsl } from '../../../src/site/export/csl.ts';
import { renderJson } from '../../../src/site/export/json.ts';
import { articleToMarkdown } from '../../../src/site/export/markdown.ts';
import { renderOembed } from '../../../src/site/export/oembed.ts';
import { sourceReferences, storyReference } from '../../../src/site/export/reference.ts';
import { renderRis } from '../../../src/site/export/ris.ts';
import { renderDraftPage } from '../../../src/site/page/draft-preview.tsx';
import { renderListingPage } from '../../../src/site/page/listing.tsx';
import { renderStoryPage } from '../../../src/site/page/story/story.tsx';
import { canonicalUrl } from '../../../src/site/story/fields.ts';
import { parseNewRecord } from '../../../src/site/story/parse/parse.ts';
import { storySchema } from '../../../src/site/story/story.ts';
import { anEdition, aStory, publish } from '../../samples.ts';

/** A URL that is not canonical: upper case, the default port, characters to encode. */
const odd = (name: string) => `HTTPS://${name.toUpperCase()}.Bücher.example:443/a/../${name}/ü?q=ö"<>`;

// A record with a different URL in each of its URL fields.
const fields = {
  author: [{ name: 'A', url: odd('author') }],
  license: odd('license'),
  image: { url: odd('image'), caption: 'c', width: 1, height: 1, encodingFormat: 'image/png' },
  articleBody: `Text ([a](<${odd('cited').replaceAll(/[<>]/g, '')}>)), [link](<${odd('linked').replaceAll(/[<>]/g, '')}>).`,
  isBasedOn: [
    {
      url: odd('reporting'),
      name: 'R',
      publisher: { name: 'P', url: odd('publisher') },
      author: [{ name: 'B', url: odd('reporter') }],
    },
  ],
  citation: [
    {
      url: odd('cited').replaceAll(/[<>]/g, ''),
      publisher: { name: 'Q', url: odd('house') },
      author: [{ name: 'C', url: odd('writer') }],
      archivedAt: odd('archived'),
      accessed: '2026-03-01',
      linkStatus: 404,
      quote: { exact: 'words' },
    },
  ],
};
const site = parseSite(
  {
    ...identity,
    authors: [{ name: 'N', url: odd('newsroom') }],
    license: odd('site-license'),
    copyright: 'c',
    publishingPrinciples: odd('principles'),
    hubs: [odd('hub')],
    logo: { ...identity.logo, url: odd('logo') },
  },
  'https://news.example',
);
const parsed = parseNewRecord({ ...aStory(), ...fields });
if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
const article = publish(storySchema.parse(parsed.value));
const edition = anEdition([article]);
const references = [storyReference(article, site), ...sourceReferences(article)];
const { record, ...published } = JSON.parse(renderJson(article, site));

const documents: [string, string, string[]][] = [
  ['RSS', renderRss(edition, site), ['license', 'image', 'cited', 'reporting', 'archived', 'hub', 'logo']],
  ['Atom', renderAtom(edition, site), ['author', 'license', 'image', 'cited', 'reporting', 'hub', 'logo']],
  [
    'JSON Feed',
    renderJsonFeed(edition, site),
    ['author', 'image', 'publisher', 'reporter', 'house', 'writer', 'archived', 'hub'],
  ],
  [
    'the story’s page',
    renderStoryPage(article, site),
    ['author', 'license', 'image', 'cited', 'linked', 'reporting', 'archived', 'site-license', 'principles'],
  ],
  ['a draft', renderDraftPage(article, site), ['author', 'license', 'image', 'archived']],
  ['a listing', renderListingPage(edition, site), ['site-license']],
  ['oEmbed', renderOembed(article, site, 'json', { width: 600, height: 600 }), ['author']],
  ['BibTeX', renderBibtex(references), ['cited', 'reporting']],
  ['RIS', renderRis(references), ['cited', 'reporting', 'archived']],
  ['CSL-JSON', renderCsl(references), ['cited', 'reporting', 'archived']],
  [
    'what publishing adds in the story as JSON',
    JSON.stringify(published),
    ['archived', 'publisher', 'writer'],
  ],
];

test.each(documents)('every URL in %s is in the form of the URL standard', (_where, text, names) => {
  expect(text.match(/.{0,40}(HTTPS:|Bücher|:443|\/\.\.\/).{0,40}/)).toBeNull();
  for (const name of names) {
    expect(text).toContain(canonicalUrl(odd(name)).replace(/%22.*/, ''));
  }
});

test('the record keeps its URLs as the author wrote them', () => {
  expect(record).toMatchObject({ license: fields.license, image: { url: fields.image.url } });
  expect(article.author).toEqual(fields.author);
  const file = articleToMarkdown(article, site);
  for (const name of ['author', 'license', 'image', 'archived', 'publisher']) {
    expect(file).toContain(odd(name).split('"')[0]);
  }
});
