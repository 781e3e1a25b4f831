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

test('a title in a drawing does not swallow the page', async () => {
  expect(await read(`<svg><title/></svg><article><h1>Bridge</h1>${ARTICLE}</article>`)).toEqual(PARAGRAPHS);
});
