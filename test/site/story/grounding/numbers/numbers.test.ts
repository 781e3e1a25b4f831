import { expect, test } from 'vitest';
import { hasFigures } from '../figures.ts';

test.each([
  ['Il y a 18 mois de travaux.', 'Ce sera fait dans les 18 prochains mois.', 'fr'],
  ['It took six years.', 'It took the next six full years.', 'en'],
  ['استمر سبعة أشهر.', 'خلال الأشهر السبعة الأولى من العام.', 'ar'],
  ['هذه عشرة بنوك.', 'للبنوك السعودية العشرة.', 'ar'],
  ['حلت ثانية بأربع نقاط.', 'حلت ثانية برصيد 4 نقاط.', 'ar'],
  ['سجل في الدقيقة الخامسة والثمانين.', 'سجل في الدقيقة 85.', 'ar'],
  ['في المركز 15.', 'في الموقع الخامس عشر.', 'ar'],
  ['Ein 20-Jähriger fuhr.', 'Der Fahrer (20) fuhr.', 'de'],
  ['أصيب أحد عشر شخصا.', 'أصيب 11 شخصا.', 'ar'],
  ['Los 3,6 billones saldrán a licitación.', 'Una licitación por 3,6 billones de pesos.', 'es'],
  ['Earnings rose in Q2.', 'Earnings rose in the second quarter.', 'en'],
  ['Ist am 8.2. so gekommen.', 'Ist am 8. Februar so gekommen.', 'de'],
  ['Er traf nach 73 Minuten.', 'Er traf in der 73. Minute.', 'de'],
  ['Sie erhöht in der 67. Minute.', 'Sie erhöht noch auf 3:0 (67.).', 'de'],
  ['Der Schaden liegt bei 20.000 Euro.', 'Schaden: 20.000,- Euro.', 'de'],
  ['Duró medio minuto.', 'Duró 30 segundos.', 'es'],
  ['It took one and a half hours.', 'It took 90 minutes.', 'en'],
  ['总统27日说。', '总统今(27)日说。', 'zh'],
  ['Un dividende de 1 955 millions d’euros.', 'Un dividende de 1 955 ME.', 'fr'],
])('%s has the number of: %s', (claim, quote, language) => {
  expect(hasFigures(claim, quote, language)).toBe(true);
});

test.each([
  ['استمر سبعة أشهر.', 'خلال الأشهر الستة الأولى من العام.', 'ar'],
  ['استمر سبع سنوات.', 'خلال الأشهر السبعة الأولى من العام.', 'ar'],
  ['حلت ثانية بخمس نقاط.', 'حلت ثانية برصيد 4 نقاط.', 'ar'],
  ['Ein 30-Jähriger fuhr.', 'Der Fahrer (20) fuhr.', 'de'],
  ['Costó 5 millones de dólares.', 'Costó 5 millones de pesos.', 'es'],
  ['Earnings rose in Q3.', 'Earnings rose in the second quarter.', 'en'],
  ['Se hallaron 16 especies.', 'Se hallaron 16.000 especies.', 'es'],
  ['It is 2016 km away.', 'It was there in 2016.', 'en'],
])('%s has not the number of: %s', (claim, quote, language) => {
  expect(hasFigures(claim, quote, language)).toBe(false);
});
