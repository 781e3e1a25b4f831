import { describe, expect, test } from 'vitest';
import { wordsOf } from '../../../../src/language/words.ts';
import { sourceName } from '../../../../src/site/story/sources/publisher-name.ts';
import { sourceLine } from '../../../../src/site/story/sources/source-line.ts';
import { aStory, publish } from '../../../samples.ts';

const sourcesOf = (articleBody: string, citation: object[] = []) =>
  publish(aStory({ articleBody, citation })).rendering.sources;

describe('the name of a source', () => {
  test('is what the analysis calls it, if the record names neither it nor its publisher; the domain is beside it', () => {
    const [source] = sourcesOf('雪。([北日本新聞](https://webun.example/1))');
    expect(source && sourceName(source)).toBe('北日本新聞');
    expect(source && sourceLine(source, wordsOf('en', 'en'))).toBe(
      '<a href="https://webun.example/1">北日本新聞</a> · webun.example',
    );
  });

  test('is the first of several that is a name', () => {
    const url = 'https://a.example/';
    const [source] = sourcesOf(`A ([1](${url})), B ([The Paper](${url})), C ([its report](${url})).`);
    expect(source && sourceName(source)).toBe('The Paper');
  });

  test.each([
    ['a number', '12'],
    ['a letter', 'a'],
    ['the domain', 'A.example'],
    ['an address', 'https://a.example/x'],
  ])('is the domain if the analysis has only %s', (_what, label) => {
    const [source] = sourcesOf(`A ([${label}](https://a.example/x)).`);
    expect(source && sourceName(source)).toBe('a.example');
    expect(source).not.toHaveProperty('label');
  });

  test.each([
    ['its title', { name: 'A report' }, 'A report'],
    ['its publisher', { publisher: { name: 'The Paper' } }, 'The Paper'],
  ])('is %s if the record has it', (_what, stated, name) => {
    const url = 'https://a.example/';
    const [source] = sourcesOf(`A ([another name](${url})).`, [{ url, ...stated }]);
    expect(source && sourceName(source)).toBe(name);
  });
});
