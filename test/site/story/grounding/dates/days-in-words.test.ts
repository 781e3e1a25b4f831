import { describe, expect, test } from 'vitest';
import { missingFigures } from '../figures.ts';

// Each line of a language is another day.
const DAYS: Readonly<Record<string, { frame: string; days: readonly string[] }>> = {
  es: {
    frame: 'Ocurrió el @ según informes.',
    days: [
      '1 de enero|uno de enero|primero de enero|1.º de enero|1º de enero',
      '4 de julio|cuatro de julio',
      '28 de mayo de 2019|veintiocho de mayo de 2019|28/5/2019',
      '21 de mayo de 2019|veintiuno de mayo de 2019',
      '30 de mayo de 2019|treinta de mayo de 2019',
      '31 de mayo de 2019|treinta y uno de mayo de 2019',
    ],
  },
  fr: {
    frame: "C'est arrivé le @ selon des rapports.",
    days: [
      '1er janvier|1 janvier|premier janvier|1er janv.',
      '4 juillet|quatre juillet',
      '14 février 2020|quatorze février 2020|14 fév. 2020|14 févr. 2020',
      '17 mai 2019|dix-sept mai 2019',
      '28 mai 2019|vingt-huit mai 2019',
      '21 mai 2019|vingt et un mai 2019',
      '31 mai 2019|trente et un mai 2019',
    ],
  },
  ar: {
    frame: 'حدث ذلك في @ حسب التقارير.',
    days: [
      '28 مايو 2019|الثامن والعشرين من مايو 2019|28/5/2019',
      '20 مايو 2019|العشرين من مايو 2019',
      '8 مايو 2019|الثامن من مايو 2019',
      '18 مايو 2019|الثامن عشر من مايو 2019',
      '31 مايو 2019|الحادي والثلاثين من مايو 2019',
      '11 مايو 2019|الحادي عشر من مايو 2019',
      '1 يناير|الأول من يناير',
    ],
  },
};

describe.each(Object.entries(DAYS))('days in words, in %s', (language, { frame, days }) => {
  const forms = days.flatMap((line, at) => line.split('|').map((form) => ({ at, form })));
  const passage = (form: string) => ({ text: frame.replace('@', form), language });
  const isFound = (claim: string, quote: string) =>
    missingFigures(passage(claim), [passage(quote)]).length === 0;

  test('a day is the same in words and in digits, and no other day', () => {
    const wrong = forms.flatMap((claim) =>
      forms
        .filter((quote) => isFound(claim.form, quote.form) !== (claim.at === quote.at))
        .map((quote) => `${claim.form} from ${quote.form}`),
    );
    expect(wrong).toEqual([]);
  });
});
