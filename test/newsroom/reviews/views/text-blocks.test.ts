import { expect, test } from 'vitest';
import { splitText } from '../../../../src/newsroom/reviews/views/text-blocks.ts';
import * as fc from '../../../draw.ts';

const parts = (text: string) => splitText(text).map(({ name, start, end }) => [name, text.slice(start, end)]);

test('a text is headline, TL;DR, the rest of its head, and paragraphs', () => {
  const text =
    '---\nheadline: "Rates: they fall"\nabstract: |-\n  One line.\n  Another.\ncitation:\n  - url: https://bank.example/\n    name: A report\n---\n\nFirst.\nStill first.\n\n\nSecond.\n';
  expect(parts(text)).toEqual([
    ['Headline', 'Rates: they fall'],
    ['TL;DR', 'One line.\n  Another.'],
    ['Sources and details', 'citation:\n  - url: https://bank.example/\n    name: A report'],
    ['Paragraph 1', 'First.\nStill first.'],
    ['Paragraph 2', 'Second.'],
  ]);
});

test.each([
  [
    'no front matter',
    'Only words.\r\n\r\nMore.\r\n',
    [
      ['Paragraph 1', 'Only words.'],
      ['Paragraph 2', 'More.'],
    ],
  ],
  [
    'no analysis',
    '---\nslug: a\nheadline: A\n---\n',
    [
      ['Sources and details', 'slug: a'],
      ['Headline', 'A'],
    ],
  ],
  ['nothing', '', []],
])('a text with %s is shown whole', (_what, text, expected) => {
  expect(parts(text)).toEqual(expected);
});

test('no letter is left out, and none is shown twice, whatever the text', () => {
  const piece = fc.constantFrom(
    '---\n',
    'headline: ',
    'abstract: |\n  ',
    'x',
    '"',
    '\n',
    '\n\n',
    ' ',
    '\r\n',
    'url: y\n',
    '- z',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const text = pieces.join('');
      const blocks = splitText(text);
      let last = 0;
      for (const { start, end } of blocks) {
        expect(start).toBeGreaterThanOrEqual(last);
        expect(end).toBeGreaterThan(start);
        const between = text.slice(last, start).replace(/---|headline|abstract|[\s:|>"'-]/g, '');
        expect(between).toBe('');
        last = end;
      }
      expect(text.slice(last).replace(/---|headline|abstract|[\s:|>"'-]/g, '')).toBe('');
    }),
  );
});

test('reads a long run of spaces once', () => {
  const gap = ' '.repeat(300_000);
  expect(splitText(`One${gap}one.\n${gap}\nTwo.${gap}`).map(({ name }) => name)).toEqual([
    'Paragraph 1',
    'Paragraph 2',
  ]);
});
