import { Memo } from '../../language/memo.ts';
import { LANGUAGES } from '../../language/words.ts';
import { useWords } from '../words/words.ts';

/** Languages to choose from beside those of the program: others in which much news is written. */
const OTHERS = 'bg bn ca cs da el fi hu id nb nl pl ro sv th uk ur vi';

/** Whether two languages are written with the same words of the program: `pt-BR` and `pt` are, `zh` and `zh-Hant` are not. */
const sameWords = (one: string, other: string) => {
  const [a, b] = [one, other].map((tag) => new Intl.Locale(tag).maximize());
  return a?.language === b?.language && a?.script === b?.script;
};

/**
 * Returns the languages to choose from, as tags: the newsroom's own first, then others by their names. The newsroom's own stands for
 * its language: de-AT for de.
 */
function offeredLanguages(own: string, shown: string): string[] {
  const tags = new Set([...Object.keys(LANGUAGES), ...OTHERS.split(' ')]);
  const others = [...tags].filter((tag) => !sameWords(tag, own));
  const inWords = (tag: string) => languageInWords(tag, shown);
  return [own, ...others.sort((a, b) => inWords(a).localeCompare(inWords(b), shown))];
}

const nameIn = (shown: string, code: string): string => {
  try {
    return new Intl.DisplayNames(shown, { type: 'language' }).of(code) ?? code;
  } catch {
    return code;
  }
};

/** Returns the name of a language in another, `shown`; its tag if it has none. */
export const nameLanguage = (code: string, shown = 'en'): string => nameIn(shown, code);

/** Returns a language's name in its own words, and in another language: `Deutsch (German)`. */
export function languageInWords(code: string, shown = 'en'): string {
  const [own, other] = [nameIn(code, code), nameLanguage(code, shown)];
  const name = `${own.charAt(0).toLocaleUpperCase()}${own.slice(1)}`;
  return own === other || name === other ? name : `${name} (${other})`;
}

type Options = readonly (readonly [tag: string, words: string])[];

// Naming a language takes a while, and a form may ask for the language of each of many sources.
const offers = new Memo<Options>();

/**
 * Returns the languages to choose from with their names, also in the language `shown`. `own` is the newsroom's; `chosen` is among them,
 * whatever it is.
 */
export function languageOptions(own: string, chosen: string, shown = 'en'): Options {
  const key = `${shown} ${own} ${Object.keys(LANGUAGES)}`;
  const inWords = (tag: string) => [tag, languageInWords(tag, shown)] as const;
  const offered = offers.get(key, () => offeredLanguages(own, shown).map(inWords));
  const isOffered = chosen === '' || offered.some(([tag]) => tag === chosen);
  return isOffered ? offered : [...offered, inWords(chosen)];
}

/** Asks which language a story is written in. `own` is the newsroom's. */
export function LanguageField({ language, own }: { language: string; own: string }) {
  const t = useWords();
  return (
    <div class="field">
      <label for="language">{t('Language of the story')}</label>
      <select id="language" name="language">
        {languageOptions(own, language, t.tag).map(([tag, words]) => (
          <option value={tag} selected={tag === language}>
            {words}
          </option>
        ))}
      </select>
    </div>
  );
}
