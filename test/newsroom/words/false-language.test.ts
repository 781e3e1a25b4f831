import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { deskOf } from '../../../src/newsroom/desk/desk-stub.ts';
import { languageOptions } from '../../../src/newsroom/frame/language-field.tsx';
import { storePicture } from '../../../src/newsroom/pictures/desk/store-picture.ts';
import { currentSettings } from '../../../src/newsroom/settings/desk/current-settings.ts';
import { wireOf } from '../../../src/newsroom/wire/wire-stub.ts';
import turkish from '../../../src/newsroom/words/catalogs/tr.json' with { type: 'json' };
import { loadLanguage } from '../../../src/newsroom/words/catalogs.ts';
import type { Catalog } from '../../../src/newsroom/words/translate.ts';
import { readSettings } from '../../../src/settings/settings.ts';
import { drain, reopen, saveSettings } from '../../newsroom.ts';
import { publishStory } from '../../published-stories.ts';
import { pictureFile } from '../../site/pictures/files.ts';
import { approve, begin } from '../drafts/desk/newsroom.ts';
import { type Browser, browserWith, signIn } from '../frame/browser.ts';

// A false language has each sentence in brackets. People write in Cyrillic here. So what a page has in Latin letters outside brackets is
// English that nothing translates.

/** The language in whose place the false one is. */
const LANGUAGE = 'tr';

/** A catalog that has every sentence of the newsroom, in brackets, and no other: a sentence that has its values already is English. */
const FALSE_CATALOG: Catalog = Object.fromEntries(
  Object.keys(turkish).map((sentence) => [sentence, `⟦${sentence}⟧`]),
);

/** What is no sentence: names of days and months, units and formats, what stands in a file, and who has published in tests. */
const KNOWN = new Set(['UTC', 'kB', 'MB', 'JPEG', 'PNG', 'WEBP', 'AVIF', 'GIF', 'inLanguage', 'ru', 'ann']);
for (let month = 0; month < 12; month++)
  for (let day = 1; day <= 7; day++)
    for (const dateStyle of ['full', 'medium'] as const) {
      const date = new Intl.DateTimeFormat(LANGUAGE, { dateStyle }).format(new Date(2026, month, day));
      for (const [word] of date.matchAll(/\p{L}+/gu)) KNOWN.add(word);
    }

// The languages of stories, in their own words and in those of who reads.
for (const [, words] of languageOptions(LANGUAGE, 'en', LANGUAGE))
  for (const [word] of words.matchAll(/\p{L}+/gu)) KNOWN.add(word);

const SPOKEN =
  /\s(?:alt|aria-label|aria-description|label|placeholder|title|data-confirm|data-name)="([^"]*)"/g;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

/** Returns what stands outside brackets. */
function outside(text: string): string {
  let [found, depth] = ['', 0];
  for (const character of text) {
    if (character === '⟦') depth++;
    else if (character === '⟧') depth--;
    else if (depth === 0) found += character;
  }
  return found;
}

/** Whether an option is a language or a time zone, by its value. */
const isName = (value: string) =>
  /^[A-Z]\w+\//.test(value) ||
  (/^[a-z]{2}(?:-\w+)?$/.test(value) &&
    new Intl.DisplayNames('en', { type: 'language' }).of(value) !== value);

/** Lists the Latin words of a page that nothing translates. */
function untranslated(html: string): string[] {
  const shown = html
    .replace(/<(style|script|code|pre|kbd|datalist)\b.*?<\/\1>/gs, '')
    .replace(/<option\b[^>]*? value="([^"]*)"[^>]*>[^<]*/g, (option, value) => (isName(value) ? '' : option));
  const spoken = Array.from(shown.matchAll(SPOKEN), ([, value = '']) => outside(value));
  const texts = outside(shown.replace(/<[^>]*>/g, ' '));
  return (
    [texts, ...spoken]
      .join('\n')
      .replace(/&([^;]{2,4});/g, (reference, name) => ENTITIES[name] ?? reference)
      .split(/\s+/)
      // Addresses, and what has digits.
      .filter((token) => !/[/@\d_]|\w\.\w/.test(token))
      .flatMap((token) => token.match(/[\p{Script=Latin}’]{2,}/gu) ?? [])
      .filter((word) => !KNOWN.has(word))
  );
}

/** Files, and what the settings said in data/site.json, which is in English. */
const NOT_OPENED = /\/text$|\/settings\/history\/0$/;

/** Opens pages from these on, as their links lead. Returns what is left in English, by path. */
async function walk(
  { get }: Browser,
  from: readonly string[],
): Promise<{ left: string[]; opened: Set<string> }> {
  const waiting = [...from];
  const opened = new Set<string>();
  const variants = new Map<string, number>();
  const left: string[] = [];
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    const [bare = ''] = path.split('?');
    if (opened.has(path) || (variants.get(bare) ?? 0) >= 2) continue;
    opened.add(path);
    variants.set(bare, (variants.get(bare) ?? 0) + 1);
    const response = await get(path);
    if (response.headers.get('Location')) {
      waiting.push(response.headers.get('Location') ?? '');
      continue;
    }
    if (!response.headers.get('Content-Type')?.startsWith('text/html')) continue;
    const html = await response.text();
    if (!html.includes('data-zone=')) continue;
    expect(html).toContain(`<html lang="${LANGUAGE}"`);
    const words = untranslated(html);
    if (words.length > 0) left.push(`${path}: ${words.join(' ')}`);
    for (const [, link = ''] of html.matchAll(/href="(\/newsroom[^"#]*)/g))
      if (!NOT_OPENED.test(link)) waiting.push(link.replaceAll('&amp;', '&'));
  }
  return { left, opened };
}

/** Has the newsroom speak the false language until the test ends, about what is named in Cyrillic. */
async function speakFalsely(): Promise<() => void> {
  const fetch = async () => ({ ok: true, json: async () => FALSE_CATALOG });
  const language = await loadLanguage({ ...env, ASSETS: { fetch } } as unknown as typeof env, LANGUAGE);
  expect(language.tag).toBe(LANGUAGE);
  // A test before this one may have loaded the true one.
  const { catalog } = language;
  Object.assign(language, { catalog: FALSE_CATALOG });
  await saveSettings({
    title: 'Провод',
    tagline: 'Новости',
    topics: readSettings(env).site.topics.map(({ slug }, index) => ({
      ...{ slug, title: 'Тема', finished: index === 0 },
    })),
    people: [{ slug: 'a-1', name: 'Анна', role: 'Редактор', about: 'Пишет.' }],
  });
  await saveSettings({ historyNames: true });
  // Whoever is not signed in sees what readers get.
  await drain();
  const { site } = await currentSettings(env);
  const before = site.language;
  Object.assign(site, { language: LANGUAGE });
  return () => {
    Object.assign(site, { language: before });
    Object.assign(language, { catalog });
  };
}

/** Forms of settings that break rules, by their path. */
const REFUSED: Readonly<Record<string, Record<string, string>>> = {
  name: { title: '', tagline: 'а\u0007', subject: 'б'.repeat(201) },
  links: { 'nav-label': 'Я', 'nav-url': 'а б' },
  look: { 'own-paper': 'yes', 'paper-light': '#c0a080', 'paper-dark': '#123456' },
  policies: { 'responsible-name': 'Анна', 'responsible-email': 'а' },
  time: { timeZone: 'а' },
  wire: { 'wire.drafter': 'openai', 'wire.looksPerDay': '-1' },
};

const PAGE = { title: 'Страница', body: 'Кто мы.', language: 'ru' };

/** Forms of other pages that are refused, with values of Cyrillic letters: each path with its fields. */
const REFUSED_ELSEWHERE: readonly (readonly [path: string, fields: Record<string, string>])[] = [
  ['/newsroom/redirects', { from: '', to: '/stories/s-1' }],
  ['/newsroom/redirects', { from: 'а', to: '/stories/s-1' }],
  ['/newsroom/redirects', { from: '/2019/2', to: `/${'а'.repeat(3000)}` }],
  ['/newsroom/redirects', { from: '/2019/2', to: '/stories/s-9' }],
  ['/newsroom/redirects', { from: '/stories/s-1', to: '/stories/s-1' }],
  ['/newsroom/redirects/remove', { from: '/2019/9' }],
  ['/newsroom/wire/feeds', { url: 'а' }],
  ['/newsroom/wire/feeds/1/mute', {}],
  ['/newsroom/wire/draft', { urls: '' }],
  ['/newsroom/wire/draft', { urls: 'а' }],
  ['/newsroom/new-page', { slug: 'p-1', title: 'Страница' }],
  ['/newsroom/new-page', { slug: 'Ж', title: 'Страница' }],
  ['/newsroom/pages/p-1', { ...PAGE, revision: '3' }],
  ['/newsroom/pages/p-1/draft', { ...PAGE, version: '9' }],
  ['/newsroom/pages/p-1/discard', { version: '9' }],
  ['/newsroom/pages/p-1/withdraw', { revision: '3' }],
  ['/newsroom/stories/s-1/rename', { slug: 'Ж', revision: '1' }],
  ['/newsroom/stories/s-1/merge', { into: 's-1', revision: '1' }],
  ['/newsroom/stories/s-1/withdraw', { reason: '', revision: '1' }],
  ['/newsroom/stories/s-1/revert', { revision: '1', to: '9' }],
  ['/newsroom/stories/s-1/restore', { revision: '1' }],
  ['/newsroom/front/restore', { earlier: '9', version: '0' }],
];

/** An author's file. */
const textOf = (headline: string) =>
  `---\nheadline: ${headline}\nabstract: Что было.\ninLanguage: ru\n---\n\nЧто мы думаем.\n`;

/** Fills the newsroom with something of everything. */
async function fill({ person, post }: Browser): Promise<void> {
  const [anna, now] = [{ name: 'Анна', role: 'admin' as const, person }, Date.now()];
  const other = await signIn('Борис', 'editor');
  const boris = { name: 'Борис', role: 'editor' as const, person: other.person };
  await publishStory('s-1', {
    headline: 'Паром',
    abstract: 'Паром сел на мель.',
    articleBody: 'Паром сел на мель ([а](https://paper.example/1)).',
    citation: [
      {
        url: 'https://paper.example/1',
        name: 'Газета',
        quote: { exact: 'Мель', prefix: null, suffix: null },
      },
    ],
  });
  const draft = await begin(anna, 's-2', textOf('Мост'));
  await deskOf(env).reviews.ask(draft.id, { version: 1, reviewer: null, note: 'Прошу', actor: anna, now });
  await approve(draft, boris);
  await begin(boris, 's-3', textOf('Порт'));
  await deskOf(env).reports.add(
    's-1',
    { passage: '', error: 'Ошибка', name: 'Вера', wantsThanks: true },
    now,
  );
  await deskOf(env).observations.sweep(now);
  await storePicture(env, await pictureFile('photo.jpg'), {
    ...{ name: 'фото.1', alt: 'Фото', credit: 'Фото', actor: anna, now },
  });
  await post('/newsroom/redirects', { from: '/2019/1', to: '/stories/s-1' });
  await post('/newsroom/new-page', { slug: 'p-1', title: 'Страница' });
  const report = {
    ...{
      feed: 'https://a.example/1',
      id: null,
      url: 'https://a.example/2',
      title: 'Паром',
      summary: 'Паром',
    },
    ...{ publisher: 'Газета', publishedAt: now, seenAt: now, language: 'ru' },
  };
  await wireOf(env).items.add([report], now);
}

test('every page of the newsroom says in another language all that people have not written', async () => {
  await reopen();
  const restore = await speakFalsely();
  try {
    const anna = await signIn('Анна', 'admin');
    await fill(anna);
    const { left, opened } = await walk(anna, [
      '/newsroom',
      '/newsroom/search?q=паром',
      '/newsroom/attention',
    ]);
    const nobody = await walk(browserWith(undefined), ['/newsroom/sign-in', '/newsroom/invitation/1']);
    expect(opened.size).toBeGreaterThan(40);
    for (const path of ['time', 'people/a-1', 'history/1'])
      expect(opened).toContain(`/newsroom/settings/${path}`);
    expect([...left, ...nobody.left]).toEqual([]);
    for (const [path, fields] of Object.entries(REFUSED)) {
      const refused = await anna.post(`/newsroom/settings/${path}`, { version: '2', ...fields });
      expect(refused.status).toBe(422);
      expect([path, ...untranslated(await refused.text())]).toEqual([path]);
    }
  } finally {
    restore();
  }
});

test('what is refused is said in another language, with its reason', async () => {
  await reopen();
  const restore = await speakFalsely();
  try {
    const anna = await signIn('Анна', 'admin');
    await fill(anna);
    for (const [path, fields] of REFUSED_ELSEWHERE) {
      const refused = await anna.post(path, fields);
      const page = await refused.text();
      expect([path, refused.status >= 400, page.includes('data-zone=')]).toEqual([path, true, true]);
      expect([path, fields, ...untranslated(page)]).toEqual([path, fields]);
    }
    const files = new FormData();
    files.append('picture', new File(['а'], 'а.jpg', { type: 'image/jpeg' }));
    const refused = await anna.upload('/newsroom/pictures', files);
    expect(untranslated(await refused.text())).toEqual([]);
  } finally {
    restore();
  }
});
