import MarkdownIt from 'markdown-it';
import { expect, test } from 'vitest';
import { parseLinkLabel } from '../../../src/site/story/markdown.ts';
import * as fc from '../../draw.ts';

const theirs = new MarkdownIt('default', { maxNesting: 100 });
const ours = new MarkdownIt('default', { maxNesting: 100 });
ours.helpers.parseLinkLabel = parseLinkLabel;

test('the text of a link ends where markdown-it ends it, whatever brackets there are', () => {
  const pieces = [
    '[',
    '[',
    ']',
    ']',
    '![',
    '](/a)',
    '[a]',
    '](<b>)',
    '`',
    '\\',
    '*',
    'a',
    ' ',
    '<https://a.example/]>',
    '\n',
  ];
  const text = fc
    .array(fc.constantFrom(...pieces), { maxLength: 24 })
    .map((parts) => `${parts.join('')}\n\n[a]: /b`);
  fc.assert(
    fc.property(text, (markdown) => {
      expect(ours.render(markdown)).toBe(theirs.render(markdown));
    }),
    { numRuns: 5000 },
  );
});

test('brackets in the text of a link, up to ten within each other, end no link', () => {
  const nested = (depth: number) => `${'['.repeat(depth)}a${']'.repeat(depth)}(https://a.example/)`;
  expect(ours.render(nested(10))).toContain('<a href="https://a.example/">[[[[[[[[[a]]]]]]]]]</a>');
  expect(ours.render(nested(11))).not.toContain('<a href="https://a.example/">[[[[[[[[[[a');
});
