import { expect, test } from 'vitest';
import { addressIn, citation, hostOf } from '../../../../src/newsroom/browser/editor/citation.ts';
import { numberCitations } from '../../../../src/site/story/citations.ts';
import { parseMarkdown } from '../../../../src/site/story/markdown.ts';

test.each([
  'https://www.agency.example/a',
  'https://agency.example/a_(b)?c=(d',
  'https://agency.example/a%20b?c=1&d=[e]*_f_',
  'https://bücher.example/ü',
])('a citation of %s is one', (url) => {
  for (const label of ['Agency', 'A [very] odd\\ *label*'])
    expect(numberCitations(parseMarkdown(`Words.${citation(label, url)}`))).toMatchObject([
      { url: new URL(url).href },
    ]);
});

test.each([
  ['https://www.agency.example/a', 'agency.example'],
  ['https://bücher.example/a', 'bücher.example'],
  ['https://раураl.example/a', 'xn--l-7sba6dbr.example'],
  ['no address', 'no address'],
])('a source at %s is called %s', async (url, host) => {
  expect(await hostOf(url)).toBe(host);
});

test('a text that is an address and nothing else is one', () => {
  expect(addressIn(' https://agency.example/a\n')).toBe('https://agency.example/a');
  for (const text of [
    '',
    'agency.example',
    'see https://a.example/',
    'javascript:alert(1)',
    'https://a.example/ b',
  ])
    expect(addressIn(text), text).toBeUndefined();
});
