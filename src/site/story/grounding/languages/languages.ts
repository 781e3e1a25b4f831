import { lazily } from '../lazy.ts';
import ar from './ar.json' with { type: 'json' };
import de from './de.json' with { type: 'json' };
import en from './en.json' with { type: 'json' };
import es from './es.json' with { type: 'json' };
import fr from './fr.json' with { type: 'json' };
import {
  buildLanguage,
  type Language,
  type LanguageData,
  listsOf,
  type Multiple,
  valued,
} from './language.ts';
import und from './und.json' with { type: 'json' };
import zh from './zh.json' with { type: 'json' };

/** Matches the data of a language only if all its units are known. */
type KnownUnits<T extends LanguageData> = { units: Record<Exclude<keyof T['units'], Multiple>, never> };
const data = <T extends LanguageData>(language: T & KnownUnits<T>): LanguageData => language;

/** The languages that grounding knows, by their primary subtags. */
const DATA = { en: data(en), de: data(de), es: data(es), fr: data(fr), zh: data(zh), ar: data(ar) };
export type KnownLanguage = keyof typeof DATA;
export const KNOWN_LANGUAGES: readonly string[] = Object.keys(DATA);

const LANGUAGES = new Map<string, () => Language>(
  Object.entries(DATA).map(([tag, language]) => [tag, lazily(() => buildLanguage(tag, language))]),
);
/** Digits, signs of units and currencies, ISO dates, capitals. */
const other = lazily(() => buildLanguage('und', data(und)));

/** Returns the primary subtag of a BCP 47 tag, in lower case. */
export const primarySubtag = (tag: string): string => tag.trim().toLowerCase().split(/[-_]/)[0] ?? '';

/** Whether a tag names one of the regions: en-GB. */
export const hasRegion = (tag: string, regions: ReadonlySet<string>): boolean =>
  tag
    .toLowerCase()
    .split(/[-_]/)
    .some((subtag, at) => at > 0 && regions.has(subtag));

/** Returns the rules of a language; general ones for a language that has none of its own. */
export const languageOf = (tag: string | null): Language =>
  (LANGUAGES.get(primarySubtag(tag ?? '')) ?? other)();

const IN_ANY = [
  'withinDate', 'decadeMarks', 'hourWords', 'afterTime', 'morningStarts', 'afternoonStarts', 'zeros', 'pointWords',
  'spanAdjectives', 'links', 'definiteArticles', 'contrasts', 'commonSubjects', 'commonEndings', 'commonNounEndings',
  'relatives', 'appositives',
] as const; // biome-ignore format: one table

type InAny = Pick<LanguageData['words'], (typeof IN_ANY)[number]>;

/** Lists of all languages together, for texts of any language. */
export const ANY = listsOf(
  Object.fromEntries(
    IN_ANY.map((name) => [name, Object.values(DATA).flatMap(({ words }) => words[name])]),
  ) as unknown as InAny,
);

/** Phrases after a decade, by the first year of the century that they name, in texts of any language. */
export const CENTURIES: ReadonlyMap<string, number> = new Map(
  Object.values(DATA).flatMap(({ values }) => [...valued(values.centuries)]),
);
