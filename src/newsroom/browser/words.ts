import {
  type Catalog,
  ENGLISH,
  type Language,
  type Sentence,
  translate,
  writeValue,
} from '../words/translate.ts';

/** Loads the sentences of the scripts in the page's language. In English if they do not come: a page without them works. */
async function load(): Promise<Language> {
  const page = globalThis.document?.documentElement;
  const tag = page?.lang || ENGLISH.tag;
  if (tag === ENGLISH.tag) return ENGLISH;
  const response = await fetch(`/newsroom/assets/words/${tag}.json`).catch(() => undefined);
  if (!page || !response?.ok) return ENGLISH;
  return { tag, direction: page.dir === 'rtl' ? 'rtl' : 'ltr', catalog: (await response.json()) as Catalog };
}

const language = await load();

/** Says a sentence of a script in the page's language. */
export const t = (sentence: Sentence, values: Readonly<Record<string, string | number>> = {}): string =>
  translate(language, sentence, values.count)
    .map((part) =>
      'text' in part ? part.text : writeValue(language, values[part.value] ?? `{${part.value}}`),
    )
    .join('');
