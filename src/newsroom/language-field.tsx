const LANGUAGES = [
  ['en', 'English'],
  ['ar', 'Arabic'],
  ['de', 'German'],
  ['es', 'Spanish'],
  ['fr', 'French'],
  ['zh', 'Chinese'],
] as const;

/** Returns the English name of a language; its tag if it has none. */
export function nameLanguage(code: string): string {
  try {
    return new Intl.DisplayNames('en', { type: 'language' }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** Asks which language a story is written in. */
export function LanguageField({ language }: { language: string }) {
  return (
    <div class="field">
      <label for="language">Language of the story</label>
      <select id="language" name="language">
        {LANGUAGES.map(([code, title]) => (
          <option value={code} selected={code === language}>
            {title}
          </option>
        ))}
      </select>
    </div>
  );
}
