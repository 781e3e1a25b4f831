import { arabic } from './ar.ts';
import { german } from './de.ts';
import { english } from './en.ts';
import { spanish } from './es.ts';
import { french } from './fr.ts';
import type { Language } from './language.ts';
import { otherLanguage } from './other.ts';
import { chinese } from './zh.ts';

const LANGUAGES = new Map<string, Language>(
  [english, german, spanish, french, chinese, arabic].map((language) => [language.tag, language]),
);
const OTHER = otherLanguage('und');

/** Returns the primary subtag of a BCP 47 tag, in lower case. */
export const primarySubtag = (tag: string): string => tag.trim().toLowerCase().split(/[-_]/)[0] ?? '';

/** Returns the rules of a language; general ones for a language that has none of its own. */
export const languageOf = (tag: string | null): Language => LANGUAGES.get(primarySubtag(tag ?? '')) ?? OTHER;
