import { Memo } from '../../language/memo.ts';
import { LANGUAGES } from '../../language/words.ts';

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
function offeredLanguages(own: string): string[] {
  const tags = new Set([...Object.keys(LANGUAGES), ...OTHERS.split(' ')]);
  const others = [...tags].filter((tag) => !sameWords(tag, own));
  return [own, ...others.sort((a, b) => languageInWords(a).localeCompare(languageInWords(b), 'en'))];
}

const nameIn = (shown: string, code: string): string => {
  try {
    return new Intl.DisplayNames(shown, { type: 'language' }).of(code) ?? code;
  } catch {
    return code;
  }
};

/** Returns the English name of a language; its tag if it has none. */
export const nameLanguage = (code: string): string => nameIn('en', code);

/** Returns a language's name in its own words, and in English: `Deutsch (German)`. */
export function languageInWords(code: string): string {
  const [own, english] = [nameIn(code, code), nameLanguage(code)];
  const name = `${own.charAt(0).toLocaleUpperCase()}${own.slice(1)}`;
  return name === english ? name : `${name} (${english})`;
}

type Options = readonly (readonly [tag: string, words: string])[];

// Naming a language takes a while, and a form may ask for the language of each of many sources.
const offers = new Memo<Options>();

/** Returns the languages to choose from with their names. `own` is the newsroom's; `chosen` is among them, whatever it is. */
export function languageOptions(own: string, chosen: string): Options {
  const key = `${own} ${Object.keys(LANGUAGES)}`;
  const offered = offers.get(key, () => offeredLanguages(own).map((tag) => [tag, languageInWords(tag)]));
  const isOffered = chosen === '' || offered.some(([tag]) => tag === chosen);
  return isOffered ? offered : [...offered, [chosen, languageInWords(chosen)]];
}

/** Asks which language a story is written in. `own` is the newsroom's. */
export function LanguageField({ language, own }: { language: string; own: string }) {
  return (
    <div class="field">
      <label for="language">Language of the story</label>
      <select id="language" name="language">
        {languageOptions(own, language).map(([tag, words]) => (
          <option value={tag} selected={tag === language}>
            {words}
          </option>
        ))}
      </select>
    </div>
  );
}
