import { beforeEach, expect, test } from 'vitest';
import { ann } from '../actors.ts';
import { call, desk, drain, problemOf, read, reopen } from '../newsroom.ts';
import { idOf, now, publishStory, withdraw } from '../published-stories.ts';
import { aStory } from '../samples.ts';

beforeEach(reopen);

const at = (slug: string) => `https://news.example/stories/${slug}`;
const options = () => ({ expected: 'any' as const, actor: ann, now: now() });

/** Publishes a story in English, and its translations into German and Arabic. */
async function publishThree(): Promise<void> {
  await publishStory('rates', { inLanguage: 'en' });
  await publishStory('zinsen', { inLanguage: 'de', translationOfWork: 'rates' });
  await publishStory('fawaid', { inLanguage: 'ar', translationOfWork: idOf('rates') });
  await drain();
}

const htmlOf = async (slug: string) => (await read(`/stories/${slug}`)).text();

/** Returns where the head of a story's page leads, by language. */
const alternatesOf = async (slug: string): Promise<Record<string, string>> =>
  Object.fromEntries(
    Array.from(
      (await htmlOf(slug)).matchAll(/<link rel="alternate" hreflang="([^"]+)" href="([^"]+)"/g),
      ([, language = '', href = '']) => [language, href.replace(at(''), '')],
    ),
  );

interface Item {
  id: string;
  _translations?: { translations: { url: string; language: string; isOriginal: boolean }[] };
}

/** Returns the translations of each item of the feed, by its id. */
async function translationsInFeed(path = '/feed.json'): Promise<Record<string, string[]>> {
  const { items } = (await (await read(path)).json()) as { items: Item[] };
  return Object.fromEntries(
    items.map(({ id, _translations }) => [
      id.replace(idOf(''), ''),
      (_translations?.translations ?? []).map(
        ({ url, language }) => `${language} ${url.replace(at(''), '')}`,
      ),
    ]),
  );
}

/** Publishes an Arabic story on the same topic as the others, and returns how many keys of KV that makes stale. */
async function keysOf(fields: Record<string, unknown>): Promise<number> {
  await reopen();
  await publishThree();
  await publishStory('fawaid-2', { inLanguage: 'ar', ...fields });
  const { depth } = (await desk().status(Date.now())).outbox;
  await drain();
  return depth;
}

test('a translation costs a write more for each other version, as long as they are in the same feeds', async () => {
  expect((await keysOf({ translationOfWork: 'rates' })) - (await keysOf({}))).toBe(3);
});

test('an original and its translations lead to each other on their pages, to programs and in every feed', async () => {
  await publishThree();
  for (const slug of ['rates', 'zinsen', 'fawaid']) {
    const versions = { en: 'rates', de: 'zinsen', ar: 'fawaid' };
    expect(await alternatesOf(slug)).toEqual({ ...versions, 'x-default': 'rates' });
  }
  const html = await htmlOf('rates');
  expect(html).toContain(
    'Also in: <a href="/stories/fawaid" rel="alternate" hreflang="ar" lang="ar" dir="auto">العربية</a>\u00a0· <a href="/stories/zinsen" rel="alternate" hreflang="de" lang="de" dir="auto">Deutsch</a>',
  );
  expect(html).toContain(
    `"workTranslation":[{"@type":"NewsArticle","url":"${at('fawaid')}","inLanguage":"ar"},{"@type":"NewsArticle","url":"${at('zinsen')}","inLanguage":"de"}]`,
  );
  expect(await htmlOf('zinsen')).toContain(
    `"translationOfWork":{"@type":"NewsArticle","url":"${at('rates')}","inLanguage":"en"}`,
  );
  expect(await translationsInFeed()).toEqual({
    rates: ['ar fawaid', 'de zinsen'],
    zinsen: ['en rates', 'ar fawaid'],
    fawaid: ['en rates', 'de zinsen'],
  });
  const atom = await (await read('/atom.xml')).text();
  expect(atom).toContain(`<link rel="alternate" type="text/html" hreflang="de" href="${at('zinsen')}"/>`);
  const rss = await (await read('/rss.xml')).text();
  expect(rss).toContain(`<atom:link rel="alternate" type="text/html" hreflang="de" href="${at('zinsen')}"/>`);
  const json = (await (await read('/stories/fawaid.json')).json()) as { translations: object[] };
  expect(json.translations).toEqual([
    { url: at('rates'), language: 'en', isOriginal: true },
    { url: at('zinsen'), language: 'de', isOriginal: false },
  ]);
  expect(await (await read('/stories/fawaid.md')).text()).not.toContain('zinsen');
});

/** Returns the links of a story in the sitemap of stories, by language. */
async function versionsInSitemap(slug: string): Promise<Record<string, string>> {
  const sitemap = await (await read('/sitemaps/stories/1.xml')).text();
  const [, links = ''] =
    new RegExp(`<loc>${at(slug)}</loc><lastmod>[^<]+</lastmod>(.*?)</url>`).exec(sitemap) ?? [];
  return Object.fromEntries(
    Array.from(
      links.matchAll(/<xhtml:link rel="alternate" hreflang="([^"]+)" href="([^"]+)"\/>/g),
      ([, language = '', href = '']) => [language, href.replace(at(''), '')],
    ),
  );
}

test('sitemaps name the versions of a story, in the archive too', async () => {
  await publishThree();
  const versions = { en: 'rates', de: 'zinsen', ar: 'fawaid', 'x-default': 'rates' };
  expect(await versionsInSitemap('zinsen')).toEqual(versions);
  for (let number = 1; number <= 30; number++) await publishStory(`other-${number}`);
  await drain();
  expect(await (await read('/archive/1/feed.json')).text()).toContain('zinsen');
  for (const slug of ['rates', 'zinsen', 'fawaid']) expect(await versionsInSitemap(slug)).toEqual(versions);
  expect(await versionsInSitemap('other-1')).toEqual({});
  await withdraw('zinsen');
  await drain();
  expect(await versionsInSitemap('rates')).toEqual({ en: 'rates', ar: 'fawaid', 'x-default': 'rates' });
});

test('a story without translations says nothing of any', async () => {
  await publishThree();
  await publishStory('alone');
  await drain();
  expect(await alternatesOf('alone')).toEqual({});
  expect(await htmlOf('alone')).not.toContain('Also in');
  expect((await translationsInFeed()).alone).toEqual([]);
});

test('a translation that is withdrawn leaves the others, and returns when it is restored', async () => {
  await publishThree();
  await withdraw('zinsen');
  await drain();
  expect(await alternatesOf('rates')).toEqual({ en: 'rates', ar: 'fawaid', 'x-default': 'rates' });
  expect(await alternatesOf('fawaid')).toEqual({ en: 'rates', ar: 'fawaid', 'x-default': 'rates' });
  expect(await translationsInFeed()).toEqual({
    rates: ['ar fawaid'],
    fawaid: ['en rates'],
    zinsen: [],
  });
  await desk().restore('zinsen', options());
  await drain();
  expect(await alternatesOf('fawaid')).toMatchObject({ de: 'zinsen' });
  expect((await translationsInFeed()).rates).toEqual(['ar fawaid', 'de zinsen']);
});

test('if the original is withdrawn, its translations still lead to each other, and none is the default', async () => {
  await publishThree();
  await withdraw('rates');
  await drain();
  expect(await alternatesOf('zinsen')).toEqual({ de: 'zinsen', ar: 'fawaid' });
  expect(await htmlOf('zinsen')).not.toContain('translationOfWork');
  expect((await translationsInFeed()).fawaid).toEqual(['de zinsen']);
});

test('a renamed original is found at its new address, though no translation was changed', async () => {
  await publishThree();
  await publishStory('interest', { formerSlugs: ['rates'] });
  await drain();
  for (const slug of ['interest', 'zinsen', 'fawaid'])
    expect(await alternatesOf(slug)).toMatchObject({ en: 'interest', 'x-default': 'interest' });
  expect((await translationsInFeed()).zinsen).toEqual(['en interest', 'ar fawaid']);
  await publishStory('zinssatz', { inLanguage: 'de', formerSlugs: ['zinsen'], translationOfWork: 'rates' });
  await drain();
  expect(await alternatesOf('interest')).toMatchObject({ de: 'zinssatz' });
  expect(await alternatesOf('fawaid')).toMatchObject({ de: 'zinssatz' });
});

test('the translations of a story that is merged become those of the other, and go back when it is restored', async () => {
  await publishThree();
  await publishStory('rates-again', { inLanguage: 'en' });
  await desk().merge('rates', { into: 'rates-again', reason: null, ...options() });
  await drain();
  for (const slug of ['rates-again', 'zinsen', 'fawaid'])
    expect(await alternatesOf(slug)).toMatchObject({ en: 'rates-again', 'x-default': 'rates-again' });
  await desk().restore('rates', options());
  await drain();
  expect(await alternatesOf('rates-again')).toEqual({});
  expect(await alternatesOf('zinsen')).toMatchObject({ en: 'rates', 'x-default': 'rates' });
});

test('a story that stops being a translation, or becomes one of another story, leaves the others', async () => {
  await publishThree();
  await publishStory('other', { inLanguage: 'en' });
  await publishStory('zinsen', { inLanguage: 'de', translationOfWork: 'other' });
  await drain();
  expect(await alternatesOf('rates')).toEqual({ en: 'rates', ar: 'fawaid', 'x-default': 'rates' });
  expect(await alternatesOf('other')).toEqual({ en: 'other', de: 'zinsen', 'x-default': 'other' });
  await publishStory('zinsen', { inLanguage: 'de' });
  await drain();
  expect(await alternatesOf('other')).toEqual({});
  expect((await translationsInFeed()).other).toEqual([]);
});

test('a translation that is scheduled is shown by no other until it appears', async () => {
  await publishStory('rates', { inLanguage: 'en' });
  const due = Date.now() + 3_600_000;
  await publishStory('zinsen', {
    inLanguage: 'de',
    translationOfWork: 'rates',
    datePublished: new Date(due).toISOString(),
  });
  await drain();
  expect(await alternatesOf('rates')).toEqual({});
});

test('of two translations into one language, the first is shown; a translation of a translation belongs to all', async () => {
  await publishThree();
  await publishStory('zins', { inLanguage: 'de', translationOfWork: 'rates' });
  await publishStory('taux', { inLanguage: 'fr', translationOfWork: 'zinsen' });
  await drain();
  const versions = { en: 'rates', de: 'zinsen', ar: 'fawaid', fr: 'taux', 'x-default': 'rates' };
  expect(await alternatesOf('rates')).toEqual(versions);
  expect(await alternatesOf('taux')).toEqual(versions);
  expect(await alternatesOf('zins')).toEqual({ ...versions, de: 'zins' });
});

test.each([
  ['itself', { slug: 'rates', translationOfWork: 'rates' }, 'another story than this one'],
  [
    'itself by its identifier',
    { slug: 'rates', translationOfWork: idOf('rates') },
    'another story than this one',
  ],
  ['itself before it exists', { slug: 'new', translationOfWork: 'new' }, 'another story than this one'],
  ['its own translation', { slug: 'rates', translationOfWork: 'zinsen' }, 'a translation of this story'],
  [
    'a story that does not exist',
    { slug: 'new', translationOfWork: 'nothing' },
    'of a story of this newsroom',
  ],
  [
    'a page of another site',
    { slug: 'new', translationOfWork: 'https://other.example/a' },
    'of a story of this',
  ],
  [
    'markup',
    { slug: 'new', translationOfWork: '"><script>alert(1)</script>' },
    'of a story of this newsroom',
  ],
  ['a story in the same language', { slug: 'new', translationOfWork: 'rates' }, 'both are in en'],
])('a story is refused that translates %s', async (_what, fields, rule) => {
  await publishThree();
  const headers: Record<string, string> = fields.slug === 'rates' ? { 'If-Match': '"1"' } : {};
  const record = aStory({ inLanguage: 'en', ...fields });
  const refused = await problemOf(await call('PUT', `/stories/${fields.slug}`, record, { headers }));
  expect(refused).toMatchObject({ status: 422, faults: [{ field: 'translationOfWork' }] });
  expect(refused.faults?.[0]?.rule).toContain(rule);
});

/** Imports the lines of an export into an empty newsroom. */
async function importAgain(lines: readonly string[]): Promise<void> {
  await reopen();
  const results = (await (await call('POST', '/stories', `${lines.join('\n')}\n`)).text()).trim().split('\n');
  expect(results.map((line) => JSON.parse(line).ok)).toEqual(lines.map(() => true));
  await drain();
}

test('an import leaves the times of feeds as they were', async () => {
  await publishThree();
  const lines = (await (await call('GET', '/export')).text()).trim().split('\n');
  const before = await (await read('/feed.atom')).text();
  await importAgain(lines);
  expect(await (await read('/feed.atom')).text()).toBe(before);
});

test('an import may bring translations before their original, and even a circle', async () => {
  await publishThree();
  const lines = (await (await call('GET', '/export')).text()).trim().split('\n');
  await importAgain(lines.toReversed());
  expect(await alternatesOf('fawaid')).toEqual({
    en: 'rates',
    de: 'zinsen',
    ar: 'fawaid',
    'x-default': 'rates',
  });
  expect((await translationsInFeed()).rates).toEqual(['ar fawaid', 'de zinsen']);
  const circle = lines.map((line) => {
    const { exported } = JSON.parse(line);
    const [{ record, seal: _seal, ...revision }] = exported.revisions;
    const changed = record.slug === 'rates' ? { ...record, translationOfWork: 'zinsen' } : record;
    return JSON.stringify({ exported: { ...exported, revisions: [{ ...revision, record: changed }] } });
  });
  await importAgain(circle);
  expect(await alternatesOf('rates')).toEqual({ en: 'rates', de: 'zinsen', ar: 'fawaid' });
});
