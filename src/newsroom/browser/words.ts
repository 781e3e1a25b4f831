import {
  type Catalog,
  ENGLISH,
  languageWith,
  type Sentence,
  translate,
  writeValue,
} from '../words/translate.ts';

/** Loads the sentences of the scripts in the page's language. In English if they do not come: a page without them works. */
async function load() {
  const tag = globalThis.document?.documentElement.lang || ENGLISH.tag;
  if (tag === ENGLISH.tag) return ENGLISH;
  const response = await fetch(`/newsroom/assets/words/${tag}.json`).catch(() => undefined);
  return response?.ok ? languageWith(tag, (await response.json()) as Catalog) : ENGLISH;
}

const language = await load();

/** Says a sentence of a script in the page's language. */
export const t = (sentence: Sentence, values: Readonly<Record<string, string | number>> = {}): string =>
  translate(language, sentence, values.count)
    .map((part) =>
      'text' in part ? part.text : writeValue(language, values[part.value] ?? `{${part.value}}`),
    )
    .join('');
