import { type Catalog, ENGLISH, type Language, languageWith } from './translate.ts';

/** The catalogs, by BCP 47 tag. Each loads when somebody first reads the newsroom in its language. */
const CATALOGS: Readonly<Record<string, () => Promise<{ default: Catalog }>>> = {};

/** The languages that the newsroom speaks, BCP 47. */
export const NEWSROOM_LANGUAGES = [ENGLISH.tag, ...Object.keys(CATALOGS)];

/** Finds the tag that the newsroom speaks for another one: `de` for `de-AT`, `zh-Hant` for `zh-TW`; English where it speaks none. */
export function newsroomLanguage(tag: string): string {
  const { language, script } = new Intl.Locale(tag).maximize();
  return (
    [tag, `${language}-${script}`, language].find((each) => NEWSROOM_LANGUAGES.includes(each)) ?? ENGLISH.tag
  );
}

/** Loads one of the languages of the newsroom. */
export async function loadLanguage(tag: string): Promise<Language> {
  const load = CATALOGS[tag];
  return load ? languageWith(tag, (await load()).default) : ENGLISH;
}
