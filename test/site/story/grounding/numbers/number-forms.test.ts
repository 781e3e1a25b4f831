import { describe, expect, test } from 'vitest';
import { hasFigures } from '../figures.ts';

// The forms in which texts write one and the same number. Each line of a language is another number.
const FORMS: Readonly<Record<string, { frame: string; numbers: readonly string[] }>> = {
  en: {
    frame: 'The total was @ this time.',
    numbers: [
      '$1.5 million|US$1.5 million|$1,500,000|1.5 million dollars|$1.5m|$1.5 mn|USD 1.5 million|one and a half million dollars',
      '$1.6 million|$1,600,000|USD 1.6 million',
      '12 percent|12%|12 per cent|twelve percent|12 pct',
      '13 percentage points|13 points|13 pp|thirteen points',
      'a third|one third|1/3|one-third',
      'two thirds|two-thirds|2/3',
      '€20 billion|20 billion euros|EUR 20 billion|€20bn|20bn euros',
      '25 km|25 kilometers|25 kilometres',
      '25 miles|25 mi',
      '5 °C|5 degrees Celsius|5 degrees C|5°C',
      '40 percent|40%|40 per cent',
      '250,000|250 000|a quarter of a million|250k|250 thousand',
      '40 mph|40 miles per hour|40 miles an hour',
      '90 km/h|90 kilometers per hour|90 kph|90kmh',
    ],
  },
  de: {
    frame: 'Die Zahl war @ in dem Fall.',
    numbers: [
      '1,5 Millionen Euro|1.500.000 Euro|1,5 Mio. Euro|1,5 Mio €|anderthalb Millionen Euro|eineinhalb Millionen Euro|1 500 000 Euro',
      '1,5 Millionen Dollar|1,5 Millionen US-Dollar|1,5 Mio. USD|1,5 Millionen $',
      '13 Prozent|13 %|13%|dreizehn Prozent',
      '14 Prozentpunkte|14 Punkte|vierzehn Prozentpunkten',
      'ein Drittel|1/3|einem Drittel',
      'zwei Drittel|2/3|zwei Dritteln',
      '20 Milliarden Euro|20 Mrd. Euro|20 Mrd. €|zwanzig Milliarden Euro',
      '25 Kilometer|25 km|fünfundzwanzig Kilometer',
      '5 Grad|5 Grad Celsius|5 °C|fünf Grad',
      '12 Jahre alt|zwölfjährig|zwölfjährige',
      '250.000|250 000|eine Viertelmillion|250 Tausend',
      '90 km/h|90 Stundenkilometer|90 Kilometer pro Stunde',
    ],
  },
  es: {
    frame: 'La cifra fue de @ en este caso.',
    numbers: [
      '1,5 millones de euros|1.500.000 euros|1,5 M€|1,5 mill. de euros|un millón y medio de euros|1 500 000 euros',
      '1,6 millones de euros|1.600.000 euros',
      '1,5 millones de dólares|US$ 1,5 millones|1,5 millones USD|US$1.500.000',
      '12 por ciento|12 %|12%|doce por ciento',
      '13 puntos porcentuales|13 puntos|trece puntos',
      'un tercio|1/3|una tercera parte|la tercera parte',
      'dos tercios|2/3|dos terceras partes',
      '20.000 millones de euros|20 mil millones de euros|20 000 millones de euros|veinte mil millones de euros',
      '25 kilómetros|25 km|veinticinco kilómetros',
      '5 grados|5 °C|5 grados centígrados',
      '250.000|250 000|250 mil|un cuarto de millón',
      '100|cien|un centenar',
      '90 km/h|90 kilómetros por hora',
    ],
  },
  fr: {
    frame: 'Le chiffre était de @ cette fois.',
    numbers: [
      "1,5 million d'euros|1 500 000 euros|1,5 M€|un million et demi d'euros|1,5 million €",
      "1,6 million d'euros|1,6 M€",
      '1,5 million de dollars|1,5 million USD|1,5 M$',
      '12 %|12%|12 pour cent|douze pour cent',
      '13 points|13 points de pourcentage|treize points',
      'un tiers|1/3|le tiers',
      'deux tiers|2/3',
      "20 milliards d'euros|20 Md€|vingt milliards d'euros",
      '25 kilomètres|25 km|vingt-cinq kilomètres',
      '5 degrés|5 °C|cinq degrés Celsius',
      '250 000|250.000|250 mille|deux cent cinquante mille',
      '100|cent|une centaine',
      "90 km/h|90 kilomètres à l'heure|90 kilomètres par heure",
      'quatre-vingt-dix-sept|97',
      'dix-sept|17',
      'cent dix-huit|118',
    ],
  },
  zh: {
    frame: '总数为@。',
    numbers: [
      '150万美元|1,500,000美元|1.5百万美元|一百五十万美元|US$150万',
      '160万美元|一百六十万美元',
      '12%|百分之十二|百分之12',
      '13个百分点|十三个百分点',
      '三分之一|1/3',
      '三分之二|2/3',
      '200亿欧元|二百亿欧元|两百亿欧元',
      '25公里|25千米|二十五公里|25 km',
      '5摄氏度|5℃|五摄氏度',
      '25万|250000|二十五万|250,000',
      '3.5亿|3亿5千万|三亿五千万|35000万',
      '一万二千|1.2万|12000|1万2千',
    ],
  },
  ar: {
    frame: 'بلغ المجموع @ هذه المرة.',
    numbers: [
      '1.5 مليون دولار|1,500,000 دولار|1,5 مليون دولار|مليون ونصف المليون دولار|١٫٥ مليون دولار',
      '1.6 مليون دولار|1,600,000 دولار',
      '12 في المئة|12%|12 بالمئة|اثني عشر في المئة|١٢ بالمائة|٪12',
      '13 نقطة مئوية|13 نقطة',
      'ثلث|الثلث',
      'ثلثي|ثلثا|الثلثين',
      '20 مليار يورو|عشرين مليار يورو|٢٠ مليار يورو',
      '25 كيلومترا|25 كم|خمسة وعشرين كيلومترا',
      '5 درجات مئوية|5 درجات|خمس درجات',
      'ربع|25 في المئة|الربع',
      '250 ألفا|250,000|250 ألف|ربع مليون',
      'مليوني دولار|2 مليون دولار|مليونا دولار',
      'ألفي شخص|2000 شخص|ألفا شخص',
    ],
  },
};

describe.each(Object.entries(FORMS))('%s', (language, { frame, numbers }) => {
  const isFound = (claim = '', quote = '') =>
    hasFigures(frame.replace('@', claim), frame.replace('@', quote), language);
  const forms = numbers.map((line) => line.split('|'));

  test.each(forms)('is one number: %s, %s', (...same) => {
    const wrong = same.flatMap((claim) =>
      same.filter((quote) => !isFound(claim, quote)).map((quote) => `${claim} in ${quote}`),
    );
    expect(wrong).toEqual([]);
  });

  test('is another number', () => {
    const wrong = forms.flatMap(([claim], index) =>
      forms
        .filter(([quote], other) => other !== index && isFound(claim, quote))
        .map(([quote]) => `${claim} in ${quote}`),
    );
    expect(wrong).toEqual([]);
  });
});
