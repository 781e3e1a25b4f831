import { XMLParser } from 'fast-xml-parser';
import { expect, test } from 'vitest';
import { renderOpenSearch } from '../../../src/site/edition/open-search.ts';
import { site } from '../../samples.ts';

const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '', htmlEntities: true });
const read = (of = site) => parser.parse(renderOpenSearch(of)).OpenSearchDescription;

test('the description of the search says where it is, as a page and as a feed in each format', () => {
  expect(read()).toEqual({
    xmlns: 'http://a9.com/-/spec/opensearch/1.1/',
    ShortName: 'Open Wire',
    LongName: 'Open Wire',
    Description: site.tagline,
    Url: [
      { type: 'text/html', template: 'https://news.example/search?q={searchTerms}' },
      { type: 'application/rss+xml', template: 'https://news.example/search/rss.xml?q={searchTerms}' },
      { type: 'application/atom+xml', template: 'https://news.example/search/atom.xml?q={searchTerms}' },
      { type: 'application/feed+json', template: 'https://news.example/search/feed.json?q={searchTerms}' },
      {
        type: 'application/opensearchdescription+xml',
        rel: 'self',
        template: 'https://news.example/opensearch.xml',
      },
    ],
    Image: { width: '512', height: '512', type: 'image/png', '#text': 'https://news.example/logo.png' },
    Language: '*',
    InputEncoding: 'UTF-8',
  });
});

test.each([
  ['Sixteen letters!', 'Sixteen letters!'],
  ['Seventeen letters', 'Seventeen lette…'],
  ['The Daily Gazette', 'The Daily Gazet…'],
  ['Fifteen letters 👩🏽‍🚀', 'Fifteen letters…'],
  ['दैनिक समाचार पत्रिका', 'दैनिक समाचार प…'],
])('the name %j is at most 16 characters: %j', (title, name) => {
  const { ShortName, LongName } = read({ ...site, title });
  expect(ShortName).toBe(name);
  expect(ShortName.length).toBeLessThanOrEqual(16);
  expect(LongName).toBe(title);
});

test('hostile texts are escaped', () => {
  const text = '</ShortName>&"';
  expect(read({ ...site, title: text, tagline: `<b>${text}` })).toMatchObject({
    ShortName: text,
    Description: `<b>${text}`,
  });
});
