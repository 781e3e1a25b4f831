import { describe, expect, test } from 'vitest';
import { compareTexts, foldUnchanged, type Run } from '../../../../src/site/page/history/difference.ts';
import * as fc from '../../../draw.ts';
import { words } from '../../../words.ts';

/** Writes runs as text: what was removed in brackets, what was added in braces. */
const write = (runs: readonly Run[]) =>
  runs
    .map(({ kind, text }) => (kind === 'removed' ? `[${text}]` : kind === 'added' ? `{${text}}` : text))
    .join('');

test.each([
  ['a word', 'en', 'It was 5 percent in May.', 'It was 6 percent in May.', 'It was [5]{6} percent in May.'],
  [
    'words with spaces between them',
    'en',
    'It was very bad.',
    'It is quite bad.',
    'It [was very]{is quite} bad.',
  ],
  ['a word more', 'en', 'It was bad.', 'It was not bad.', 'It was {not }bad.'],
  ['a word in Chinese', 'zh', '谷歌发布了新模型。', '谷歌发布了旧模型。', '谷歌发布了[新]{旧}模型。'],
  ['a word in Arabic', 'ar', 'قالت الشركة أمس', 'قالت الوزارة أمس', 'قالت [الشركة]{الوزارة} أمس'],
  ['a paragraph', 'en', 'One.\n\nThree.\n', 'One.\n\nTwo.\n\nThree.\n', 'One.\n\n{Two.\n\n}Three.\n'],
  ['everything', 'en', '', 'New.', '{New.}'],
  ['nothing', 'en', 'Same.', 'Same.', 'Same.'],
])('%s', (_name, language, before, after, expected) => {
  expect(write(compareTexts(before, after, language))).toBe(expected);
});

test('both versions can be read from any comparison', () => {
  const text = fc
    .array(fc.constantFrom('a', 'b', 'é', '中', '\u{1f600}', ' ', '\n', '.', '-'))
    .map((all) => all.join(''));
  fc.assert(
    fc.property(text, text, fc.constantFrom('en', 'zh', 'ar'), (before, after, language) => {
      const runs = compareTexts(before, after, language);
      const without = (kind: Run['kind']) =>
        runs
          .filter((run) => run.kind !== kind)
          .map((run) => run.text)
          .join('');
      expect(without('added')).toBe(before);
      expect(without('removed')).toBe(after);
    }),
  );
});

test('texts of 100,000 characters that have nothing in common are compared in well under a second', () => {
  const [before, after] = [words(16_000, 1), words(16_000, 2)];
  const began = performance.now();
  expect(write(compareTexts(before, after, 'en'))).toBe(`[${before}]{${after}}`);
  // Ten times what it takes on the test machine.
  expect(performance.now() - began).toBeLessThan(1000);
});

describe('what is the same in both versions is shortened', () => {
  const long = words(200, 1);

  test('before, between and after changes', () => {
    const runs: Run[] = [
      { kind: 'same', text: long },
      { kind: 'removed', text: 'x' },
      { kind: 'same', text: long },
      { kind: 'added', text: 'y' },
      { kind: 'same', text: long },
    ];
    const texts = foldUnchanged(runs).map(({ text }) => text);
    expect(texts[0]).toMatch(/^… \S/);
    expect(texts[2]).toMatch(/\S … \S/);
    expect(texts[4]).toMatch(/\S …$/);
    for (const text of texts) expect(text.length).toBeLessThan(260);
    expect(long.endsWith((texts[0] ?? '').slice(2))).toBe(true);
    expect(long.startsWith((texts[4] ?? '').slice(0, -2))).toBe(true);
  });

  test('and never in the middle of a character', () => {
    const emoji = '\u{1f600}'.repeat(300);
    const runs: Run[] = [
      { kind: 'same', text: emoji },
      { kind: 'added', text: 'y' },
      { kind: 'same', text: `x${emoji}` },
    ];
    for (const { text } of foldUnchanged(runs)) expect(text.isWellFormed()).toBe(true);
  });
});
