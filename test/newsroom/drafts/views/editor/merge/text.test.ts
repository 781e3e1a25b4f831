import { describe, expect, test } from 'vitest';
import {
  clashesOf,
  joinPieces,
  mergeText,
} from '../../../../../../src/newsroom/drafts/views/editor/merge/text.ts';
import * as draw from '../../../../../draw.ts';

const BASE = `Rates fell to 4.25 percent ([Bank](https://bank.example/r_(1))).

Nobody expected more than a quarter of a point.

## What it means

Loans get cheaper, and savings earn less.
`;

const merged = (base: string, mine: string, theirs: string) => {
  const pieces = mergeText(base, mine, theirs);
  expect(clashesOf(pieces)).toEqual([]);
  return joinPieces(pieces, 'mine');
};

describe('two changes of a text', () => {
  test('in different paragraphs are both made', () => {
    const [mine, theirs] = [BASE.replace('Nobody', 'Few'), BASE.replace('cheaper', 'dearer')];
    expect(merged(BASE, mine, theirs)).toBe(BASE.replace('Nobody', 'Few').replace('cheaper', 'dearer'));
  });

  test.each([
    ['English', 'Loans get cheaper, and savings earn less.', 'cheaper', 'dearer', 'less', 'nothing'],
    ['Chinese', '央行周三宣布降息，储户的利息会减少。', '周三', '周四', '减少', '增加'],
    ['Arabic', 'خفض البنك سعر الفائدة يوم الأربعاء.', 'البنك', 'المصرف', 'الأربعاء', 'الخميس'],
  ])('in different words of one line are both made (%s)', (_name, line, mine, toMine, theirs, toTheirs) => {
    expect(merged(line, line.replace(mine, toMine), line.replace(theirs, toTheirs))).toBe(
      line.replace(mine, toMine).replace(theirs, toTheirs),
    );
  });

  test('of one citation clash, and it is never mixed', () => {
    const mine = BASE.replace('[Bank]', '[Central Bank]');
    const theirs = BASE.replace('r_(1)', 'r_(2)');
    const [clash, ...more] = clashesOf(mergeText(BASE, mine, theirs));
    expect(more).toEqual([]);
    expect(clash?.mine).toContain('([Central Bank](https://bank.example/r_(1)))');
    expect(clash?.theirs).toContain('([Bank](https://bank.example/r_(2)))');
  });

  test('in a paragraph that the other has deleted or moved clash', () => {
    const paragraph = 'Nobody expected more than a quarter of a point.\n\n';
    const theirs = BASE.replace('quarter', 'tenth');
    const pieces = mergeText(BASE, BASE.replace(paragraph, ''), theirs);
    expect(clashesOf(pieces)).toHaveLength(1);
    expect(joinPieces(pieces, 'theirs')).toBe(theirs);
    const moved = mergeText(BASE, `${BASE.replace(paragraph, '')}\n${paragraph}`, theirs);
    expect(joinPieces(moved, 'mine')).toContain('quarter');
    expect(joinPieces(moved, 'theirs')).toContain('tenth');
  });

  test('that are the same are made once', () => {
    const changed = BASE.replace('Nobody', 'Few');
    expect(merged(BASE, changed, changed.replace('cheaper', 'dearer'))).toBe(
      changed.replace('cheaper', 'dearer'),
    );
  });

  test('that add the same, with another paragraph changed by one, do not add it twice', () => {
    const base = 'One.\n\nTwo is here.\n\nThree.\n';
    const mine = 'One.\n\nNew.\n\nTwo is here.\n\nThree.\n';
    const theirs = 'One.\n\nNew.\n\nTwo is still here.\n\nThree.\n';
    expect(merged(base, mine, theirs)).toBe(theirs);
    expect(merged(base, theirs, mine)).toBe(theirs);
  });

  test.each([
    ['adds one before', 'New.\n\nTwo is still here.\n\nThree is too.\n'],
    ['adds one and removes the last', 'New.\n\nTwo is still here.\n'],
  ])('of a paragraph, when one also %s, keep it or clash, and no side has it twice', (_name, theirs) => {
    const base = 'Two is here.\n\nThree is.\n';
    const pieces = mergeText(base, 'Two was never here.\n\nThree is.\n', theirs);
    for (const side of ['mine', 'theirs'] as const)
      expect(joinPieces(pieces, side).match(/Two/g)).toEqual(['Two']);
  });

  test('of paragraphs that begin with the same letters, one of which is gone, give no word twice', () => {
    const base = 'w2026x1.\n\nw2026x2.\n';
    const mine = 'w2026x1.\n\nw2026x2 w2026x25.\n';
    const pieces = mergeText(base, mine, 'w2026x2 w2026x25.\n\nw2026x30.\n');
    for (const side of ['mine', 'theirs'] as const)
      expect(joinPieces(pieces, side).match(/w2026x25/g)).toEqual(['w2026x25']);
  });

  test('that both add something at one place clash with both', () => {
    expect(mergeText('A\n', 'A\nmine\n', 'A\ntheirs\n')).toEqual([
      'A\n',
      { base: '', mine: 'mine\n', theirs: 'theirs\n' },
    ]);
  });
});

// A text of words that are all different, so that every word of the result can be traced to who wrote it.
const paragraphs = draw.array(draw.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 8 });

interface Change {
  kind: 'delete word' | 'replace word' | 'insert word' | 'delete' | 'insert' | 'move';
  at: number;
  to: number;
}
const change: draw.Arbitrary<Change> = draw.record({
  kind: draw.constantFrom('delete word', 'replace word', 'insert word', 'delete', 'insert', 'move'),
  at: draw.nat(10_000),
  to: draw.nat(10_000),
});

/** Makes changes of paragraphs. Words that are new begin with the name of the side. */
function changed(text: string[][], changes: Change[], name: string): string[][] {
  const made = text.map((words) => [...words]);
  for (const [number, { kind, at, to }] of changes.entries()) {
    const index = at % Math.max(1, made.length);
    const words = made[index];
    const word = `${name}${number}`;
    if (kind === 'insert' || !words) made.splice(index, 0, [word, `${word}x`]);
    else if (kind === 'delete') made.splice(index, 1);
    else if (kind === 'move') made.splice(to % made.length, 0, ...made.splice(index, 1));
    else if (kind === 'insert word') words.splice(to % (words.length + 1), 0, word);
    else words.splice(to % words.length, 1, ...(kind === 'replace word' ? [word] : []));
  }
  return made;
}

const textOf = (text: string[][]) => text.map((words) => `${words.join(' ')}\n`).join('\n');
const wordsIn = (text: string) => new Set(text.match(/\w+/g));

test('whatever both sides change, no word is lost or comes back without a clash', () => {
  draw.assert(
    draw.property(
      paragraphs,
      draw.array(change, { maxLength: 6 }),
      draw.array(change, { maxLength: 6 }),
      (lengths, own, others) => {
        const text = lengths.map((length, paragraph) =>
          Array.from({ length }, (_, word) => `b${paragraph}n${word}`),
        );
        const [base, mine, theirs] = [text, changed(text, own, 'm'), changed(text, others, 't')].map(
          textOf,
        ) as [string, string, string];
        const pieces = mergeText(base, mine, theirs);
        const settled = wordsIn(
          joinPieces(
            pieces.map((piece) => (clashesOf([piece]).length > 0 ? '\n' : piece)),
            'mine',
          ),
        );
        const [before, left, right] = [base, mine, theirs].map(wordsIn) as Set<string>[];
        const clashes = clashesOf(pieces);
        const inMine = wordsIn(clashes.map((clash) => clash.mine).join('\n'));
        const inTheirs = wordsIn(clashes.map((clash) => clash.theirs).join('\n'));
        for (const word of left ?? [])
          if (!before?.has(word)) expect(settled.has(word) || inMine.has(word), word).toBe(true);
        for (const word of right ?? [])
          if (!before?.has(word)) expect(settled.has(word) || inTheirs.has(word), word).toBe(true);
        for (const word of before ?? []) {
          // A word that one side has moved may stand at its new place although the other has deleted it.
          const isKept = left?.has(word) && right?.has(word);
          if (!left?.has(word) && !right?.has(word)) expect(settled.has(word), word).toBe(false);
          if (isKept) expect(settled.has(word) || inMine.has(word) || inTheirs.has(word), word).toBe(true);
        }
        // Whoever is alone in changing gets what they wrote.
        expect(joinPieces(mergeText(base, mine, base), 'mine')).toBe(mine);
        expect(joinPieces(mergeText(base, base, theirs), 'theirs')).toBe(theirs);
      },
    ),
    { numRuns: 3000 },
  );
});

test('changes of different paragraphs merge to exactly both', () => {
  const ends = draw.record({
    words: draw.array(draw.integer({ min: 2, max: 9 }), { minLength: 2 }),
    cut: draw.nat(99),
  });
  draw.assert(
    draw.property(
      ends,
      draw.array(change, { maxLength: 5 }),
      draw.array(change, { maxLength: 5 }),
      (text, own, others) => {
        const all = text.words.map((length, paragraph) =>
          Array.from({ length }, (_, word) => `b${paragraph}n${word}`),
        );
        const cut = 1 + (text.cut % (all.length - 1));
        const [head, tail] = [all.slice(0, cut), all.slice(cut)];
        // Both leave the paragraph between alone.
        const between = [['between']];
        const put = (one: string[][], other: string[][]) => textOf([...one, ...between, ...other]);
        const [first, last] = [changed(head, own, 'm'), changed(tail, others, 't')];
        expect(merged(put(head, tail), put(first, tail), put(head, last))).toBe(put(first, last));
      },
    ),
    { numRuns: 3000 },
  );
});

test.each([
  [
    'lines that are all different',
    (side: string) => Array.from({ length: 90_000 }, (_, n) => `${side}${n} word\n`).join(''),
  ],
  ['empty lines', (side: string) => `${'\n'.repeat(500_000)}${side}${'\n'.repeat(400_000)}`],
  ['one line', (side: string) => `${side} word `.repeat(100_000)],
  ['brackets', (side: string) => '[('.repeat(400_000) + side],
])('a million characters of %s are merged, or clash whole', (_name, textBy) => {
  const [base, mine, theirs] = ['b', 'm', 't'].map(textBy) as [string, string, string];
  const pieces = mergeText(base, mine, theirs);
  expect(joinPieces(pieces, 'mine')).toBe(mine);
  expect(joinPieces(pieces, 'theirs')).toBe(theirs);
});
