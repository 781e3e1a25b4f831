import { expect, test } from 'vitest';
import { LANGUAGES } from '../../../../src/language/words.ts';
import { shownOf } from '../../../../src/newsroom/watch/desk/shown.ts';
import { judge } from '../../../../src/newsroom/watch/wire/judge.ts';
import { readPageSigns } from '../../../../src/newsroom/watch/wire/page-signs.ts';
import type { FetchedPage } from '../../../../src/newsroom/wire/fetching/fetched.ts';

const URL_OF_PAGE = 'https://city.example/bridge';
const QUOTE = 'The bridge closes on Monday.';
const SENTENCE = '<p>The council met in the old town hall and talked about the bridge until midnight.</p>';

const html = 'text/html; charset=utf-8';
const fetched = (body: string | Uint8Array, contentType = html): FetchedPage => ({
  ok: true,
  url: URL_OF_PAGE,
  movedTo: null,
  status: 200,
  headers: { 'content-type': contentType },
  body: typeof body === 'string' ? new TextEncoder().encode(body) : body,
  readAt: 0,
});

/** Judges a page that had a quote when it was `before`. */
async function look(body: string | Uint8Array, before = article(quoting(QUOTE)), quote = QUOTE) {
  const { sentences } = await readPageSigns(fetched(before));
  const source = { url: URL_OF_PAGE, quotes: [quote], seen: [quote], shown: shownOf(sentences, [quote]) };
  return judge(source, fetched(body), await readPageSigns(fetched(body)));
}

const article = (inside: string) => `<html><title>The bridge</title><article>${inside}</article></html>`;
const LEAD = '<p>The river has risen by two metres since the weekend.</p>';
const END = '<p>Lorries must take the road through the northern valley.</p>';
/** Paragraphs with words in the middle. */
const quoting = (words: string) => `${SENTENCE.repeat(20)}${LEAD}<p>${words}</p>${END}`;

test('words are missing from a page that was read whole, and has the sentences before and after them', async () => {
  for (const words of ['', 'The bridge closes on Friday.', 'The council takes its time with the bridge.'])
    expect(await look(article(quoting(words)))).toMatchObject({ kind: 'changed', missing: [QUOTE] });
});

test('words are missing if their paragraph was rewritten, between others that are still there', async () => {
  const before = article(quoting(`The council has met again. ${QUOTE} Nobody was surprised by this.`));
  expect(await look(article(quoting('All of this has been taken back.')), before)).toMatchObject({
    kind: 'changed',
    missing: [QUOTE],
  });
});

test('the first words of a text are missing if what followed them is there', async () => {
  const page = (words: string) => article(`<h1>The bridge</h1><p>${words}</p>${END}${SENTENCE.repeat(20)}`);
  expect(await look(page('It stays open.'), page(QUOTE))).toMatchObject({
    kind: 'changed',
    missing: [QUOTE],
  });
});

const CUT = `${SENTENCE.repeat(20)}${LEAD}`;
test.each([
  ['the text ends before them', `${CUT}<a href="?page=2">2</a>`],
  ['what follows them is hidden', `${CUT}<div hidden><p>${QUOTE}</p>${END}</div>`],
  ['they are hidden', quoting(`<span style="display:none">${QUOTE}</span>`)],
  ['a script has them', quoting('</p><script>var more = "The bridge \\u0063loses on Monday."</script><p>')],
  ['the page is a live blog', `<h1>Live: the flood</h1>${quoting('')}`],
  ['another text is there', '<p>We have moved to a new building, and will be back soon.</p>'.repeat(30)],
])('nothing is missing where %s', async (_, inside) => {
  expect(await look(article(inside))).toMatchObject({ kind: 'unknown', missing: [] });
});

test('nor is the end of a text, which may be cut', async () => {
  const before = `${article(SENTENCE.repeat(20) + LEAD + QUOTE)}<footer><p>All rights are reserved by the paper.</p></footer>`;
  expect(await look(before.replace(QUOTE, ''), before)).toMatchObject({ kind: 'unknown' });
});

test('nor are numbers that have other marks, unless they are other numbers', async () => {
  const quote = 'It costs 1,250.5 million.';
  const before = article(quoting(quote));
  expect(await look(article(quoting('It costs 1.250,5 million.')), before, quote)).toMatchObject({
    kind: 'unknown',
  });
  expect(await look(article(quoting('It costs 1,2505 million.')), before, quote)).toMatchObject({
    kind: 'changed',
  });
});

test('nor are words of which nobody knows what stood around them', async () => {
  const page = fetched(article(quoting('')));
  const source = { url: URL_OF_PAGE, quotes: [QUOTE], seen: [QUOTE], shown: null };
  expect(judge(source, page, await readPageSigns(page))).toMatchObject({ kind: 'unknown', missing: [] });
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

const MISSING_PAGES: Record<string, string> = {
  ar: 'الصفحة غير موجودة',
  de: 'Die gesuchte Seite wurde nicht gefunden',
  en: 'We can’t find the page you’re looking for',
  es: 'La página que buscas no existe',
  fa: 'صفحه مورد نظر یافت نشد',
  fr: 'Cette page n’existe plus',
  he: 'הדף לא נמצא',
  hi: 'पृष्ठ नहीं मिला',
  it: 'Pagina non trovata',
  ja: 'お探しのページが見つかりません',
  ko: '페이지를 찾을 수 없습니다',
  pt: 'Página não encontrada',
  ru: 'Страница не найдена',
  tr: 'Sayfa bulunamadı',
  zh: '您访问的页面不存在',
  'zh-Hant': '找不到頁面',
};

test.each(Object.keys(LANGUAGES))(
  'a page that calls itself missing in the language %s is gone',
  async (language) => {
    const name = MISSING_PAGES[language];
    expect(await look(`<title>${name} | City Paper</title><h1>City Paper</h1>`)).toMatchObject({
      kind: 'gone',
    });
  },
);

/** Judges a page that had a quote, or nothing is quoted from, when its address leads elsewhere for good. */
async function lookElsewhere(
  to: string,
  body: string,
  quote: string | null,
  before = body,
  from = URL_OF_PAGE,
) {
  const quotes = quote === null ? [] : [quote];
  const { sentences } = await readPageSigns(fetched(before));
  const page = { ...fetched(body), url: to, movedTo: to };
  const source = { url: from, quotes, seen: quotes, shown: shownOf(sentences, quotes) };
  return judge(source, page, await readPageSigns(page));
}

const DATED = 'https://city.example/2026/05/12/bridge-closes-on-monday.html';
const WORDS = 'The mayor told reporters on Monday that the old bridge was safe for lorries.';

test.each([
  WORDS,
  '[The mayor] told reporters … that the [bridge] was safe for lorries.',
  '[T]he mayor told reporters on Monday that [it] was safe for lorries.',
  'The mayor told reporters on Monday that the old bridge […] for lorries.',
])('a page has moved if it has “%s”', async (quote) => {
  expect(
    await lookElsewhere('https://city.example/a/4711', article(quoting(WORDS)), quote, undefined, DATED),
  ).toMatchObject({
    kind: 'moved',
    found: [quote],
  });
});

test.each([
  ['hardly any words are quoted', '[The mayor] told … safe', 'They told us. Nothing is safe.'],
  [
    'they are far from each other',
    'The mayor told … was safe for lorries.',
    `The mayor told us. ${SENTENCE.repeat(20)} It was safe for lorries.`,
  ],
  [
    'the page has other words in brackets of its own',
    'The plan [of 15 May] was safe for lorries.',
    'The plan [of 16 May] was safe for lorries.',
  ],
  [
    'so does its beginning',
    '[Of 15 members] nine told reporters that it was safe.',
    '[Of 16 members] nine told reporters that it was safe.',
  ],
])('a page has not moved if %s', async (_, quote, now) => {
  const before = article(quoting(quote));
  expect(
    await lookElsewhere('https://city.example/a/4711', article(quoting(now)), quote, before, DATED),
  ).toMatchObject({
    kind: 'unknown',
    movedTo: null,
  });
});

test('nor if another article quotes the words', async () => {
  const other = article(
    `${'<p>Trains will be late until the end of the summer, the railway says.</p>'.repeat(20)}<p>${WORDS}</p>`,
  );
  expect(
    await lookElsewhere('https://city.example/a/4711', other, WORDS, article(quoting(WORDS)), DATED),
  ).toMatchObject({ kind: 'unknown' });
});

test.each([
  'https://city.example/',
  'https://www.city.example/?from=old',
  'https://news.example/en/index.html',
  'https://city.example/2026/05/',
  'https://city.example/politics/',
  'https://city.example/nachrichten/stadt-und-region',
  'https://city.example/%E6%97%A5%E6%9C%AC/',
])('nor if its address leads to a list of articles, %s', async (to) => {
  const list = article(quoting(WORDS));
  for (const quote of [WORDS, null]) {
    const { kind } = await lookElsewhere(to, list, quote, undefined, DATED);
    expect(['gone', 'unknown']).toContain(kind);
  }
});

test('an address that leads to a number, or to its own name, leads to an article', async () => {
  for (const to of [
    'https://city.example/?p=4711',
    'https://city.example/bridge-closes-on-monday',
    'https://city.example/a/4711',
  ])
    expect(await lookElsewhere(to, article(quoting(WORDS)), WORDS, undefined, DATED)).toMatchObject({
      kind: 'moved',
      movedTo: to,
    });
});

test('without a quote, nothing moves to a page of a few words', async () => {
  expect(
    await lookElsewhere(
      'https://city.example/a/4711',
      article('<p>Vent venligst et øjeblik.</p>'),
      null,
      undefined,
      DATED,
    ),
  ).toMatchObject({
    kind: 'unknown',
  });
});

// The words of altcha (MIT), which the rules were not made from, but for English.
const CAPTCHAS: Record<string, string> = {
  ar: 'أنا لست روبوتاً',
  de: 'Ich bin kein Roboter',
  en: 'I’m not a robot',
  es: 'No soy un robot',
  fa: 'من ربات نیستم',
  fr: 'Je ne suis pas un robot',
  he: 'אני לא רובוט',
  hi: 'मैं रोबोट नहीं हूँ',
  it: 'Non sono un robot',
  ja: '私はロボットではありません',
  ko: '저는 로봇이 아닙니다',
  pt: 'Não sou um robô',
  ru: 'Я не робот',
  tr: 'Ben robot değilim',
  zh: '我不是机器人',
  'zh-Hant': '我不是機器人',
};

test.each(Object.keys(LANGUAGES))('a captcha in the language %s refuses robots', async (language) => {
  expect(await look(`<title>City Paper</title><p>${CAPTCHAS[language]}</p>`)).toMatchObject({
    kind: 'refused',
  });
});
