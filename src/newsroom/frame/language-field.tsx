import { LANGUAGES } from '../../language/words.ts';

/** Whether two languages are written with the same words of the program: `pt-BR` and `pt` are, `zh` and `zh-Hant` are not. */
const sameWords = (one: string, other: string) => {
  const [a, b] = [one, other].map((tag) => new Intl.Locale(tag).maximize());
  return a?.language === b?.language && a?.script === b?.script;
};

/**
 * Returns the languages to choose from, as tags: the newsroom's own first, then those of the program by their names. The newsroom's
 * own stands for its language: de-AT for de.
 */
export function offeredLanguages(own: string): string[] {
  const others = Object.keys(LANGUAGES).filter((tag) => !sameWords(tag, own));
  return [own, ...others.sort((a, b) => nameLanguage(a).localeCompare(nameLanguage(b), 'en'))];
}

/** Returns the English name of a language; its tag if it has none. */
export function nameLanguage(code: string): string {
  try {
    return new Intl.DisplayNames('en', { type: 'language' }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** Asks which language a story is written in. `own` is the newsroom's. */
export function LanguageField({ language, own }: { language: string; own: string }) {
  const offered = offeredLanguages(own);
  return (
    <div class="field">
      <label for="language">Language of the story</label>
      <select id="language" name="language">
        {[...offered, ...(offered.includes(language) ? [] : [language])].map((tag) => (
          <option value={tag} selected={tag === language}>
            {nameLanguage(tag)}
          </option>
        ))}
      </select>
    </div>
  );
}
