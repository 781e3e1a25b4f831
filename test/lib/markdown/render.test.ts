import { expect, test } from 'vitest';
import { type Run, textRun } from '../../../src/lib/markdown/blocks.ts';
import { renderBlocks } from '../../../src/lib/markdown/render.ts';
import { parseMarkdown, plainCitations, tokensToHtml } from '../../../src/site/story/markdown.ts';

const write = (...runs: Run[]) => renderBlocks([{ kind: 'paragraph', runs }], () => null).markdown;
const shown = (markdown: string) =>
  tokensToHtml(
    parseMarkdown(markdown),
    plainCitations((url) => url),
  ).trim();

test.each([
  ['the variable snake_case_name', 'the variable snake_case_name'],
  ['2 * 3 * 4', '2 * 3 * 4'],
  ['he said [sic] so', 'he said [sic] so'],
  ['C:\\Windows', 'C:\\Windows'],
])('leaves %s as it is, because it means nothing', (text, markdown) => {
  expect(write(textRun(text))).toBe(markdown);
  expect(shown(markdown)).toBe(`<p>${text}</p>`);
});

test.each([
  '__init__ and _this_',
  '[a](https://a.example/) and [a][b] and ![a](b)',
  '[a]: https://a.example/',
  '*this* and 2*3*4',
  '\\*not\\*',
  '[',
  ']',
])('escapes what is in %s, so that it is shown', (text) => {
  expect(shown(write(textRun(text)))).toBe(`<p>${text}</p>`);
});

test('brackets within a link stay within it', () => {
  const markdown = write(textRun('see [', { link: 'https://a.example/' }), textRun('b](c)'));
  expect(shown(markdown)).toBe('<p><a href="https://a.example/">see [</a>b](c)</p>');
});

test('the mark that reaches furthest stands around the others', () => {
  const em = { em: true };
  expect(
    write(textRun('all of it, ', em), textRun('and bold', { em: true, strong: true }), textRun('.', em)),
  ).toBe('*all of it, **and bold**.*');
});
