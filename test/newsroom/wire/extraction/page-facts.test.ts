import { expect, test } from 'vitest';
import { readSource } from '../../../../src/newsroom/wire/extraction/read-source.ts';
import { fetchedPage } from './fetched-page.ts';

const TEXT =
  '<p>The council voted on Tuesday, after a debate of four hours, to close the old harbour bridge.</p>'.repeat(
    4,
  );

function read(markup: string, { head = '', language = 'en', url = 'https://city.example/bridge' } = {}) {
  const page = fetchedPage(
    `<html lang="${language}"><head><title>The bridge closes in March</title>${head}</head><body>${markup}<h1>The bridge closes in March</h1>${TEXT}</body></html>`,
    { url },
  );
  return readSource(page, url);
}

test.each([
  [
    'microdata',
    '<span itemprop="author"><span itemprop="name">Ann Lee</span>, the editor</span>',
    ['Ann Lee'],
  ],
  ['a link', '<a rel="author" href="/ann">Ann Lee</a>', ['Ann Lee']],
  ['a class', '<span class="author vcard">By <a href="/ann">Ann Lee</a></span>', ['Ann Lee']],
  [
    'a byline of two',
    '<div class="article__byline">Von Ann Lee und Bo Chen | 24. November</div>',
    ['Ann Lee', 'Bo Chen'],
  ],
  ['a line beside the headline', '<p>Von Ann Lee</p>', ['Ann Lee']],
  ['a comment', '<div class="comments"><span class="author">Ann Lee</span></div>', []],
  ['a word that is no name', '<span class="author">Redaktion</span>', []],
  ['a portrait', '<div class="author-bio">Ann Lee has written for us since 2019.</div>', []],
])('authors in %s', async (_, markup, names) => {
  expect((await read(markup)).author.map(({ name }) => name)).toEqual(names);
});

test('a site that states itself as the author gives way to a byline, and a person does not', async () => {
  const byline = '<span class="byline">Ann Lee</span>';
  const stated = (name: string) =>
    `<meta name="author" content="${name}"><meta property="og:site_name" content="The Gazette">`;
  const names = async (head: string) => (await read(byline, { head })).author.map(({ name }) => name);
  expect(await names(stated('The Gazette'))).toEqual(['Ann Lee']);
  expect(await names(stated('Bo Chen'))).toEqual(['Bo Chen']);
});

test.each([
  [
    'microdata',
    '<time itemprop="datePublished" datetime="2026-11-24T18:30:00Z">Tuesday</time>',
    '2026-11-24T18:30:00Z',
  ],
  [
    'a time',
    '<time class="updated" datetime="2026-11-26">Updated</time><time datetime="2026-11-24">Tuesday</time>',
    '2026-11-24',
  ],
  [
    'an abbreviation',
    '<abbr class="published" title="2026-11-24T10:52:00+02:00">10:52</abbr>',
    '2026-11-24T10:52:00+02:00',
  ],
  ['words', '<span class="post-date">November 24th, 2026</span>', '2026-11-24'],
  ['German words', '<span class="datum">Dienstag, 24. November 2026</span>', '2026-11-24', 'de'],
  ['Spanish words', '<span class="fecha">24 de noviembre de 2026</span>', '2026-11-24', 'es'],
  ['Russian words', '<span class="date">24 ноября 2026</span>', '2026-11-24', 'ru'],
  ['Japanese figures', '<span class="date">2026年11月24日</span>', '2026-11-24', 'ja'],
  ['figures with dots', '<p>Erstellt am: 04.11.2026</p>', '2026-11-04', 'de'],
  ['figures that can only be one day', '<p class="date">11/24/2026</p>', '2026-11-24'],
  ['figures that could be two days', '<p class="date">04/11/2026</p>', null],
  ['a change', '<p class="date">Updated 24 November 2026</p>', null],
  ['a comment', '<div class="comments"><time datetime="2026-11-24">Tuesday</time></div>', null],
])('the date in %s', async (_, markup, date, language = 'en') => {
  expect((await read(markup, { language })).datePublished).toBe(date);
});

test('the address states a day, and what the page says comes first', async () => {
  const url = 'https://city.example/2026/11/24/bridge';
  expect((await read('', { url })).datePublished).toBe('2026-11-24');
  const head = '<meta property="article:published_time" content="2026-11-23">';
  expect((await read('', { url, head })).datePublished).toBe('2026-11-23');
  expect((await read('', { url: 'https://city.example/2026/13/24/bridge' })).datePublished).toBeNull();
});

test.each([
  [
    '<title>Bridge closes – The Gazette</title><meta property="og:site_name" content="The Gazette">',
    '',
    'Bridge closes',
  ],
  ['<title>Bridge closes | city.example</title>', '', 'Bridge closes'],
  [
    '<title>Gazette » Archive » Bridge closes in March</title>',
    '<h1>Gazette</h1><h2>Bridge closes in March</h2>',
    'Bridge closes in March',
  ],
  ['<title>Bridge – what now? | News</title>', '<h1>Something else</h1>', 'Bridge – what now? | News'],
])('%s', async (head, headings, name) => {
  const page = fetchedPage(`<html lang="en"><head>${head}</head><body>${headings}${TEXT}</body></html>`);
  expect((await readSource(page, page.url)).name).toBe(name);
});
