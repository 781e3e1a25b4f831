import { describe, expect, test } from 'vitest';
import { followPassages } from '../../../../src/newsroom/reviews/desk/follow-passage.ts';
import * as fc from '../../../draw.ts';

const TEXT = 'The bank raised its rate. Nobody had expected it.\n\nIn June, three members voted against.\n';

/** Returns the words at which a passage of `TEXT` is found in a later version. */
function follow(words: string, after: string): string | null {
  const start = TEXT.indexOf(words);
  const found = followPassages(TEXT, after)({ start, end: start + words.length });
  return found && after.slice(found.start, found.end);
}

describe('a passage', () => {
  test('is found where text before and after it has changed', () => {
    const after = `A new beginning. ${TEXT.replace('June', 'July')}And an end.`;
    expect(follow('Nobody had expected it.', after)).toBe('Nobody had expected it.');
  });

  test('keeps what was changed inside it', () => {
    const after = TEXT.replace('had expected', 'at the ministry had ever expected');
    expect(follow('Nobody had expected it.', after)).toBe('Nobody at the ministry had ever expected it.');
  });

  test('has no place if it was deleted, and has it again if it is brought back', () => {
    const after = TEXT.replace(' Nobody had expected it.', '');
    expect(follow('Nobody had expected it.', after)).toBeNull();
    expect(follow('Nobody had expected it.', TEXT)).toBe('Nobody had expected it.');
  });

  test('is found where it was moved to', () => {
    const after = `In June, three members voted against.\n\nThe bank raised its rate. Nobody had expected it.\n`;
    expect(follow('In June, three members voted against.', after)).toBe(
      'In June, three members voted against.',
    );
  });

  test('of a text that became another one is found by its words alone', () => {
    const other = Array.from({ length: 9000 }, (_, n) => `word${n}`).join(' ');
    const start = 100;
    const long = Array.from({ length: 9000 }, (_, n) => `other${n}`).join(' ');
    const quote = long.slice(start, start + 50);
    expect(followPassages(long, other)({ start, end: start + 50 })).toBeNull();
    expect(followPassages(long, `${other} ${quote}`)({ start, end: start + 50 })).toEqual({
      start: other.length + 1,
      end: other.length + 51,
    });
  });

  test('is unmoved by any insertion outside it', () => {
    const words = fc.array(fc.constantFrom('a', 'bank', 'raised', 'rates', '\n', ' '), { maxLength: 20 });
    fc.assert(
      fc.property(words, words, fc.boolean(), (around, inserted, isBefore) => {
        const [passage, added] = ['UNIQUE passage', inserted.join('')];
        const before = `${around.join('')}|${passage}|${around.join('')}`;
        const after = isBefore ? added + before : before + added;
        const start = before.indexOf(passage);
        const found = followPassages(before, after)({ start, end: start + passage.length });
        expect(found && after.slice(found.start, found.end)).toBe(passage);
      }),
    );
  });
});
