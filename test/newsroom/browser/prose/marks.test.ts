import { expect, test } from 'vitest';
import { toggleMark } from '../../../../src/newsroom/browser/prose/marks.ts';
import { parseMarkdown, plainCitations, tokensToHtml } from '../../../../src/site/story/markdown.ts';
import * as draw from '../../../draw.ts';
import { run } from './typed.ts';

const bold = toggleMark('**');
const italic = toggleMark('*');

test.each([
  ['a word at the cursor', 'Exports gr|ew.', 'Exports **gr|ew**.'],
  ['what is selected, without spaces at its ends', 'So| they say |now', 'So **|they say|** now'],
  ['nothing yet', 'So |', 'So **|**'],
  ['before CJK punctuation', '|增长了。|然后', '**|增长了|**。然后'],
  ['within CJK quotation marks', '他说|“增长”|了', '他说“**|增长|**”了'],
  ['at the end of a sentence', 'So |it is.| Then', 'So **|it is.|** Then'],
  [
    'with a citation whole',
    'So |it ([a](https://a.example/))| is',
    'So **|it ([a](https://a.example/))|** is',
  ],
  [
    'without a citation that a word follows',
    'So |it ([a](https://a.example/))|is',
    'So **|it|** ([a](https://a.example/))is',
  ],
  [
    'beginning within a citation',
    'So ([a](htt|ps://a.example/)) is| it',
    'So **|([a](https://a.example/)) is|** it',
  ],
  [
    'over paragraphs, each for itself',
    '|One.\n\n- Two.\n\n## Three|',
    '**|One.**\n\n- **Two.**\n\n## **Three|**',
  ],
  ['around what is bold', '|One **two** three|', '**|One two three|**'],
  ['beside what is italic', '|One *two*|', '**|One *two*|**'],
])('bold: %s', (_, before, after) => {
  expect(run(before, bold)).toBe(after);
});

test.each([
  ['at the cursor', 'Exports **gr|ew**.', 'Exports gr|ew.'],
  ['what is selected', '**|grew|**', '|grew|'],
  ['with its signs', '|**grew**|', '|grew|'],
  ['for a part', '**one |two| three**', '**one** |two| **three**'],
  ['for nothing yet', 'So **|**', 'So |'],
])('no longer bold: %s', (_, before, after) => {
  expect(run(before, bold)).toBe(after);
});

test('bold and italic go together, in both orders', () => {
  expect(run('|grew|', bold, italic)).toBe('***|grew|***');
  expect(run('|grew|', bold, italic, bold)).toBe('*|grew|*');
  expect(run('|grew|', bold, italic, italic, bold)).toBe('|grew|');
  expect(run('|grew|', italic, bold, italic)).toBe('**|grew|**');
});

test('no word or citation is lost, wherever something is made bold', () => {
  const piece = draw.constantFrom(
    '增长',
    '。',
    'word',
    ' ',
    '.',
    '“',
    '”',
    '([a](https://a.example/))',
    '**b**',
    '*c*',
    '`d`',
    '\n\n',
    '\n',
  );
  const words = (text: string) => text.replace(/[*|\s]/g, '');
  draw.assert(
    draw.property(draw.array(piece, { maxLength: 10 }), draw.nat(60), draw.nat(60), (pieces, one, other) => {
      const text = pieces.join('');
      const [from = 0, to = 0] = [one, other]
        .map((at) => Math.min(at, text.length))
        .toSorted((a, b) => a - b);
      const after = run(`${text.slice(0, from)}|${text.slice(from, to)}|${text.slice(to)}`, bold);
      expect(words(after)).toBe(words(text));
      const html = tokensToHtml(parseMarkdown(after.replaceAll('|', '')), plainCitations(String));
      expect(html.split('href="https://a.example/"').length).toBe(text.split('(https://a.example/)').length);
    }),
    { numRuns: 3_000 },
  );
});
