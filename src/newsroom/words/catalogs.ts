import { directionOf, LANGUAGES } from '../../language/words.ts';
import { log } from '../../lib/log.ts';
import type { Env } from '../../platform/env.ts';
import { type Catalog, ENGLISH, type Language } from './translate.ts';

/** The languages that the newsroom speaks, BCP 47: those of the readers' pages. */
export const NEWSROOM_LANGUAGES: readonly string[] = Object.keys(LANGUAGES);

/** Finds the language that the newsroom speaks to those who read another one: `de` for `de-AT`, `zh-Hant` for `zh-TW`, or English. */
export function newsroomLanguage(tag: string): string {
  const { language, script } = new Intl.Locale(tag).maximize();
  const fitting = [tag, `${language}-${script}`, language];
  return fitting.find((each) => NEWSROOM_LANGUAGES.includes(each)) ?? ENGLISH.tag;
}

/** Those that this isolate has loaded. */
const loaded = new Map<string, Language>([[ENGLISH.tag, ENGLISH]]);

/**
 * Loads one of the languages of the newsroom. Its catalog is a static file, because a Worker may have 3 MB. English if the file cannot
 * be read: the newsroom stays open.
 */
export async function loadLanguage(env: Env, tag: string): Promise<Language> {
  const known = loaded.get(tag);
  if (known) return known;
  const url = new URL(`/newsroom/assets/words/pages/${tag}.json`, env.SITE_URL);
  const response = await env.ASSETS?.fetch(url).catch(() => undefined);
  const catalog = response?.ok ? await response.json<Catalog>().catch(() => undefined) : undefined;
  if (!catalog) {
    log({ event: 'catalog-missing', language: tag, status: response?.status });
    if (!response?.bodyUsed) await response?.body?.cancel();
    return ENGLISH;
  }
  const language = { tag, direction: directionOf(tag), catalog };
  loaded.set(tag, language);
  return language;
}

/** Loads the language in which the newsroom speaks to somebody: their own, or else its own. */
export const languageFor = (
  env: Env,
  person: { language: string | null } | undefined,
  site: { language: string },
): Promise<Language> => loadLanguage(env, newsroomLanguage(person?.language ?? site.language));
