import { expect, test } from 'vitest';
import { withAttributions } from '../../../../src/site/page/story/attributions.ts';
import { renderStoryPage } from '../../../../src/site/page/story/story.tsx';
import { aStory, publish, site } from '../../../samples.ts';

const attributionOf = (articleBody: string) =>
  / class="by">(.*?)<\/p>/
    .exec(renderStoryPage(publish(aStory({ articleBody })), site))?.[1]
    ?.replaceAll(/<[^>]+>/g, '');

test.each([
  ['a paragraph of its own', '> It is so.\n>\n> — Ann Lee, *minister*'],
  ['a line of its own', '> It is so.\n> — Ann Lee, *minister*'],
  ['a line after a hard break', '> It is so.  \n> — Ann Lee, *minister*'],
  ['a quote in a list', '- One\n\n  > It is so.\n  >\n  > — Ann Lee, *minister*'],
  ['the inner of two quotes', '> He said:\n>\n> > It is so.\n> > — Ann Lee, *minister*'],
])('the last line of a quote, if it begins with a dash, says who said it: %s', (_what, body) => {
  expect(attributionOf(body)).toBe('— Ann Lee, minister');
});

test.each(['–', '―', '--'])('the dash may be %s', (dash) => {
  expect(attributionOf(`> It is so.\n>\n> ${dash} Ann Lee`)).toBe(`${dash} Ann Lee`);
});

test('an attribution may have a citation', () => {
  expect(attributionOf('> It is so.\n>\n> — Ann Lee ([a](https://a.example/))')).toBe('— Ann Lee (a)');
});

test.each([
  ['a dialogue', '> – Is it so?\n> – It is.'],
  ['a dialogue that begins later', '> They spoke.\n> – Is it so?\n> – It is.'],
  ['a quote that is one line', '> — It is so.'],
  ['a dashed line that is not the last', '> It is so.\n> — Ann Lee\n> said.'],
  ['a dash within a line', '> It is so — Ann Lee'],
  ['a dash alone', '> It is so.\n>\n> —'],
  ['a line outside a quote', 'It is so.\n— Ann Lee'],
  ['a line of code', '> It is so.\n>\n> ```\n> — Ann Lee\n> ```'],
])('%s is no attribution', (_what, body) => {
  expect(attributionOf(body)).toBeUndefined();
});

test('no text is changed, and quotes within quotes are read quickly', () => {
  const body = `${'> '.repeat(40)}${'— a\n'.repeat(20_000)}`;
  const { page } = publish(aStory({ articleBody: body })).rendering;
  const textOf = (html: string) => html.replaceAll(/<[^>]+>/g, '');
  expect(textOf(withAttributions(page))).toBe(textOf(page));
});
