import { describe, expect, test } from 'vitest';
import { groundClaim } from '../../../../../src/site/story/grounding/ground.ts';

// The forms in which texts write one and the same decade, or years that are none. Each line of a language is another time.
const FORMS: Readonly<Record<string, { frame: string; times: readonly string[] }>> = {
  en: {
    frame: 'It began @, as reported.',
    times: [
      "in the 1990s|in the nineties|in the ’90s|in the 90s|in the 1990's|in the early nineties|in the mid-1990s|in the nineties of the last century",
      'in the 1980s|in the eighties|in the late ’80s',
      'in the 1890s|in the nineties of the 19th century',
      'in the 2000s|in the noughties',
      'in 1990',
      'in 1994',
    ],
  },
  de: {
    frame: 'Es begann @, wie berichtet.',
    times: [
      'in den 1990er Jahren|in den 90er Jahren|in den 1990ern|in den 90er-Jahren|in den Neunzigerjahren|in den neunziger Jahren|in den Neunzigern|in den Neunzigerjahren des vergangenen Jahrhunderts',
      'in den Achtzigerjahren|in den 1980er-Jahren',
      'in den 1890er Jahren|in den 90er Jahren des 19. Jahrhunderts',
      'in den Nullerjahren|in den 2000er Jahren',
      'im Jahr 1990',
    ],
  },
  es: {
    frame: 'Empezó @, según informes.',
    times: [
      'en los años 90|en los años noventa|en la década de 1990|en la década de los noventa|en los noventa|en los 90|en los años 1990|en los años 90 del siglo pasado',
      'en los años 80|en los ochenta|en la década de los 80',
      'en los años 90 del siglo XIX|en la década de 1890',
      'en 1990',
    ],
  },
  fr: {
    frame: "C'est arrivé @, selon des rapports.",
    times: [
      'dans les années 1990|dans les années 90|dans les années quatre-vingt-dix|à la fin des années 90|dans les années 90 du siècle dernier',
      'dans les années 1980|dans les années quatre-vingts|dans les années 80',
      'dans les années 1890|dans les années 90 du XIXe siècle',
      'en 1990',
    ],
  },
  zh: {
    frame: '据报道,此事始于@。',
    times: [
      '20世纪90年代|上世纪90年代|上个世纪90年代|1990年代|90年代|二十世纪九十年代|上世纪九十年代|九十年代',
      '20世纪80年代|八十年代',
      '19世纪90年代|1890年代|十九世纪九十年代',
      '本世纪20年代|2020年代|21世纪20年代',
      '1990年',
    ],
  },
  ar: {
    frame: 'بدأ ذلك @ حسب التقارير.',
    times: [
      'في تسعينيات القرن الماضي|في التسعينات|في التسعينيات|في تسعينيات القرن العشرين|في التسعينيات من القرن الماضي',
      'في الثمانينيات|في ثمانينات القرن الماضي',
      'في تسعينيات القرن التاسع عشر',
      'في عام 1990',
    ],
  },
};

const missing = (claim: string, quote: string, language: string): string[] =>
  groundClaim({ text: claim, language }, [{ text: quote, language }])
    .findings.filter(({ kind, result }) => (kind === 'date' || kind === 'number') && result !== 'found')
    .map(({ kind, text }) => `${kind} ${text}`);

describe.each(Object.entries(FORMS))('decades in %s', (language, { frame, times }) => {
  const forms = times.flatMap((line, at) =>
    line.split('|').map((form) => ({ at, form, text: frame.replace('@', form) })),
  );

  test('the forms of one decade are the same', () => {
    const alarms = forms.flatMap((claim) =>
      forms
        .filter((quote) => quote.at === claim.at)
        .flatMap((quote) =>
          missing(claim.text, quote.text, language).map((found) => `${quote.form}: ${found}`),
        ),
    );
    expect(alarms).toEqual([]);
  });

  test('another decade, or a year, is not', () => {
    const missed = forms.flatMap((claim) =>
      forms
        .filter((quote) => quote.at !== claim.at && missing(claim.text, quote.text, language).length === 0)
        .map((quote) => `${claim.form} from ${quote.form}`),
    );
    expect(missed).toEqual([]);
  });
});

test.each([
  ['en', 'She died in her nineties.'],
  ['en', 'She died in her early nineties.'],
  ['en', 'She died in her 90s.'],
  ['en', 'She died in her mid-90s.'],
  ['de', 'Sie starb in ihren Neunzigern.'],
  ['es', 'Hablaron los 90 diputados de los 90 distritos.'],
  ['de', 'Der Neunziger Bus kam.'],
  ['es', 'Vivió los años 1990 y 1991 en Roma.'],
  ['es', 'Vivió los años 1990-1995 en Roma.'],
  ['es', 'Fue una década de 90 años.'],
  ['es', 'Habló durante los 90 que quedaban.'],
  ['ar', 'توفيت في التسعينيات من عمرها.'],
  ['ar', 'توفيت في التسعينيات من العمر.'],
])('no decade, in %s: %s', (language, text) => {
  const decades: Readonly<Record<string, string>> = {
    en: 'It began in the nineties.',
    de: 'Es begann in den Neunzigern.',
    es: 'Empezó en los años noventa.',
    ar: 'بدأ ذلك في التسعينيات.',
  };
  expect(missing(decades[language] ?? '', text, language)).toContainEqual(expect.stringMatching(/^date /));
});

test.each([
  ['es', 'Creció en los años 80 y 90.', 'Creció en los años ochenta y noventa.'],
  ['fr', 'Il a grandi dans les années 80 et 90.', 'Il a grandi dans les années 1980 et 1990.'],
  ['en', 'It grew in the 1980s and 1990s.', 'It grew in the eighties and the nineties.'],
  ['de', 'Es wuchs in den 1980er und 1990er Jahren.', 'Es wuchs in den 80er und 90er Jahren.'],
])('two decades, in %s: %s', (language, claim, quote) => {
  expect(missing(claim, quote, language)).toEqual([]);
  expect(missing(claim, quote.replace(/(?:and the n|y n|und 9|et 19)\S+/, ''), language)).toHaveLength(1);
});
