import { describe, expect, test } from 'vitest';
import { archivedTime, readableUrl, sentenceUrl } from '../../../../src/site/story/sources/source-link.ts';
import { citationSchema } from '../../../../src/site/story/story.ts';
import { aStory, publish } from '../../../samples.ts';

const source = (fields: Record<string, unknown>) =>
  citationSchema.parse({ url: 'https://a.example/page', ...fields });
const archivedAt = 'https://web.archive.org/web/20260301120000/https://a.example/page';

test.each([
  [{ exact: 'plain words' }, '#:~:text=plain%20words'],
  [{ exact: 'well-known, a & b' }, '#:~:text=well%2Dknown%2C%20a%20%26%20b'],
  [{ exact: 'b', prefix: 'a-a', suffix: 'c' }, '#:~:text=a%2Da-,b,-c'],
  [{ exact: 'b', suffix: '人' }, '#:~:text=b,-%E4%BA%BA'],
  [{ exact: ' two  spaces ', prefix: 'a\nline' }, '#:~:text=a%20line-,two%20spaces'],
  [{ exact: 'Its first line\r\n\r\nand more\nto its end.\n' }, '#:~:text=Its%20first%20line,to%20its%20end.'],
  [{ exact: 'One line.\n' }, '#:~:text=One%20line.'],
])('the URL of the quote %j has the fragment %s', (quote, fragment) => {
  expect(sentenceUrl(source({ quote }))).toBe(`https://a.example/page${fragment}`);
});

const decoded = (fragment: string) => fragment.split(',').map(decodeURIComponent);
const ends = (quote: Record<string, unknown>) => {
  const [, fragment = ''] = sentenceUrl(source({ quote })).split('#:~:text=');
  return decoded(fragment);
};

describe('a quote that is longer than 200 characters', () => {
  test('becomes a range from its first whole words to its last', () => {
    const exact = Array.from({ length: 100 }, (_, index) => `word${index}`).join(' ');
    const [start = '', end = '', ...more] = ends({ exact });
    expect(more).toEqual([]);
    expect([start.split(' ')[0], start.split(' ').at(-1)]).toEqual(['word0', 'word14']);
    expect([end.split(' ')[0], end.split(' ').at(-1)]).toEqual(['word86', 'word99']);
    expect(exact.startsWith(`${start} `) && exact.endsWith(` ${end}`)).toBe(true);
  });

  test('is put between its prefix and its suffix', () => {
    const exact = 'one two '.repeat(50);
    const parts = ends({ exact, prefix: 'before', suffix: 'behind' });
    expect([parts.length, parts[0], parts[3]]).toEqual([4, 'before-', '-behind']);
  });

  test.each([
    ['in Chinese', '中国人民银行今天宣布下调存款准备金率零点五个百分点。'.repeat(80)],
    ['in Thai', 'ธนาคารแห่งประเทศไทยประกาศปรับลดอัตราดอกเบี้ยนโยบาย'.repeat(40)],
    ['of emoji', '😀👩‍👩‍👧 '.repeat(200)],
  ])('%s becomes short, and no character is split', (_what, text) => {
    const exact = text.slice(0, 1900);
    const [start = '', end = ''] = ends({ exact });
    for (const part of [start, end]) {
      expect(part.length).toBeGreaterThan(80);
      expect(part.length).toBeLessThanOrEqual(100);
    }
    expect(exact.startsWith(start) && exact.trim().endsWith(end)).toBe(true);
    expect(sentenceUrl(source({ quote: { exact } })).length).toBeLessThan(2000);
  });

  test('on several lines becomes a range from the first to the last', () => {
    const [start = '', end = ''] = ends({
      exact: `${'first line '.repeat(30)}\n\n${'last line '.repeat(30)}`,
    });
    expect([start.startsWith('first line'), end.endsWith('last line')]).toEqual([true, true]);
    expect(start.length + end.length).toBeLessThanOrEqual(200);
  });

  test('with words that are too long gets the URL of the source', () => {
    expect(sentenceUrl(source({ quote: { exact: 'a'.repeat(500), prefix: 'b' } }))).toBe(
      'https://a.example/page',
    );
  });
});

test('a quote of 200 characters is repeated in full', () => {
  const exact = 'word '.repeat(40).trim().padEnd(200, 's');
  expect(ends({ exact })).toEqual([exact]);
});

test('a fragment in the source’s URL is kept', () => {
  const url = 'https://a.example/page#part';
  expect(sentenceUrl(source({ url, quote: { exact: 'x' } }))).toBe(`${url}:~:text=x`);
});

test('a directive in the source’s URL is kept, and a second one follows it', () => {
  const url = 'https://a.example/page#:~:text=y';
  expect(sentenceUrl(source({ url, quote: { exact: 'x' } }))).toBe(`${url}&text=x`);
});

test.each(['https://a.example/x:~:y', 'https://a.example/?x=:~:y'])(
  '%s has no directive, because only a fragment can contain one',
  (url) => {
    expect(sentenceUrl(source({ url, quote: { exact: 'x' } }))).toBe(`${url}#:~:text=x`);
    expect(sentenceUrl(source({ url: `${url}#z`, quote: { exact: 'x' } }))).toBe(`${url}#z:~:text=x`);
  },
);

test('without a quote, the URL is that of the source', () => {
  expect(sentenceUrl(source({}))).toBe('https://a.example/page');
});

test.each([
  [404, archivedAt],
  [410, archivedAt],
  [200, 'https://a.example/page'],
  [403, 'https://a.example/page'],
  [500, 'https://a.example/page'],
  [null, 'https://a.example/page'],
])('a source with status %s can be read at %s', (linkStatus, expected) => {
  expect(readableUrl(source({ linkStatus, archivedAt }))).toBe(expected);
});

test('a source that is gone and has no archived copy keeps its URL', () => {
  expect(readableUrl(source({ linkStatus: 404 }))).toBe('https://a.example/page');
});

test('the time of an archived copy is read from its URL, if it contains one', () => {
  expect(archivedTime({ archivedAt })).toBe('2026-03-01T12:00:00Z');
  expect(archivedTime({ archivedAt: archivedAt.replace('000/', '000id_/') })).toBe('2026-03-01T12:00:00Z');
  expect(archivedTime({ archivedAt: 'https://archive.example/a/99999999999999/x' })).toBeUndefined();
  expect(archivedTime({ archivedAt: 'https://archive.example/a' })).toBeUndefined();
  expect(archivedTime({ archivedAt: null })).toBeUndefined();
});

describe('a citation in the text', () => {
  const cited = 'https://a.example/page';
  const { page, feed } = publish(
    aStory({
      articleBody: `It is so.([a](${cited})) And [the same page](${cited}) as a link.`,
      citation: [{ url: cited, quote: { exact: 'so it is' }, archivedAt, linkStatus: 404 }],
    }),
  ).rendering;

  test('links to the archived copy in feeds', () => {
    expect(feed).toContain(`(<a href="${archivedAt}">a</a>)`);
  });

  test('is changed, but a link that is not a citation stays as its author wrote it', () => {
    for (const html of [page, feed]) expect(html).toContain(`<a href="${cited}">the same page</a>`);
  });
});
