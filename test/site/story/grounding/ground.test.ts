import { describe, expect, test } from 'vitest';
import { groundClaim } from '../../../../src/site/story/grounding/ground.ts';

const ground = (claim: string, quote: string, language = 'en', of = language) =>
  groundClaim({ text: claim, language }, [{ text: quote, language: of }]);
const missing = (...args: Parameters<typeof ground>) =>
  ground(...args)
    .findings.filter(({ found }) => found === false)
    .map(({ kind, text }) => [kind, text]);

describe('the verdict', () => {
  test('is no evidence without quotes', () => {
    expect(groundClaim({ text: 'It rained.', language: 'en' }, [])).toEqual({
      verdict: 'no evidence',
      findings: [],
    });
  });

  test('is grounded if the quotes have everything, together', () => {
    const claim = { text: 'China’s "core" industry passed 1 trillion yuan in 2025.', language: 'en' };
    const quotes = [
      { text: 'China said its “core” AI industry grew.', language: 'en' },
      { text: 'It exceeded 1,000,000,000,000 yuan in 2025.', language: 'en-GB' },
    ];
    expect(groundClaim(claim, quotes)).toEqual({
      verdict: 'grounded',
      findings: [
        { kind: 'name', text: 'China', found: true },
        { kind: 'quotation', text: 'core', found: true },
        { kind: 'number', text: '1 trillion yuan', found: true },
        { kind: 'date', text: '2025', found: true },
      ],
    });
  });

  test('is not grounded if something is missing, whatever else cannot be compared', () => {
    expect(ground('Siemens cut 5,000 jobs', 'Siemens streicht 6.000 Stellen', 'en', 'de')).toEqual({
      verdict: 'not grounded',
      findings: [
        { kind: 'name', text: 'Siemens', found: null },
        { kind: 'number', text: '5,000 jobs', found: false },
      ],
    });
  });

  test('is not checkable if a name meets another language', () => {
    expect(
      ground('Officials met the IETF in 2025.', '2025年，官员会见了互联网工程任务组。', 'en', 'zh').verdict,
    ).toBe('not checkable');
  });

  test('is not checkable if there is nothing to compare', () => {
    expect(ground('It rained all day.', 'It was dry.').verdict).toBe('not checkable');
  });
});

describe('a number', () => {
  test.each([
    ['1 trillion', 'en', '1,000,000,000,000', 'en'],
    ['1 trillion', 'en', '1万亿元', 'zh'],
    ['1 trillion', 'en', 'un billón', 'es'],
    ['1 trillion', 'en', '1 Billion', 'de'],
    ['1 trillion', 'en', 'تريليون', 'ar'],
    ['5.9 percent', 'en', '5,9 %', 'fr'],
    ['5.9%', 'en', '百分之五点九', 'zh'],
    ['1 234,5 km', 'fr', '1,234.5 kilometres', 'en'],
    ['1,234.5', 'en', '١٬٢٣٤٫٥', 'ar'],
    ['3.5 billion euros', 'en', 'tres mil quinientos millones de euros', 'es'],
    ['97 people', 'en', 'quatre-vingt-dix-sept personnes', 'fr'],
    ['235 Menschen', 'de', 'zweihundertfünfunddreißig Menschen', 'de'],
    ['25 people', 'en', 'خمسة وعشرون شخصا', 'ar'],
    ['5 to 7 percent', 'en', '5–7%', 'en'],
    ['about 1.2 million', 'en', '1,234,567', 'en'],
    ['two thirds', 'en', '三分之二', 'zh'],
    ['a dozen people', 'en', '12 people', 'en'],
  ])('%s (%s) is %s (%s)', (claim, language, quote, of) => {
    expect(missing(claim, quote, language, of)).toEqual([]);
  });

  test.each([
    ['1 million', '1 billion'],
    ['5 percent', '5 percentage points'],
    ['5 percent', '5'],
    ['5 yuan', '5 dollars'],
    ['5 km', '5 miles'],
    ['28 people', '28 May'],
    ['2019 people', 'in 2019'],
    ['1.2 million', '1,234,567'],
    ['about 1.3 million', '1,234,567'],
  ])('%s is not %s', (claim, quote) => {
    expect(missing(claim, quote)).toEqual([['number', claim.replace('about ', '')]]);
  });
});

describe('a date', () => {
  const dates = [
    ['28 May 2019', 'en'],
    ['May 28, 2019', 'en'],
    ['2019-05-28', 'en'],
    ['2019年5月28日', 'zh'],
    ['28. Mai 2019', 'de'],
    ['28 de mayo de 2019', 'es'],
    ['28 mai 2019', 'fr'],
    ['28 مايو 2019', 'ar'],
    ['28 أيار/مايو 2019', 'ar'],
    ['٢٨ مايو ٢٠١٩', 'ar'],
  ] as const;
  test.each(dates.flatMap((claim) => dates.map((quote) => [...claim, ...quote] as const)))(
    '%s (%s) is %s (%s)',
    (claim, language, quote, of) => {
      expect(ground(claim, quote, language, of).findings).toEqual([
        { kind: 'date', text: claim, found: true },
      ]);
    },
  );

  test('that is less exact is borne by one that is more exact, and not the other way round', () => {
    expect(missing('May 2019', '28 May 2019')).toEqual([]);
    expect(missing('28 May 2019', 'May 2019')).toEqual([['date', '28 May 2019']]);
  });
});

describe('a negation', () => {
  test.each([
    ['The commission did not fine Google.', 'The commission fined Google.', 'en', 'not'],
    ['The commission fined Google.', 'The commission did not fine Google on Monday.', 'en', 'not'],
    ['Die Regierung hat kein Geld.', 'Die Regierung hat Geld.', 'de', 'kein'],
    ['L’Allemagne n’a pas signé l’accord.', 'L’Allemagne a signé l’accord.', 'fr', 'n’a pas'],
    ['该公司没有发布新产品', '该公司发布新产品', 'zh', '没有'],
  ])('that one side has is a finding: %s', (claim, quote, language, text) => {
    expect(missing(claim, quote, language)).toEqual([['negation', text]]);
  });
});

test('the days of a range may have their weekdays', () => {
  const quote = { text: 'La grève a duré du lundi 6 au mercredi 8 mars.', language: 'fr' };
  expect(groundClaim({ text: 'La grève a duré du 6 au 8 mars.', language: 'fr' }, [quote]).verdict).toBe(
    'grounded',
  );
  expect(groundClaim({ text: 'La grève a duré du 5 au 8 mars.', language: 'fr' }, [quote]).verdict).toBe(
    'not grounded',
  );
});
