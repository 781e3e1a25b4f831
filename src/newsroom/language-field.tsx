const LANGUAGES = [
  ['en', 'English'],
  ['ar', 'Arabic'],
  ['de', 'German'],
  ['es', 'Spanish'],
  ['fr', 'French'],
  ['zh', 'Chinese'],
] as const;

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
