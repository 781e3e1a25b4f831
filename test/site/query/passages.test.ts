import { describe, expect, test } from 'vitest';
import { findSnippet, markTerms } from '../../../src/site/query/passages.ts';
import { termsOf } from '../../../src/site/query/terms.ts';
import * as fc from '../../draw.ts';
import { hostile } from '../../hostile.ts';

const anyText = fc.oneof(hostile, fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }));

describe('what is marked', () => {
  const marked = (text: string, query: string) =>
    markTerms(text, termsOf(query))
      .map(({ text, isMarked }) => (isMarked ? `[${text}]` : text))
      .join('');

  test.each([
    ['A naïve plan', 'naive', 'A [naïve] plan'],
    ['人工智能投资', '智能', '人工[智能]投资'],
    ['人工智能投资', '智', '人工[智]能投资'],
    ['人工智能投资', '工智 智能', '人[工智能]投资'],
    ['الأخبار أخبار اليوم', 'اخبار', '[الأخبار] [أخبار] اليوم'],
    ['الأخبار أخبار اليوم', '"اخبار"', 'الأخبار [أخبار] اليوم'],
    ['A standard, two standards', 'standards', 'A [standard], two [standards]'],
    ['A standard, two standards', '"standards"', 'A standard, two [standards]'],
    ['exact phrase, phrase exact', '"exact phrase"', '[exact phrase], phrase exact'],
    ['Nothing here', 'else', 'Nothing here'],
  ])('in %j by %j', (text, query, expected) => expect(marked(text, query)).toBe(expected));

  test('leaves the text as it is', () => {
    fc.assert(
      fc.property(anyText, anyText, (text, query) => {
        const parts = markTerms(text, termsOf(query));
        expect(parts.map(({ text }) => text).join('')).toBe(text);
      }),
    );
  });

  test('a snippet has the passage with the most terms', () => {
    const filler = 'Some words that nobody looks for. '.repeat(30);
    const text = `Solar alone. ${filler}Here solar and power meet. ${filler}`;
    const { parts: snippet } = findSnippet(['No such words.', text], termsOf('solar power'));
    const words = snippet.map(({ text }) => text).join('');
    expect(words).toContain('Here solar and power meet.');
    expect(words.startsWith('…')).toBe(true);
    expect(words.length).toBeLessThan(280);
    expect(snippet.filter(({ isMarked }) => isMarked).map(({ text }) => text)).toEqual(['solar', 'power']);
    expect(findSnippet(['No such words.'], termsOf('solar'))).toEqual({
      parts: [{ text: 'No such words.', isMarked: false }],
      text: 0,
    });
  });

  test('no further text is taken once a passage has every word', () => {
    const taken: string[] = [];
    function* texts() {
      for (const text of ['Solar alone.', 'Solar and power.', 'More of solar power.']) {
        taken.push(text);
        yield text;
      }
    }
    findSnippet(texts(), termsOf('solar power'));
    expect(taken).toEqual(['Solar alone.', 'Solar and power.']);
  });

  test('a very long text is not looked through to its end', () => {
    const long = `${'word '.repeat(10_000)}solar`;
    expect(findSnippet(['No.', long], termsOf('solar')).parts).toEqual([{ text: 'No.', isMarked: false }]);
    expect(findSnippet(['No.', long.slice(-30_000)], termsOf('solar')).parts.at(-1)).toEqual({
      text: 'solar',
      isMarked: true,
    });
  });

  test('of many words, each is marked, single characters and other forms among them', () => {
    const query = `feeds 能 ${'a b c d e f g h i j k l m'} 智能`;
    const marked = markTerms('A feed 智能 能力 x', termsOf(query)).filter(({ isMarked }) => isMarked);
    expect(marked.map(({ text }) => text)).toEqual(['A', 'feed', '智能', '能']);
  });
});
