import { describe, expect, test } from 'vitest';
import { groundClaim } from '../../../../../src/site/story/grounding/ground.ts';
import { hasFigures } from '../figures.ts';

const isFound = (language: string, claim: string, quote: string) => hasFigures(claim, quote, language);

test.each([
  ['en', 'The 28-year-old won.', 'Smith, 28, won.'],
  ['en', 'Sales rose in Q3.', 'In the third quarter, sales rose.'],
  ['fr', 'Les ventes ont augmenté au troisième trimestre.', 'Au T3, les ventes ont augmenté.'],
  ['zh', '第三季度营收为12亿元。', '三季度营收12亿元。'],
  ['es', 'Costó 2,5 millones.', 'Costó dos millones y medio.'],
  ['ar', 'بلغت الكلفة 9 مليارات دولار.', 'بلغت الكلفة 9 ملايير دولار.'],
  ['es', 'Subió casi un 20 %.', 'Subió un 19,85 %.'],
  ['en', 'Apple has sold 1 billion iPhones.', 'Apple has sold the billionth iPhone.'],
  ['es', 'Hay medio centenar de casos.', 'Hay 50 casos.'],
  ['es', 'Creció un tercio.', 'Creció un 33 por ciento.'],
  ['es', 'Quedan dos días.', 'Quedan 48 horas.'],
  ['es', 'Invierten 15,5 millones de euros.', 'Invierten 15,5 millones.'],
  ['en', 'It costs $0.42.', 'It costs 42 cents.'],
  ['en', 'It took one and a half years.', 'It took 18 months.'],
  ['ar', 'شاركت إحدى وعشرون فرقة.', 'شاركت 21 فرقة.'],
  ['ar', 'الفائدة خمسة بالمئة.', 'الفائدة 5%.'],
  ['de', 'Darunter waren acht Einsätze.', 'Achtmal wurden sie gerufen.'],
  ['de', 'Er zahlte 120,50 Euro.', 'Er zahlte 120 Euro und 50 Cent.'],
  ['es', 'Más de la mitad irá a obras.', 'El 53 por ciento irá a obras.'],
  ['ar', 'سجلت 7 وفيات في يوم واحد.', 'سجلت 7 وفيات في الــ 24 ساعة الماضية.'],
  ['ar', 'بلغت قوة الهزة 4,1 درجات.', 'زلزال 4.1 ريختر يضرب المدينة.'],
  ['en', 'More than four hundred blocks flooded.', 'At least 438 blocks flooded.'],
  ['zh', '产量约为10.7万吨。', '产量106551吨。'],
  ['ar', 'تبلغ الاستثمارات مليارا و400 مليون.', 'تبلغ الاستثمارات 1.4 مليار.'],
  ['ar', 'عالجت الفرق ألفا و401 حالة.', 'تعاملت مع (1401) حالة.'],
  ['zh', '列车于晚上十点零五分恢复通行。', '22时05分列车恢复通行。'],
  ['de', 'Sie rückten 55-mal aus.', 'Sie hatten 55 Einsätze.'],
])('%s: the quote has the number in another form: %s', (language, claim, quote) => {
  expect(isFound(language, claim, quote)).toBe(true);
});

test.each([
  ['en', 'The 29-year-old won.', 'Smith, 28, won.'],
  ['en', 'The law is 1,928 years old.', 'The law is 1,928.'],
  ['en', 'Sales rose in Q2.', 'In the third quarter, sales rose.'],
  ['zh', '第二季度营收为12亿元。', '三季度营收12亿元。'],
  ['es', 'Costó 2,5 millones.', 'Costó dos millones.'],
  ['zh', '用户超过2000亿。', '用户突破 2000 万。'],
  ['en', 'Apple has sold the millionth iPhone.', 'Apple has sold the billionth iPhone.'],
  ['es', 'Hay medio centenar de casos.', 'Hay 40 casos.'],
  ['en', 'More than four hundred blocks flooded.', '538 blocks flooded.'],
  ['ar', 'تبلغ الاستثمارات مليارا و300 مليون.', 'تبلغ الاستثمارات 1.4 مليار.'],
  ['es', 'Creció un tercio.', 'Creció un 38 por ciento.'],
  ['es', 'Quedan tres días.', 'Quedan 48 horas.'],
  [
    'es',
    'Invierten 15,5 millones de dólares.',
    'Invierten 15,5 millones, de un total de 20 millones de euros.',
  ],
  ['en', 'It costs $0.43.', 'It costs 42 cents.'],
  ['ar', 'شاركت إحدى وثلاثون فرقة.', 'شاركت 21 فرقة.'],
])('%s: the quote has another number: %s', (language, claim, quote) => {
  expect(isFound(language, claim, quote)).toBe(false);
});

test('nobody can tell whether a part in words was worked out well', () => {
  const claim = { text: 'Nearly three quarters of the calls were medical.', language: 'en' };
  const quote = { text: 'Of 3,823 calls, 2,776 were medical-related.', language: 'en' };
  const results = (of: typeof quote) =>
    groundClaim(claim, [of])
      .findings.filter(({ kind }) => kind === 'number')
      .map(({ result }) => result);
  expect(results(quote)).toEqual(['to be read']);
  expect(results({ text: 'Of the calls, 60% were medical.', language: 'en' })).not.toContain('found');
});

describe('a number with another unit', () => {
  const ground = (language: string, claim: string, quote: string) =>
    groundClaim({ text: claim, language }, [{ text: quote, language }]).findings;

  test.each([
    ['en', 'The tunnel is 31 miles long.', 'The tunnel is 31 kilometres long.', '31 miles', '31 kilometres'],
    ['en', 'The calf weighed 90 pounds.', 'The calf weighed 90 kilograms.', '90 pounds', '90 kilograms'],
    [
      'de',
      'Der Tunnel ist 31 Meilen lang.',
      'Der Tunnel ist 31 Kilometer lang.',
      '31 Meilen',
      '31 Kilometer',
    ],
    [
      'es',
      'El parque mide 700 kilómetros cuadrados.',
      'El parque mide 700 hectáreas.',
      '700 kilómetros cuadrados',
      '700 hectáreas',
    ],
    [
      'fr',
      'Le navire est à 8 kilomètres du port.',
      'Le navire est à 8 milles marins du port.',
      '8 kilomètres',
      '8 milles marins',
    ],
    ['zh', '该船距离港口8公里。', '该船距离港口8海里。', '8公里', '8海里'],
    [
      'ar',
      'تبعد السفينة 8 كيلومترات عن الميناء.',
      'تبعد السفينة 8 أميال بحرية عن الميناء.',
      '8 كيلومترات',
      '8 أميال بحرية',
    ],
  ])('is contradicted if the figure is the same: %s: %s', (language, claim, quote, text, quoted) => {
    expect(ground(language, claim, quote)).toContainEqual({
      kind: 'number',
      text,
      result: 'contradicted',
      quoted,
    });
  });

  test('is to be read if the figure is another one, which may be the same length', () => {
    const [number] = ground('en', 'The tunnel is 31 miles long.', 'The tunnel is 50 kilometres long.').filter(
      ({ kind }) => kind === 'number',
    );
    expect(number?.result).toBe('to be read');
  });

  test('is found if the nautical miles are so many kilometres', () => {
    const findings = ground('en', 'The ship is 3 nautical miles away.', 'The ship is 5.556 kilometres away.');
    expect(findings.find(({ kind }) => kind === 'number')?.result).toBe('found');
  });
});

test.each([
  ['en', 'It took 90 minutes and two hours and a half.', 'It took 90 minutes and 2.5 hours.'],
  ['es', 'Duró tres horas y media.', 'Duró 3,5 horas.'],
  ['es', 'Está a cuatro kilómetros y medio.', 'Está a 4,5 kilómetros.'],
  ['es', 'Está a unos cuatro kilómetros y medio.', 'Está a 4,58 kilómetros.'],
  ['fr', 'Il a duré deux heures et demie.', 'Il a duré 150 minutes.'],
  ['fr', 'Il commence à huit heures et demie.', 'Il commence à 8 h 30.'],
  ['ar', 'استغرق ثلاث ساعات ونصف.', 'استغرق 3.5 ساعات.'],
])('a half after the unit counts: %s: %s', (language, claim, quote) => {
  expect(isFound(language, claim, quote)).toBe(true);
});
