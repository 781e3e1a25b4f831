import { expect, test } from 'vitest';
import {
  breakHard,
  joinBackward,
  joinForward,
  startParagraph,
  toggleBlock,
} from '../../../../src/newsroom/browser/prose/blocks.ts';
import * as draw from '../../../draw.ts';
import { run } from './typed.ts';

test.each([
  ['begins a paragraph', 'One.|', 'One.\n\n|'],
  ['divides a paragraph, without spaces at the border', 'One. |Two.', 'One.\n\n|Two.'],
  ['begins a paragraph behind a heading', '## One|', '## One\n\n|'],
  ['goes on with a list', '- one|', '- one\n- |'],
  ['goes on with numbers', '1. one|\n2. two', '1. one\n2. |\n3. two'],
  ['ends a list at an empty item', '- one\n- |', '- one\n\n|'],
  ['goes one level up at an empty item', '- one\n  - two\n  - |', '- one\n  - two\n- |'],
  ['begins a paragraph in a quote', '> one|', '> one\n>\n> |'],
  ['ends a quote at an empty line', '> one\n>\n> |', '> one\n>\n|'],
  ['takes the sign of an only item', '- |', '|'],
  ['replaces what is selected', 'One |two| three', 'One\n\n|three'],
])('Enter %s', (_, before, after) => {
  expect(run(before, startParagraph)).toBe(after);
});

test.each([
  ['a paragraph', 'One|two', 'One\\\n|two'],
  ['an item', '- one|two', '- one\\\n  |two'],
  ['a quote', '> one|two', '> one\\\n> |two'],
])('Shift+Enter breaks the line in %s', (_, before, after) => {
  expect(run(before, breakHard)).toBe(after);
});

test.each([
  ['joins paragraphs', 'One\n\n|two', 'One|two'],
  ['joins over several empty lines', 'One\n\n\n\n|two', 'One|two'],
  ['takes an empty paragraph', 'One\n\n|', 'One|'],
  ['takes the sign of an item', '- one\n- |two', '- one\n\n|two'],
  ['takes the sign of an inner item', '- one\n  - |two', '- one\n\n  |two'],
  ['takes the sign of a quote', '> |one', '|one'],
  ['takes the sign of a heading', '## |One', '|One'],
  ['joins with a citation', 'One\n\n|([a](https://a.example/))', 'One|([a](https://a.example/))'],
  ['leaves what stands behind code', '```\none\n```\n\n|two', '```\none\n```\n\n|two'],
  ['leaves what is within a line', 'o|ne', 'o|ne'],
])('Backspace %s', (_, before, after) => {
  expect(run(before, joinBackward)).toBe(after);
});

test('Delete joins a paragraph with the next one, but not with a list', () => {
  expect(run('One|\n\ntwo', joinForward)).toBe('One|two');
  expect(run('One|\n\n- two', joinForward)).toBe('One|\n\n- two');
});

test.each([
  ['heading', 'O|ne', '## O|ne'],
  ['heading', '### O|ne', 'O|ne'],
  ['heading', 'O|ne\n===', 'O|ne'],
  ['heading', '- o|ne', '- ## o|ne'],
  ['list', 'o|ne', '- o|ne'],
  ['list', '|', '- |'],
  ['list', '- o|ne', 'o|ne'],
  ['list', '1. o|ne', '- o|ne'],
  ['list', '|one\nmore\n\ntwo|', '- |one\n  more\n\n- two|'],
  ['numbers', '|one\n\ntwo|', '1. |one\n\n2. two|'],
  ['numbers', '- |one\n- two|', '1. |one\n2. two|'],
  ['quote', '|one\n\ntwo|', '> |one\n>\n> two|'],
  ['quote', '> |one\n>\n> two|', '|one\n\ntwo|'],
] as const)('%s: %s', (kind, before, after) => {
  expect(run(before, toggleBlock(kind))).toBe(after);
});

test('nothing of it acts in code', () => {
  const code = '```\n|one\n```';
  for (const kind of ['heading', 'list', 'numbers', 'quote'] as const)
    expect(run(code, toggleBlock(kind))).toBe(code);
});

test('no word or citation is lost, whatever is done wherever', () => {
  const piece = draw.constantFrom(
    ...['- ', '1. ', '> ', '## ', '  ', '\n', '\n\n', '\n===\n', '```\n', '    ', '---\n'],
    ...['word', '增长', ' ', '**b**', '([c](https://a.example/))', '\\\n'],
  );
  const command = draw.constantFrom(
    ...[startParagraph, breakHard, joinBackward, joinForward],
    ...(['heading', 'list', 'numbers', 'quote'] as const).map(toggleBlock),
  );
  const letters = (text: string) => text.replace(/[^\p{L}]/gu, '');
  draw.assert(
    draw.property(draw.array(piece, { maxLength: 12 }), draw.nat(80), command, (pieces, at, act) => {
      const text = pieces.join('');
      const cursor = Math.min(at, text.length);
      const after = run(`${text.slice(0, cursor)}|${text.slice(cursor)}`, act);
      expect(letters(after)).toBe(letters(text));
    }),
    { numRuns: 20_000 },
  );
});
