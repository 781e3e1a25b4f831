import { describe, expect, test } from 'vitest';
import { groundAbstract } from '../../../../src/site/story/grounding/abstract.ts';
import { groundClaim } from '../../../../src/site/story/grounding/ground.ts';
import * as fc from '../../../draw.ts';
import { missingFigures } from './figures.ts';

const LANGUAGES = ['en', 'de', 'es', 'fr', 'zh', 'ar', 'sw', 'not a language', '', null];
const ground = (claim: string, quote: string, language: string | null) =>
  groundClaim({ text: claim, language }, [{ text: quote, language }]);

describe('hostile text', () => {
  const pieces = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 6 }),
    fc.constantFrom(
      '5',
      '1,234.5',
      '2019-05-28',
      '28 May',
      '“',
      '”',
      '"',
      "'",
      '«',
      ' ',
      '\u00a0',
      '\u202e',
      '\u200b',
      '\ud800',
    ),
    fc.constantFrom(
      'U.S.',
      'No. 5',
      'half a',
      'million',
      '万亿',
      '百分之',
      '第三',
      '王',
      'ألف',
      'ولم',
      'ne',
      'pas',
      'nicht',
      '%',
      '$',
      '-',
      '(',
    ),
  );
  const texts = fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join(''));

  test('is checked without an exception, the same way each time', () => {
    fc.assert(
      fc.property(texts, texts, fc.constantFrom(...LANGUAGES), (claim, quote, language) => {
        const once = ground(claim, quote, language);
        expect(ground(claim, quote, language)).toEqual(once);
        for (const { text } of once.findings) expect(claim + quote).toContain(text);
      }),
      { numRuns: 300 },
    );
  });

  test('is borne by itself', () => {
    fc.assert(
      fc.property(texts, fc.constantFrom(...LANGUAGES), (text, language) => {
        const { findings } = ground(text, text, language);
        expect(findings.filter(({ kind, result }) => kind !== 'quotation' && result !== 'found')).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    ['The firm earned 5\u200b million e\u0301uros\u202c in 2025.', 'It earned 5 million éuros in 2025'],
    ['\u202eThe ﬁrm has ５ million euros\u202c.', 'The firm has 5 million euros.'],
    ['It earned 5\u00adm euros.', 'It earned 5m euros.'],
  ])('is compared without what nobody sees: %j', (claim, quote) => {
    expect(missingFigures({ text: claim, language: 'en' }, [{ text: quote, language: 'en' }])).toEqual([]);
  });
});

describe('time', () => {
  const units = [
    '1',
    '12 ',
    '1,',
    ' ',
    '"',
    '“',
    'A',
    'Abc ',
    'U.',
    "'a ",
    'one ',
    'May 5 ',
    'not ',
    'e\u0301',
    '5% ',
  ];
  const measure = (unit: string, length: number, language: string) => {
    const text = unit.repeat(length / unit.length);
    const start = performance.now();
    ground(text, text, language);
    return performance.now() - start;
  };

  test.each<[string, string]>([
    ...units.map((unit): [string, string] => [unit, 'en']),
    ['十', 'zh'],
    ['王李', 'zh'],
    ['محمد ', 'ar'],
    ['los años 80 y ', 'es'],
    ['上世纪', 'zh'],
    ['vingt et un mai ', 'fr'],
    ['Haus ', 'de'],
  ])('is linear in the length of the text, if it repeats %j (%s)', (unit, language) => {
    // Eight times the text takes eight times as long; 64 times if time were quadratic. A machine may be busy during one try.
    const isLinear = () => measure(unit, 80_000, language) < 24 * measure(unit, 10_000, language) + 100;
    expect([1, 2, 3, 4, 5].some(isLinear)).toBe(true);
  });

  test('is linear in the number of claims, for 50 claims with 200 quotes', () => {
    const sentence =
      'The commission in Brussels fined Acme Corp. €5.2 million on 28 May 2019, and did not say why. ';
    const recordOf = (count: number) => ({
      abstract: sentence.repeat(count),
      inLanguage: 'en',
      claims: Array.from({ length: count }, (_, at) => ({
        start: at * sentence.length,
        end: (at + 1) * sentence.length - 1,
        quotes: Array.from({ length: 4 }, (_, other) => ({
          text: `${sentence} It was the ${other}th fine.`,
          language: 'en',
        })),
      })),
    });
    const [one, fifty] = [recordOf(1), recordOf(50)];
    const time = (work: () => void) => {
      const start = performance.now();
      work();
      return performance.now() - start;
    };
    const together = () => time(() => groundAbstract(fifty));
    const alone = () => time(() => Array.from({ length: 50 }, () => groundAbstract(one)));
    // Together they take about as long as one by one, and 50 times that if time were quadratic. A machine may be busy during one try.
    expect([1, 2, 3, 4, 5].some(() => together() < 4 * alone())).toBe(true);
  });
});
