import { expect, test } from 'vitest';
import { judge } from '../../../../src/newsroom/watch/wire/judge.ts';
import { readPageSigns } from '../../../../src/newsroom/watch/wire/page-signs.ts';
import type { FetchedPage } from '../../../../src/newsroom/wire/fetching/fetched.ts';

const URL_OF_PAGE = 'https://city.example/bridge';
const QUOTE = 'The bridge closes on Monday.';
const SENTENCE = '<p>The council met in the old town hall and talked about the bridge until midnight.</p>';

/** Judges a page from which words are quoted that an earlier look has seen there. */
async function look(body: string | Uint8Array, contentType = 'text/html; charset=utf-8') {
  const page: FetchedPage = {
    ok: true,
    url: URL_OF_PAGE,
    movedTo: null,
    status: 200,
    headers: { 'content-type': contentType },
    body: typeof body === 'string' ? new TextEncoder().encode(body) : body,
    readAt: 0,
  };
  return judge({ url: URL_OF_PAGE, quotes: [QUOTE], seen: [QUOTE] }, page, await readPageSigns(page));
}

const article = (inside: string) => `<html><title>The bridge</title><article>${inside}</article></html>`;

test('words are missing from a page that was read whole', async () => {
  expect(await look(article(SENTENCE.repeat(20)))).toMatchObject({ kind: 'changed', missing: [QUOTE] });
});

test('nothing is missing from a page that is too long to be read whole', async () => {
  const long = article(`${SENTENCE.repeat(30_000)}<p>${QUOTE}</p>`);
  expect(await look(long)).toMatchObject({ kind: 'unknown', missing: [] });
});

test('nor from one that is broken because it is not in the encoding that it states', async () => {
  const broken = new TextEncoder().encode(
    article(`${SENTENCE.repeat(20)}<p>The bridge closes \u0000 Monday.</p>`),
  );
  broken.set([0xff], broken.indexOf(0));
  expect(await look(broken)).toMatchObject({ kind: 'unknown', missing: [] });
});
