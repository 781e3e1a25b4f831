import { type Inflections, Inflector } from './inflection.ts';
import irregular from './irregular.json' with { type: 'json' };

// What forms of a word are one word, by language. Words are as `tokensOf()` makes them: in lower case and without accents, so what the
// stemmers need of these is put back, or done without.

/** Returns the same key for the forms of a word, and seldom for two words. */
export type KeyOf = (word: string) => string;

export interface Language {
  script: 'Latin' | 'Cyrillic' | 'Greek' | 'Arabic' | 'Hebrew' | 'Devanagari' | 'Tamil';
  /** Loads what makes keys, since few newsrooms write in more than two or three languages. */
  load: () => Promise<KeyOf>;
  /** Loads the rules for forms that begin or change where no stemmer follows. */
  inflector?: () => Promise<Inflector>;
  /** What may be written as one word with the one after it. */
  prefixes?: readonly string[];
  /** Whether it writes several words as one: Steuerreform. */
  isCompounding?: true;
  /** Letters that stand for others at the end of a stem: katu, kadulla. */
  turns?: Readonly<Record<string, string>>;
}

type Rules = readonly (readonly [RegExp, string])[];
const apply = (rules: Rules, word: string) =>
  rules.reduce((text, [ending, instead]) => text.replace(ending, instead), word);

/** Makes keys with a stemmer: `before` changes what it takes, `after` what it returns. */
const stemmed =
  (module: () => Promise<{ stemmer: KeyOf }>, before: Rules = [], after: Rules = []) =>
  async (): Promise<KeyOf> => {
    const { stemmer } = await module();
    return (word) => apply(after, stemmer(apply(before, word)));
  };

/** Loads rules, once. */
const inflected = (module: () => Promise<{ default: Inflections }>) => {
  let loaded: Promise<Inflector> | undefined;
  return () => {
    loaded ??= module().then((rules) => new Inflector(rules.default));
    return loaded;
  };
};

/** Makes keys by taking off endings, each if it leaves enough. */
const cut = (rules: Rules) => async (): Promise<KeyOf> => (word) => apply(rules, word);

const IRREGULAR = new Map(irregular.en.flatMap((forms) => forms.split(' ').map((form) => [form, forms])));

/** Folding has made и of й, which only stands after vowels. */
const SHORT_I: Rules = [[/(?<=[аеиоуыэюяі])и$/u, 'й']];
/** A vowel that stands before the last consonant in one form only: рынок, рынка. */
const FLEETING: Rules = [[/(?<=.[бвгджзклмнпрстфхцчшщ])[ое](?=[кц]$)/u, '']];

const TURKISH_ENDINGS =
  /^(.{4,}?)(?:l[ae]r)?(?:[iu]?m[iu]z|[iu]?n[iu]z|s[iu]|[iu]m|[iu]n|[iu])?(?:(?:(?<!o)n)?[iu]n|(?:(?<!o)[yn])?[aeiu]|[nd]?d[ae]n?|t[ae]n?|yl[ae]|l[ae])?(?:ki)?(?:ler|lar)?$/;
const SOFTENED: Readonly<Record<string, string>> = { b: 'p', d: 't', g: 'k' };
/** Takes off the endings of nouns. What is left has at least four letters, and ends as the word alone does: kitabı, kitap. */
const turkish: KeyOf = (word) => {
  const stem = (word.length < 5 ? word : (TURKISH_ENDINGS.exec(word)?.[1] ?? word)).replace(/[aeiou]$/, '');
  return stem.replace(/[bdg]$/, (letter) => SOFTENED[letter] as string);
};

/** Finnish consonants that are weaker in some forms: asunto, asunnot. */
const GRADATION: Rules = [
  [/(?:nn|nt|n)$/, 'n'],
  [/(?:mm|mp|m)$/, 'm'],
  [/(?:ng|nk)$/, 'nk'],
  [/(?:ll|lt|l)$/, 'l'],
  [/(?:rr|rt|r)$/, 'r'],
  [/(?:tt|t|d)$/, 't'],
  [/(?:pp|p|v)$/, 'p'],
  [/kk$/, 'k'],
];

const ARABIC_PREFIXES = ['ال', 'وال', 'بال', 'كال', 'فال', 'لل', 'ولل', 'و', 'ب', 'ل'];
const ARABIC_ENDING: Rules[number] = [/(?<=.{3})(?:ات|ون|ين|ان|تين|تان|هم|ها|نا|كم|يه|ه|ي)$/u, ''];
const ARABIC: Rules = [[/^(?:و?(?:ال|لل)|[بكف]ال)(?=.{3})/u, ''], ARABIC_ENDING, ARABIC_ENDING];
const PERSIAN: Rules = [[/(?<=.{2})(?:هاي|هايي|ها|ان|ات|ي|ه)$/u, '']];
const HEBREW_PREFIXES = ['ה', 'ו', 'ב', 'ל', 'מ', 'ש', 'וה', 'מה', 'שה'];
const HEBREW: Rules = [
  [/^(?:[ומש]?ה)(?=.{3})/u, ''],
  [/(?<=.{2})(?:ים|ות|יה|ית|ה|ת)$/u, ''],
];
const POLISH: Rules = [
  [
    /(?<=.{3})(?:iach|iami|iego|iemu|owie|ach|ami|ego|emu|ymi|imi|ych|ich|iej|iem|iom|owi|om|ow|em|ej|ym|im|ia|ie|io|iu|[aeiouy])$/,
    '',
  ],
  [/(?<=.{2})(?:rz|dz|sz|cz)$/, ''],
  [/(?<=.{2})i$/, ''],
];
const CZECH: Rules = [
  [/(?<=.{3})(?:ovi|ech|ich|ami|emi|ymi|imi|ach|ych|eho|emu|ove|em|um|ou|ym|im|uv|[aeiouy])$/, ''],
  [/(?<=..)e(?=[^aeiouy]$)/, ''],
];

/** What is known of Norwegian, as `nb` or `no`. It inflects as Danish does. */
const NORWEGIAN: Language = {
  script: 'Latin',
  load: stemmed(() => import('@orama/stemmers/norwegian')),
  isCompounding: true,
  inflector: inflected(() => import('./inflections/da.json', { with: { type: 'json' } })),
};

/** The languages that have rules, by the first part of their tags. */
export const LANGUAGES: Readonly<Record<string, Language>> = {
  en: {
    script: 'Latin',
    load: async () => {
      const { stemmer } = await import('@orama/stemmers/english');
      return (word) => IRREGULAR.get(word) ?? stemmer(word);
    },
  },
  de: {
    script: 'Latin',
    load: stemmed(() => import('@orama/stemmers/german'), [], [[/inn$/, 'in']]),
    isCompounding: true,
    inflector: inflected(() => import('./inflections/de.json', { with: { type: 'json' } })),
  },
  nl: {
    script: 'Latin',
    load: stemmed(
      () => import('@orama/stemmers/dutch'),
      [],
      [
        [/z$/, 's'],
        [/v$/, 'f'],
        [/([aeou])\1(?=[^aeiou]$)/, '$1'],
      ],
    ),
    isCompounding: true,
    inflector: inflected(() => import('./inflections/nl.json', { with: { type: 'json' } })),
  },
  sv: {
    script: 'Latin',
    load: stemmed(() => import('@orama/stemmers/swedish')),
    isCompounding: true,
    inflector: inflected(() => import('./inflections/sv.json', { with: { type: 'json' } })),
  },
  da: {
    script: 'Latin',
    load: stemmed(() => import('@orama/stemmers/danish')),
    isCompounding: true,
    inflector: inflected(() => import('./inflections/da.json', { with: { type: 'json' } })),
  },
  nb: NORWEGIAN,
  no: NORWEGIAN,
  fi: {
    script: 'Latin',
    load: stemmed(() => import('@orama/stemmers/finnish'), [], [[/[aeiouy]+$/, ''], ...GRADATION]),
    isCompounding: true,
    turns: { t: 'd', d: 't', p: 'v', v: 'p' },
    inflector: inflected(() => import('./inflections/fi.json', { with: { type: 'json' } })),
  },
  hu: { script: 'Latin', load: stemmed(() => import('@orama/stemmers/hungarian')), isCompounding: true },
  fr: {
    script: 'Latin',
    load: stemmed(
      () => import('@orama/stemmers/french'),
      [
        [/ees?$/, 'e'],
        [/trices?$/, 'teur'],
        [/(?:euses?|(?<=.{4})eux)$/, 'eur'],
      ],
      [[/(?<=.{4})eur$/, '']],
    ),
    inflector: inflected(() => import('./inflections/fr.json', { with: { type: 'json' } })),
  },
  es: {
    script: 'Latin',
    load: stemmed(
      () => import('@orama/stemmers/spanish'),
      [
        [/iones$/, 'ion'],
        [/dades$/, 'dad'],
        [/z$/, 'c'],
      ],
    ),
    inflector: inflected(() => import('./inflections/es.json', { with: { type: 'json' } })),
  },
  pt: {
    script: 'Latin',
    load: stemmed(
      () => import('@orama/stemmers/portuguese'),
      [
        [/(?:oes|aes|aos)$/, 'ao'],
        [/(?<=[aeou])is$/, 'l'],
        [/(?<=[eio])ns$/, 'm'],
      ],
    ),
    inflector: inflected(() => import('./inflections/pt.json', { with: { type: 'json' } })),
  },
  it: {
    script: 'Latin',
    load: stemmed(() => import('@orama/stemmers/italian'), [], [[/(?<=[cg])h$/, '']]),
    inflector: inflected(() => import('./inflections/it.json', { with: { type: 'json' } })),
  },
  ro: { script: 'Latin', load: stemmed(() => import('@orama/stemmers/romanian')) },
  id: { script: 'Latin', load: stemmed(() => import('@orama/stemmers/indonesian')) },
  tr: {
    script: 'Latin',
    load: async () => turkish,
    inflector: inflected(() => import('./inflections/tr.json', { with: { type: 'json' } })),
  },
  pl: {
    script: 'Latin',
    load: cut(POLISH),
    inflector: inflected(() => import('./inflections/pl.json', { with: { type: 'json' } })),
  },
  cs: {
    script: 'Latin',
    load: cut(CZECH),
    inflector: inflected(() => import('./inflections/cs.json', { with: { type: 'json' } })),
  },
  sk: {
    script: 'Latin',
    load: cut(CZECH),
    inflector: inflected(() => import('./inflections/cs.json', { with: { type: 'json' } })),
  },
  ru: {
    script: 'Cyrillic',
    load: stemmed(() => import('@orama/stemmers/russian'), SHORT_I, FLEETING),
    inflector: inflected(() => import('./inflections/ru.json', { with: { type: 'json' } })),
  },
  uk: {
    script: 'Cyrillic',
    load: stemmed(() => import('@orama/stemmers/ukrainian'), SHORT_I, [...FLEETING, [/ц$/u, 'к']]),
    inflector: inflected(() => import('./inflections/uk.json', { with: { type: 'json' } })),
  },
  bg: { script: 'Cyrillic', load: stemmed(() => import('@orama/stemmers/bulgarian'), SHORT_I) },
  el: { script: 'Greek', load: stemmed(() => import('@orama/stemmers/greek')) },
  hi: { script: 'Devanagari', load: stemmed(() => import('@orama/stemmers/indian')) },
  ta: { script: 'Tamil', load: stemmed(() => import('@orama/stemmers/tamil')) },
  ar: {
    script: 'Arabic',
    load: cut(ARABIC),
    prefixes: ARABIC_PREFIXES,
    inflector: inflected(() => import('./inflections/ar.json', { with: { type: 'json' } })),
  },
  fa: {
    script: 'Arabic',
    load: cut(PERSIAN),
    inflector: inflected(() => import('./inflections/fa.json', { with: { type: 'json' } })),
  },
  he: {
    script: 'Hebrew',
    load: cut(HEBREW),
    prefixes: HEBREW_PREFIXES,
    inflector: inflected(() => import('./inflections/he.json', { with: { type: 'json' } })),
  },
};

/** English words that look like forms of others, and are not. */
const OTHERS = new Set(irregular.notForms);
/** The endings of English verbs and nouns, with the letter that may be doubled before them. What else a stemmer takes off makes another word. */
const ENDINGS = /^(?:|e|y|s|es|ies|d|ed|ied|ing|ying|'s)$/;

/** Whether two English words that have one stem are forms of one word: floods and flooded, and not import and important. */
export function areForms(one: string, other: string): boolean {
  if (OTHERS.has(one) || OTHERS.has(other)) return false;
  if (IRREGULAR.get(one)?.split(' ').includes(other)) return true;
  let common = 0;
  while (common < one.length && one[common] === other[common]) common++;
  const last = one[common - 1];
  return [one, other].every((word) => {
    const rest = word.slice(common);
    return ENDINGS.test(rest) || (rest.startsWith(last ?? ' ') && /^.(?:ed|ing)$/.test(rest));
  });
}

/** Whether an English word has no other forms at all. */
export const isInvariable = (word: string): boolean => OTHERS.has(word);
