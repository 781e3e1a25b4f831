import type { Language } from '../pairs.ts';
import { type Edit, followsNumber, replaceMatch } from './edit.ts';

/** Each unit, as it stands after a number, and another one. Money before a number is in `SIGNS`. */
const OTHERS: Record<Language, [RegExp, string][]> = {
  en: [
    [/percent(?!age)/gu, 'percentage points'],
    [/\s?%/gu, ' percentage points'],
    [/basis points/gu, 'percentage points'],
    [/euros/gu, 'dollars'],
    [/dollars/gu, 'euros'],
    [/(?:Swedish )?kronor/gu, 'euros'],
    [/won(?= |,)/gu, 'yen'],
    [/miles/gu, 'kilometres'],
    [/metres/gu, 'miles'],
    [/seconds/gu, 'minutes'],
    [/years/gu, 'months'],
  ],
  de: [
    [/Prozent/gu, 'Prozentpunkte'],
    [/Euro/gu, 'Dollar'],
    [/Dollar/gu, 'Euro'],
    [/Kilometer/gu, 'Meilen'],
    [/Zentimeter/gu, 'Meter'],
    [/Jahre/gu, 'Monate'],
  ],
  es: [
    [/\s?%|por ciento/gu, ' puntos porcentuales'],
    [/dólares/gu, 'euros'],
    [/euros/gu, 'dólares'],
    [/kilómetros/gu, 'millas'],
    [/años/gu, 'meses'],
  ],
  fr: [
    [/\s?%/gu, ' points'],
    [/points?(?! de base)/gu, '%'],
    [/d'euros/gu, 'de dollars'],
    [/(?<!d')euros/gu, 'dollars'],
    [/de dollars/gu, "d'euros"],
    [/kilomètres/gu, 'milles'],
    [/mètres/gu, 'kilomètres'],
    [/d'années/gu, 'de mois'],
    [/ans/gu, 'mois'],
  ],
  zh: [
    [/%/gu, '个百分点'],
    [/个百分点/gu, '%'],
    [/元(?:人民币)?/gu, '美元'],
    [/欧元/gu, '美元'],
    [/公里/gu, '英里'],
    [/吨/gu, '公斤'],
    [/米/gu, '公里'],
    [/秒/gu, '分'],
  ],
  ar: [
    [/في الم(?:ئ|ائ)ة|%/gu, 'نقطة مئوية'],
    [/دولار/gu, 'يورو'],
    [/يورو/gu, 'دولار'],
    [/درهم|جنيه/gu, 'دولار'],
    [/وون/gu, 'ين'],
    [/كرونة سويدية/gu, 'يورو'],
    [/كيلومتر(?:ات)?/gu, 'ميل'],
    [/ميلا/gu, 'كيلومترا'],
    [/ميغاواط/gu, 'جيغاواط'],
    [/يوما/gu, 'أسبوعا'],
  ],
};

const SIGNS: [RegExp, string][] = [
  [/\$(?=\d)/gu, '€'],
  [/€(?=\d)/gu, '$'],
];

/** Plants other units: percent become percentage points, euros become dollars, miles become kilometres. */
export const editUnits = (claim: string, language: Language): Edit[] => [
  ...SIGNS.flatMap(([sign, other]) =>
    Array.from(claim.matchAll(sign), (match) => replaceMatch('unit', match, other)),
  ),
  ...OTHERS[language].flatMap(([unit, other]) =>
    [...claim.matchAll(unit)]
      .filter((match) => followsNumber(claim, match.index))
      .map((match) => replaceMatch('unit', match, other)),
  ),
];
