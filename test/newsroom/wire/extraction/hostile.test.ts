import { expect, test } from 'vitest';
import { readPageSigns } from '../../../../src/newsroom/watch/wire/page-signs.ts';
import { decodeBody } from '../../../../src/newsroom/wire/extraction/decode.ts';
import { LinkedData } from '../../../../src/newsroom/wire/extraction/json-ld.ts';
import { MAX_SOURCE_CHARACTERS, readSource } from '../../../../src/newsroom/wire/extraction/read-source.ts';
import { writeSeen } from '../../../../src/newsroom/wire/extraction/seen-html.ts';
import { sourceSchema } from '../../../../src/site/story/story.ts';
import * as fc from '../../../draw.ts';
import { expectLinear } from '../growth.ts';
import { fetchedPage } from './fetched-page.ts';

const SENTENCE = 'The council voted on Tuesday, after a long debate, to close the old harbour bridge. ';

test('any bytes under any header are a source or the reason why there is none', async () => {
  const types = fc.constantFrom(
    'text/html',
    'text/html; charset=big5',
    'text/plain',
    'application/pdf',
    'image/png',
    '',
    'x;;=',
  );
  const bodies = fc.oneof(
    fc.uint8Array({ maxLength: 400 }),
    fc.string({ unit: 'binary', maxLength: 200 }).map((text) => new TextEncoder().encode(`<html><p>${text}`)),
  );
  await fc.assert(
    fc.asyncProperty(bodies, types, async (body, type) => {
      const page = fetchedPage(body, { headers: { 'content-type': type } });
      const source = await readSource(page, page.url);
      expect(source.text === '').toBe(source.whyNoText !== null);
      expect(source.text.isWellFormed()).toBe(true);
      expect(source.text).not.toContain('\uFFFD');
      expect(await readSource(page, page.url)).toEqual(source);
      await readPageSigns(page);
    }),
    { numRuns: 300 },
  );
});

test('whatever a page says of itself, a story can hold it', async () => {
  const word = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc.constantFrom(
      'javascript:alert(1)',
      'https://x.example/',
      'x'.repeat(3000),
      '2026-11-24',
      '9999-12-31',
      'en_US',
      '\u202e\0\ud800',
    ),
  );
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { depthSize: 'small' },
      word,
      fc.boolean(),
      fc.constant(null),
      fc.integer(),
      fc.array(tie('any'), { maxLength: 3 }),
      tie('object'),
    ),
    object: fc.dictionary(
      fc.constantFrom(
        '@type',
        '@id',
        '@graph',
        'name',
        'url',
        'headline',
        'author',
        'publisher',
        'datePublished',
        'inLanguage',
        'hasPart',
        'isAccessibleForFree',
      ),
      tie('any'),
      { maxKeys: 5 },
    ),
  })).object;
  await fc.assert(
    fc.asyncProperty(value, word, word, async (stated, name, content) => {
      const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
      const html = `<html lang="${escaped(content)}"><meta name="author" content="${escaped(name)}"><meta property="article:published_time" content="${escaped(content)}">
        <script type="application/ld+json">${JSON.stringify({ '@type': 'NewsArticle', ...(stated as object) }).replaceAll('<', '\\u003c')}</script><p>${SENTENCE}`;
      const page = fetchedPage(html);
      const {
        url,
        name: title,
        publisher,
        author,
        datePublished,
        inLanguage,
        isAccessibleForFree,
      } = await readSource(page, page.url);
      const source = { url, name: title, publisher, author, datePublished, inLanguage, isAccessibleForFree };
      expect(sourceSchema.safeParse(source).error).toBeUndefined();
    }),
    { numRuns: 300 },
  );
});

test.each([
  ['a thousand elements in one another', '<div>'.repeat(1000), '</div>'.repeat(1000)],
  ['formatting that never ends', '<b><i><u>'.repeat(2000), ''],
  ['end tags of nothing', '</div></b></td>'.repeat(2000), ''],
  ['a table in each cell', '<table><tr><td>'.repeat(1000), ''],
  ['an attribute of a megabyte', `<p class="${'a '.repeat(500_000)}">`, '</p>'],
  [
    'a thousand attributes',
    `<p ${Array.from({ length: 1000 }, (_, index) => `a${index}=1`).join(' ')}>`,
    '</p>',
  ],
])('%s does not keep the text behind it from being read', async (_, before, after) => {
  const page = fetchedPage(
    `<html lang="en"><body>${before}<p>${SENTENCE.repeat(5)}</p>${after}</body></html>`,
  );
  expect((await readPageSigns(page)).text).toContain(SENTENCE.trim());
});

test('what a parser gets is bounded in depth, elements and characters, whatever there is', () => {
  const deep = writeSeen('<div>'.repeat(100_000), 1000).html;
  expect(deep.match(/<div>/g)).toHaveLength(100);
  const wide = writeSeen('<p>a</p>'.repeat(100_000), 1000).html;
  expect(wide.match(/<p>/g)).toHaveLength(1000);
  const references = writeSeen('&amp;'.repeat(100_000), 1000).html;
  expect(references.match(/&amp;/g)?.length).toBeLessThanOrEqual(1000);
  expect(writeSeen('a'.repeat(5_000_000), 1000).html.length).toBeLessThan(2_001_000);
});

test('the text of an endless page is cut at a paragraph', async () => {
  const page = fetchedPage(`<article>${`<p>${SENTENCE.repeat(20)}</p>`.repeat(1000)}</article>`);
  const { text } = await readSource(page, page.url);
  expect(text.length).toBeLessThanOrEqual(MAX_SOURCE_CHARACTERS);
  expect(text.length).toBeGreaterThan(MAX_SOURCE_CHARACTERS - 2000);
  expect(text.endsWith('bridge.')).toBe(true);
});

/** Pieces that make careless parsers search to the end of the page again and again. */
const HARD = [
  '<a ',
  '<!--',
  '="',
  '<p class="',
  '&',
  '<',
  '</p',
  "<p a='",
  '<script>',
  '<style>@media{',
  ' ',
  '\n',
  '<b>',
  '<li>',
  '<![CDATA[',
];

test.each(HARD)('%s, repeated, takes time in proportion to its length', (unit) => {
  expectLinear((count) => writeSeen(unit.repeat(count), 30_000));
});

test('a rule of a style sheet may name one class as often as it likes, and an element have as many', () => {
  expectLinear((count) => {
    const element = `<p class="${'b '.repeat(1900)}a">Hidden.</p>`;
    const page = `<style>${'.a'.repeat(count)}{display:none}</style>${element.repeat(count)}`;
    expect(writeSeen(page, 30_000).html).not.toContain('Hidden.');
  }, 60);
});

test.each([', ', ' ', '--> ', ']]> ', ',\n'])('a script of JSON-LD may be nothing but “%s”', (unit) => {
  expectLinear((count) => new LinkedData([`[1${unit.repeat(count)}x`, `[1,${' '.repeat(count)}x`]), 3000);
});

test('U+FFFD gets into no text: a paragraph that has one is left out, and a page of them is not readable', async () => {
  const broken = `<p>Broken \uFFFD words.</p>`;
  const good = `<p>${SENTENCE.repeat(3)}</p>`;
  const few = await readSource(
    fetchedPage(`<article>${good.repeat(4)}${broken}</article>`),
    'https://city.example/bridge',
  );
  expect(few.text).toContain(SENTENCE.trim());
  expect(few.text).not.toContain('Broken');
  const many = await readSource(
    fetchedPage(`<article>${good}${`<p>\uFFFD${SENTENCE.repeat(3)}</p>`.repeat(4)}</article>`),
    'https://city.example/bridge',
  );
  expect(many).toMatchObject({ text: '', whyNoText: expect.stringContaining('encoding') });
});

test('what is no text at all has a reason in words', async () => {
  const read = (body: string | Uint8Array, type: string, status = 200) =>
    readSource(
      fetchedPage(body, { headers: { 'content-type': type }, status }),
      'https://city.example/bridge',
    );
  expect((await read('{"a":1}', 'application/json')).whyNoText).toMatch(/file of type application\/json/);
  expect((await read('x', 'image/png')).whyNoText).toMatch(/file of type image\/png/);
  expect((await read('', 'text/html')).whyNoText).toMatch(/empty page/);
  expect((await read('<p>Gone', 'text/html', 404)).whyNoText).toMatch(/could not give the page \(404\)/);
  expect((await read('%PDF-1.7', 'application/pdf')).whyNoText).toMatch(/nothing that reads PDFs/);
  expect((await read('\0\x01', '')).whyNoText).toMatch(/what kind of file/);
});

test('plain text is its own text', async () => {
  const source = await readSource(
    fetchedPage(`${SENTENCE}\nIt goes on.\r\n\r\n${SENTENCE}`, {
      headers: { 'content-type': 'text/plain; charset=utf-8' },
    }),
    'https://city.example/bridge',
  );
  expect(source.text.split('\n\n')).toEqual([`${SENTENCE}It goes on.`, SENTENCE.trim()]);
});

test('bytes are read by their mark, the header and the markup, in this order', () => {
  const bom = new Uint8Array([0xff, 0xfe, ...[...'<p>é'].flatMap((letter) => [letter.charCodeAt(0), 0])]);
  expect(decodeBody(fetchedPage(bom, { headers: { 'content-type': 'text/html; charset=big5' } }))).toEqual({
    text: '<p>é',
    encoding: 'utf-16le',
    isWhole: true,
  });
  const latin = new Uint8Array([0x93, 0xe9, 0x94]);
  const by = (type: string) => decodeBody(fetchedPage(latin, { headers: { 'content-type': type } }));
  expect(by('text/html; charset=ISO-8859-1')).toMatchObject({ text: '“é”', encoding: 'windows-1252' });
  expect(by('text/html; charset=no-such-encoding')).toMatchObject({ isWhole: false });
  const xml = '<?xml version="1.0" encoding="windows-1251"?><rss>Мост</rss>';
  const headers = { 'content-type': 'application/rss+xml' };
  expect(decodeBody(fetchedPage(xml, { encoding: 'windows-1251', headers })).text).toBe(xml);
});

test('a PDF is read by Workers AI as text, and its failures are said', async () => {
  const page = fetchedPage('%PDF-1.7 …', { headers: { 'content-type': 'application/octet-stream' } });
  const reading = (answer: () => unknown) => {
    const asked: unknown[] = [];
    const toMarkdown = async (...parameters: unknown[]) => {
      asked.push(...parameters);
      return answer();
    };
    const ai = { toMarkdown } as unknown as Ai;
    return readSource(page, page.url, { ai }).then((source) => ({ source, asked }));
  };
  const data = `${SENTENCE}\n\n${SENTENCE}`;
  const { source, asked } = await reading(() => ({ format: 'text', data }));
  expect(source.text.split('\n\n')).toEqual([SENTENCE.trim(), SENTENCE.trim()]);
  expect(asked[1]).toEqual({
    conversionOptions: { output: { format: 'text' }, pdf: { metadata: false, images: { convert: false } } },
  });
  const refused = await reading(() => ({ format: 'error', error: 'encrypted' }));
  expect(refused.source.whyNoText).toContain('encrypted');
  const failed = await reading(() => {
    throw new Error('no such binding');
  });
  expect(failed.source.whyNoText).toContain('no such binding');
  const scanned = await reading(() => ({ format: 'text', data: '12' }));
  expect(scanned.source.whyNoText).toMatch(/scanned pages/);
});
