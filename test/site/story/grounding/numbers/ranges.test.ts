import { describe, expect, test } from 'vitest';
import { hasFigures } from '../figures.ts';

describe('a score', () => {
  test.each([
    ['The home side won 3–2.', 'They lost 2-3 after three goals in four minutes.', 'en'],
    ['Mit 80 zu 67 siegte die Mannschaft.', 'Am Sonntag gewannen sie 80:67 (48:36).', 'de'],
    ['Ganó por 4 a 2.', 'Se impuso por 4-2.', 'es'],
    ['球队以4:2获胜。', '球队4比2获胜。', 'zh'],
    ['فاز المنتخب 3-2.', 'فاز المنتخب 3 / 2.', 'ar'],
    ['They won 5-1.', 'They won by five goals to one.', 'en'],
    ['They won 2-0.', 'They won by two goals without reply.', 'en'],
    ['فازوا 2-صفر.', 'فازوا 2-0.', 'ar'],
    ['They were aged 15-69.', 'They were between 15 and 69.', 'en'],
  ])('%s is that of: %s', (claim, quote, language) => {
    expect(hasFigures(claim, quote, language)).toBe(true);
  });

  test.each([
    ['The home side won 4-2.', 'They won 3-2 and are 4 points ahead.', 'en'],
    ['Mit 80:66 siegte die Mannschaft.', 'Sie gewannen 80:67 und haben 66 Punkte.', 'de'],
    ['球队以4:3获胜。', '球队4比2获胜,这是第3次。', 'zh'],
  ])('%s is not that of: %s', (claim, quote, language) => {
    expect(hasFigures(claim, quote, language)).toBe(false);
  });
});

describe('a unit and a scale stand once for two numbers', () => {
  test.each([
    ['Es fiel von 258 auf 232 Millionen Euro.', 'Es waren 232 Millionen Euro nach 258 Millionen Euro.', 'de'],
    ['Es sind 39 statt 54 Prozent.', 'Erwartet waren 54 Prozent, es sind 39 Prozent.', 'de'],
    ['Il vise entre 675 et 700 millions d’euros.', 'Il vise entre 675 et 700 ME.', 'fr'],
    ['The lake is 5 to 7 km wide.', 'The lake is 5 km wide, and 7 km in places.', 'en'],
    ['Profit rose by a fifth to $3bn.', 'Profit rose 20% to $3 billion.', 'en'],
  ])('%s', (claim, quote, language) => {
    expect(hasFigures(claim, quote, language)).toBe(true);
  });

  test.each([
    ['It is 125 m long.', 'It is 125 km long.', 'en'],
    ['It flies 6218 m above us, as ever.', 'It flies 6,218 km above us.', 'en'],
  ])('%s is not: %s', (claim, quote, language) => {
    expect(hasFigures(claim, quote, language)).toBe(false);
  });
});

test.each([
  ['بلغت 32.575 مليار دولار.', 'بلغت 32 مليار و575 مليون دولار.', 'ar'],
  ['It cost 3.2 billion dollars.', 'It cost 3 billion 200 million dollars.', 'en'],
])('%s is one number in parts: %s', (claim, quote, language) => {
  expect(hasFigures(claim, quote, language)).toBe(true);
});
