import { buildLanguage } from './language.ts';

/** Rules for a language that has none of its own: digits, signs of units and currencies, ISO dates, capitals. */
export const otherLanguage = (tag: string) =>
  buildLanguage(tag, {
    decimal: null,
    spaced: true,
    dayFirst: true,
    months: [],
    weekdays: [],
    numbers: {},
    scales: {},
    units: {},
    about: '',
    over: '',
    under: '',
    to: '',
    beforeYear: '',
    functionWords: '',
    verbs: '',
    titles: '',
    negations: '',
  });
