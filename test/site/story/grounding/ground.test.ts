import { describe, expect, test } from 'vitest';
import type { Finding, FindingKind } from '../../../../src/site/story/grounding/finding.ts';
import { groundClaim } from '../../../../src/site/story/grounding/ground.ts';
import { missingFigures } from './figures.ts';

const ground = (claim: string, quote: string, language = 'en', of = language) =>
  groundClaim({ text: claim, language }, [{ text: quote, language: of }]);
const missing = (claim: string, quote: string, language = 'en', of = language) =>
  missingFigures({ text: claim, language }, [{ text: quote, language: of }]);
const found = (kind: FindingKind, text: string, quoted: string | null = null): Finding => ({
  kind,
  text,
  result: 'found',
  quoted,
});

describe('the verdict', () => {
  test('is no evidence without quotes', () => {
    expect(groundClaim({ text: 'It rained.', language: 'en' }, []).verdict).toBe('no evidence');
  });

  test('is the same if two sources have the same words', () => {
    const claim = { text: 'Turnout in the town was 100 percent on Sunday.', language: 'en' };
    const quote = { text: 'Turnout in the town was 40 percent on Sunday.', language: 'en' };
    expect(groundClaim(claim, [quote, { ...quote }])).toEqual(groundClaim(claim, [quote]));
  });

  test('is found if one sentence of the quotes has every word, and the quotes every number, date and name', () => {
    const claim = { text: 'China’s "core" AI industry grew to 1 trillion yuan in 2025.', language: 'en' };
    const quotes = [
      { text: 'It was dry in Berlin.', language: 'en' },
      { text: 'In 2025, China’s “core” AI industry grew to 1,000,000,000,000 yuan.', language: 'en-GB' },
    ];
    const { verdict, findings } = groundClaim(claim, quotes);
    expect(verdict).toBe('found');
    expect(findings).toEqual(
      expect.arrayContaining([
        found('name', 'China'),
        found('name', 'AI'),
        found('quotation', 'core'),
        found('number', '1 trillion yuan'),
        found('date', '2025'),
        expect.objectContaining({ kind: 'words', result: 'found' }),
      ]),
    );
  });

  test('is contradicted if the quotes state something else in one place, whatever else has to be read', () => {
    const { verdict, findings } = ground(
      'Siemens will cut 5,000 jobs by Friday.',
      'Siemens will cut 6,000 jobs, it said.',
    );
    expect(verdict).toBe('contradicted');
    expect(findings).toContainEqual({
      kind: 'number',
      text: '5,000 jobs',
      result: 'contradicted',
      quoted: '6,000 jobs',
    });
  });

  test.each([
    ['a quote is in another language', 'The IETF met in 2025.', '2025年，互联网工程任务组开会。', 'zh'],
    ['the words are others', 'Nobody was hurt.', 'All passengers escaped without injury.', 'en'],
    [
      'a clause is added',
      'The mayor took bribes, and the bridge was not safe.',
      'The mayor said the bridge was not safe.',
      'en',
    ],
    ['a claim is reversed', 'It is false that the bridge was safe.', 'The bridge was safe.', 'en'],
    ['it was refused', 'The council refused to close the bridge.', 'The council closed the bridge.', 'en'],
    [
      'a number is multiplied',
      'The bridge cost twice 4.2 million euros.',
      'The bridge cost 4.2 million euros.',
      'en',
    ],
    ['a number is raised', 'The bridge cost 4.2⁹ million euros.', 'The bridge cost 4.2 million euros.', 'en'],
    [
      'a number is a rate',
      'The bridge costs 4.2 million euros a day.',
      'The bridge costs 4.2 million euros.',
      'en',
    ],
    ['a name in another script is added', 'The bridge of 王伟 is safe.', 'The bridge is safe.', 'en'],
    ['the cause is another one', 'A man was arrested for a fire.', 'A man was arrested after a fire.', 'en'],
  ])('is to be read if %s', (_, claim, quote, of) => {
    expect(ground(claim, quote, 'en', of).verdict).toBe('to be read');
  });
});

describe('what is said of names and numbers', () => {
  test.each<[FindingKind, string, string, string, string, string]>([
    ['opposite', 'en', 'Sales rose by 5 percent in May.', 'Sales fell by 5 percent in May.', 'rose', 'fell'],
    [
      'opposite',
      'de',
      'Der Rat lehnte den Plan am Montag ab.',
      'Der Rat billigte den Plan am Montag.',
      'lehnte',
      'billigte',
    ],
    [
      'opposite',
      'fr',
      'Le taux a augmenté de 2 % en mai.',
      'Le taux a baissé de 2 % en mai.',
      'augmenté',
      'baissé',
    ],
    [
      'opposite',
      'es',
      'El Congreso rechazó la reforma laboral.',
      'El Congreso aprobó la reforma laboral.',
      'rechazó',
      'aprobó',
    ],
    ['opposite', 'zh', '公司营收五月份同比下降。', '公司营收五月份同比增长。', '下降', '增长'],
    ['opposite', 'ar', 'رفض البرلمان مشروع القانون.', 'أقر البرلمان مشروع القانون.', 'رفض', 'أقر'],
    [
      'name',
      'en',
      'The mayor, Ann Lee, opened the bridge.',
      'The mayor, Bob Ray, opened the bridge.',
      'Ann Lee',
      'Bob Ray',
    ],
    [
      'quotation',
      'en',
      'He called it “a gift to bankers”.',
      'He called it “a gift to farmers”.',
      'a gift to bankers',
      'a gift to farmers',
    ],
    ['date', 'en', 'It opened on 3 May 2026.', 'It opened on 4 May 2026.', '3 May 2026', '4 May 2026'],
  ])('%s in %s: %s', (kind, language, claim, quote, text, quoted) => {
    expect(ground(claim, quote, language).findings).toContainEqual({
      kind,
      text,
      result: 'contradicted',
      quoted,
    });
  });

  test('who did it to whom', () => {
    const { findings } = ground('France beat Germany on Friday.', 'Germany beat France on Friday.');
    expect(findings).toContainEqual(expect.objectContaining({ kind: 'order', result: 'contradicted' }));
  });

  test.each([
    ['hedge', 'The bridge will close in May.', 'The bridge may close in May.', 'may'],
    ['attribution', 'The bridge is not safe.', 'The bridge is not safe, the mayor said.', 'said'],
  ])('a %s that the claim leaves out is to be read', (kind, claim, quote, quoted) => {
    expect(ground(claim, quote).findings).toContainEqual(
      expect.objectContaining({ kind, result: 'to be read', quoted }),
    );
  });

  test.each([
    ['en', 'On Friday, the council approved the plan.', 'The council approved the plan on Friday.'],
    ['en', 'The bridge is not safe, the mayor said.', 'The mayor said the bridge is not safe.'],
    ['en', 'The plan was approved by the council.', 'The council approved the plan on Friday.'],
    ['de', 'Am Freitag billigte der Rat den Plan.', 'Der Rat billigte den Plan am Freitag.'],
    ['zh', '市长表示，大桥已经开放。', '市长周五表示，大桥已经开放。'],
  ])('the same words in an order that says the same are found, in %s: %s', (language, claim, quote) => {
    expect(ground(claim, quote, language).verdict).toBe('found');
  });
});

describe('what is not contradicted', () => {
  test.each([
    [
      'a date of something else',
      'Since December, temperatures in Lapland have always been lower than minus 20 C at night.',
      'Lapland is the region where the temperature in the warmest month (July) is below 13 C.',
    ],
    [
      'a part of a name that the quote has shorter',
      'The song was selected for the United States National Music Registry.',
      'LOS ANGELES — The National Music Registry has selected 25 songs, and this one is among them.',
    ],
    [
      'a quotation whose words the quote has here and there',
      'Teachers sent a "Nordic School Declaration" to the ministry.',
      'Nordic teachers and parents issued a declaration to the ministry on meals at school.',
    ],
    [
      'a word whose opposite the claim has too',
      'Prices of imports and exports rose.',
      'Prices of exports rose.',
    ],
    [
      'to score, which is no twenty',
      'Rovers could not score in the end.',
      'Rovers reached the last four in the end.',
    ],
    ['a formula whose number stands apart', 'CO2 levels rose.', 'CO 2 levels rose.'],
  ])('%s', (_, claim, quote) => {
    expect(ground(claim, quote).findings.filter(({ result }) => result === 'contradicted')).toEqual([]);
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
    expect(missing(claim, quote)).toEqual([claim.replace('about ', '')]);
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
      expect(ground(claim, quote, language, of).findings).toContainEqual(found('date', claim));
    },
  );

  test('that is less exact is borne by one that is more exact, and not the other way round', () => {
    expect(missing('May 2019', '28 May 2019')).toEqual([]);
    expect(missing('28 May 2019', 'May 2019')).toEqual(['28 May 2019']);
  });
});

test('the days of a range may have their weekdays', () => {
  const quote = 'La grève a duré du lundi 6 au mercredi 8 mars.';
  expect(missing('La grève a duré du 6 au 8 mars.', quote, 'fr')).toEqual([]);
  expect(missing('La grève a duré du 5 au 8 mars.', quote, 'fr')).toEqual(['5']);
});
