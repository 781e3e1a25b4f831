import ar from './pairs/ar.json' with { type: 'json' };
import arMore from './pairs/ar-more.json' with { type: 'json' };
import cross from './pairs/cross.json' with { type: 'json' };
import de from './pairs/de.json' with { type: 'json' };
import deMore from './pairs/de-more.json' with { type: 'json' };
import en from './pairs/en.json' with { type: 'json' };
import enMore from './pairs/en-more.json' with { type: 'json' };
import es from './pairs/es.json' with { type: 'json' };
import esMore from './pairs/es-more.json' with { type: 'json' };
import fr from './pairs/fr.json' with { type: 'json' };
import frMore from './pairs/fr-more.json' with { type: 'json' };
import zh from './pairs/zh.json' with { type: 'json' };
import zhMore from './pairs/zh-more.json' with { type: 'json' };

export const LANGUAGES = ['en', 'de', 'es', 'fr', 'zh', 'ar'] as const;
export type Language = (typeof LANGUAGES)[number];

export const NAMES = ['persons', 'places', 'organisations'] as const;
export type NameSort = (typeof NAMES)[number];

/** A true claim and the words of the source that it summarises. */
export interface Pair {
  claim: string;
  /** BCP 47. */
  language: string;
  /** The exact words of the source. */
  quotes: string[];
  quoteLanguage: string;
  /** Names in the claim. */
  names: Record<NameSort, string[]>;
  publisher: string;
  /** When the source was published, as far as it says so: a day, month or year. */
  date: string | null;
  url: string;
}

type Written = Pick<Pair, 'claim' | 'quotes' | 'publisher' | 'date' | 'url'> &
  Partial<Pick<Pair, 'language' | 'quoteLanguage'> & Record<NameSort, string[]>>;

function toPair(written: Written, fallback: Language): Pair {
  const { claim, quotes, publisher, date, url, language = fallback, quoteLanguage = language } = written;
  const { persons = [], places = [], organisations = [] } = written;
  const names = { persons, places, organisations };
  return { claim, language, quotes, quoteLanguage, names, publisher, date, url };
}

const WRITTEN: Record<Language, Written[]> = {
  en: [...en, ...enMore],
  de: [...de, ...deMore],
  es: [...es, ...esMore],
  fr: [...fr, ...frMore],
  zh: [...zh, ...zhMore],
  ar: [...ar, ...arMore],
};

/** Pairs whose claim and quotes are in the same language. */
export const PAIRS: Pair[] = LANGUAGES.flatMap((language) =>
  WRITTEN[language].map((written) => toPair(written, language)),
);

/** Pairs whose claim is in another language than its quotes. */
export const CROSS_PAIRS: Pair[] = cross.map((written) => toPair(written, 'en'));

/** Returns the language of a pair's claim, without its script. */
export const languageOf = ({ language }: Pair): Language =>
  LANGUAGES.find((each) => language.startsWith(each)) ?? 'en';
