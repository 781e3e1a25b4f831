import { expect, test } from 'vitest';
import { readSource } from '../../../../src/newsroom/wire/extraction/read-source.ts';
import { fetchedPage } from './fetched-page.ts';

const PARAGRAPHS = [
  'The council voted on Tuesday, after a debate of four hours, to close the old harbour bridge for repairs that will last eighteen months.',
  'Ferries will run every ten minutes from 5 a.m., at a cost of $3.2 million, the transport office said in a statement.',
  'Shopkeepers on the north bank, who lost a third of their customers during the closure of 2014, asked for a rent holiday.',
];
const ARTICLE = PARAGRAPHS.map((paragraph) => `<p>${paragraph}</p>`).join('');

async function read(body: string, head = ''): Promise<string[]> {
  const page = fetchedPage(
    `<html lang="en"><head><title>Bridge</title>${head}</head><body>${body}</body></html>`,
  );
  const { text } = await readSource(page, page.url);
  return text === '' ? [] : text.split('\n\n');
}

test.each([
  ['a caption', '<figure><figcaption>MARGINALIA, seen from the north bank in 2019.</figcaption></figure>'],
  [
    'a caption in a class',
    '<div class="imageCaption"><p>MARGINALIA, seen from the north bank.</p><p>MARGINALIA in 2019.</p></div>',
  ],
  ['the author', '<div class="author-box"><p>MARGINALIA has written of bridges for thirty years.</p></div>'],
  [
    'a newsletter',
    '<div class="newsletter-signup"><p>MARGINALIA every Monday, for free.</p><p>MARGINALIA ends at any time.</p></div>',
  ],
  [
    'links to other stories',
    '<ul><li><a href="/a">MARGINALIA one</a></li><li><a href="/b">MARGINALIA two</a></li></ul>',
  ],
  ['a link after a word', '<p>Related: <a href="/a">MARGINALIA of the harbour bridge</a></p>'],
  [
    'what announces links',
    '<h3>MARGINALIA</h3><p><a href="/a">MARGINALIA of the harbour bridge, and of its ferries</a></p>',
  ],
])('the main text is without %s', async (_, aside) => {
  expect(await read(`<article><h1>Bridge</h1>${ARTICLE}${aside}</article>`)).toEqual(PARAGRAPHS);
});

test('a name that would take a third of the text away is not believed, and a word in a sentence is no aside', async () => {
  expect(await read(`<article><h1>Bridge</h1><div class="promo">${ARTICLE}</div></article>`)).toEqual(
    PARAGRAPHS,
  );
  const dated = `<p>It closes on <span class="date">3 May</span>, the office said in a statement on Monday.</p>`;
  expect((await read(`<article><h1>Bridge</h1>${ARTICLE}${dated}</article>`)).at(-1)).toContain(
    'on 3 May, the office',
  );
});

test('a notice of cookies is no main text', async () => {
  const notice = `<div class="cookie-bar"><p>${'We, and our partners, store cookies, and read them. '.repeat(5)}</p></div>`;
  const poem = Array.from({ length: 60 }, (_, line) => `<p>Line ${line} of a poem.</p>`).join('');
  expect((await read(`<div><h1>Bridge</h1>${poem}</div>${notice}`)).join(' ')).not.toContain('partners');
});

test('where a small box won, the page is read again', async () => {
  const box = `<div class="content"><p>${'The offers, the cards, and the shops here pay us for it, as they agreed to. '.repeat(3)}</p></div>`;
  const story = `<div class="sponsor-frame">${`<p>${PARAGRAPHS.join(' ')}</p>`.repeat(3)}</div>`;
  expect((await read(`${box}${story}`)).join(' ')).toContain(PARAGRAPHS[2]);
});

test('a style sheet that hides all of a text is not believed, and one that hides a part is', async () => {
  const style = '<style>.js-only { display: none }</style>';
  expect(await read(`<article class="js-only"><h1>Bridge</h1>${ARTICLE}</article>`, style)).toEqual(
    PARAGRAPHS,
  );
  const hidden = `<div class="js-only"><p>${'Unseen, by all. '.repeat(200)}</p></div>`;
  expect(await read(`<article><h1>Bridge</h1>${ARTICLE}${hidden}</article>`, style)).toEqual(PARAGRAPHS);
});

test('the paragraph that a page calls its description begins its text, wherever it stands', async () => {
  const lead = 'The bridge closes for eighteen months, and ferries take over from Monday on.';
  const head = `<meta name="description" content="${lead}">`;
  expect(
    await read(
      `<header class="header"><h1>Bridge</h1><p>${lead}</p></header><article>${ARTICLE}</article>`,
      head,
    ),
  ).toEqual([lead, ...PARAGRAPHS]);
  expect(await read(`<article>${ARTICLE}</article>`, head)).toEqual(PARAGRAPHS);
});

test('a title in a drawing does not swallow the page', async () => {
  expect(await read(`<svg><title/></svg><article><h1>Bridge</h1>${ARTICLE}</article>`)).toEqual(PARAGRAPHS);
});
