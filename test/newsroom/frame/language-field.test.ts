import { env } from 'cloudflare:workers';
import { parseHTML } from 'linkedom';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { LANGUAGES } from '../../../src/language/words.ts';
import { readSettings } from '../../../src/settings/settings.ts';
import { type Browser, signIn } from './browser.ts';

let ann: Browser;

beforeEach(async () => {
  ann = await signIn('Ann Lee', 'editor');
});

/** Makes this the newsroom's language until the test ends. */
function setLanguage(language: string): void {
  const { site } = readSettings(env);
  const before = site.language;
  site.language = language;
  onTestFinished(() => {
    site.language = before;
  });
}

const open = async (path: string) => parseHTML(await (await ann.get(path)).text()).document;
const optionsIn = (document: Awaited<ReturnType<typeof open>>, list: string) =>
  Array.from<Element, string>(
    document.querySelectorAll(`${list} option`),
    (option) => option.getAttribute('value') ?? '',
  );

/** Begins a draft as the page proposes. Returns its page and the language of its text. */
async function beginDraft() {
  const document = await open('/newsroom/drafts?new');
  const selected =
    document.querySelector('#language option[selected]') ?? document.querySelector('#language option');
  const language = selected?.getAttribute('value') ?? '';
  const begun = await ann.post('/newsroom/drafts', { headline: 'Rates fall', name: '', language });
  const editor = await open(begun.headers.get('Location') ?? '');
  return {
    document,
    editor,
    written: editor.querySelector('#inLanguage option[selected]')?.getAttribute('value'),
  };
}

test.each([
  ...Object.keys(LANGUAGES),
  'de-AT',
  'pt-BR',
  'zh-TW',
  'en-GB',
  // No words of the program are in these.
  'nl',
  'haw',
  'sr-Latn',
  'gsw-CH',
])('a draft of a newsroom in %s is in that language unless somebody chooses another', async (language) => {
  setLanguage(language);
  const { document, editor, written } = await beginDraft();
  expect(written).toBe(language);
  for (const offered of [optionsIn(document, '#language'), optionsIn(editor, '#inLanguage')]) {
    expect(offered[0]).toBe(language);
    expect(new Set(offered).size).toBe(offered.length);
  }
  const fromSources = await open('/newsroom/wire/draft');
  expect(fromSources.querySelector('#language option[selected]')?.getAttribute('value')).toBe(language);
});

test('a variant stands for its language, and takes no other script away', async () => {
  setLanguage('pt-BR');
  const offered = optionsIn(await open('/newsroom/drafts?new'), '#language');
  expect(offered).not.toContain('pt');
  setLanguage('zh-TW');
  expect(optionsIn(await open('/newsroom/drafts?new'), '#language')).toContain('zh');
});

test('a language that is added to the program reaches the new draft and the editor', async () => {
  LANGUAGES.haw = LANGUAGES.de as (typeof LANGUAGES)[string];
  onTestFinished(() => {
    delete LANGUAGES.haw;
  });
  const { document, editor } = await beginDraft();
  for (const offered of [optionsIn(document, '#language'), optionsIn(editor, '#inLanguage')])
    expect(offered).toEqual(expect.arrayContaining(Object.keys(LANGUAGES)));
});

test('languages are chosen by their names in their own words, for stories, sources and pages', async () => {
  const { document, editor } = await beginDraft();
  await ann.post('/newsroom/new-page', { slug: 'about', title: 'About us' });
  const page = await open('/newsroom/pages/about');
  const source = parseHTML(
    `<div>${editor.querySelector('template[data-row-of=source]')?.innerHTML}</div>`,
  ).document;
  for (const list of [
    document.querySelector('#language'),
    editor.querySelector('#inLanguage'),
    source.querySelector('select[name$=inLanguage]'),
    page.querySelector('#inLanguage'),
  ]) {
    const words = Array.from(String(list).matchAll(/<option[^>]*>([^<]*)/g), ([, each]) => each);
    expect(words).toEqual(
      expect.arrayContaining(['English', 'Deutsch (German)', 'Português (Portuguese)', '日本語 (Japanese)']),
    );
  }
});
