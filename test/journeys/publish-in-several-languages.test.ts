import { env } from 'cloudflare:workers';
import { beforeEach, expect, test } from 'vitest';
import { parseTopic, topicExists } from '../../src/push/topic.ts';
import { readSettings } from '../../src/settings/settings.ts';
import { FORMATS } from '../../src/site/edition/scope.ts';
import { identityWith } from '../identity.ts';
import { drain, idsIn, read, reopen } from '../newsroom.ts';
import { formats, idOf, publish, publishStory, storiesFrom, walkFeed } from '../published-stories.ts';

identityWith({
  languages: ['en', 'de', 'pt', 'pt-BR', 'ar'],
  topics: [{ slug: 'rates', title: 'Interest rates', names: { de: 'Zinsen', ar: '"><b>الفائدة' } }],
});

beforeEach(reopen);

const htmlOf = async (path: string) => (await read(path)).text();
const idsOf = async (tag: string) =>
  (await idsIn(`/languages/${tag}/feed.json`)).map((id) => id.replace(idOf(''), ''));

test('each listed language has a front page, feeds and an archive with its stories, and the front page leads to them', async () => {
  await publishStory('rates', { inLanguage: 'en-GB' });
  await publishStory('zinsen', { inLanguage: 'de' });
  await publishStory('juros', { inLanguage: 'pt-BR' });
  await publishStory('taxas', { inLanguage: 'pt-PT' });
  await publishStory('taux', { inLanguage: 'fr' });
  await drain();
  expect(await idsOf('en')).toEqual(['rates']);
  expect(await idsOf('de')).toEqual(['zinsen']);
  expect(await idsOf('pt')).toEqual(['taxas']);
  expect(await idsOf('pt-BR')).toEqual(['juros']);
  expect(await idsOf('ar')).toEqual([]);
  expect(await idsIn('/feed.json')).toHaveLength(5);
  const page = await htmlOf('/languages/de');
  expect(page).toContain('<main id="main" class="h-feed" lang="de" dir="ltr">');
  expect(page).toContain('<h1>Deutsch</h1>');
  expect(page).toContain('About zinsen');
  expect(page).not.toContain('About rates');
  expect(page).toContain(
    'In anderen Sprachen: <a href="/languages/en" hreflang="en" lang="en" dir="auto">English</a>',
  );
  const front = await htmlOf('/');
  expect(front).toContain(
    '<link rel="alternate" hreflang="pt-BR" href="https://news.example/languages/pt-BR"/>',
  );
  expect(front).toContain('<link rel="alternate" hreflang="x-default" href="https://news.example/"/>');
  expect(front).toContain('<a href="/languages/ar" hreflang="ar" lang="ar" dir="auto">العربية</a>');
  for (const format of formats) {
    const feed = await read(`/languages/de/${FORMATS[format].file}`);
    expect(feed.status).toBe(200);
    expect(await feed.text()).toMatch(/<language>de<|xml:lang="de"|"language":"de"/);
  }
  const story = await htmlOf('/stories/juros');
  expect(story).toContain('href="https://news.example/languages/pt-BR/atom.xml"');
});

test('lists of feeds and the sitemap name the languages', async () => {
  await publishStory('zinsen', { inLanguage: 'de' });
  await drain();
  expect(await htmlOf('/subscribe')).toContain('<a href="/languages/de" lang="de" dir="ltr">Deutsch</a>');
  expect(await htmlOf('/feeds.opml')).toContain('xmlUrl="https://news.example/languages/de/rss.xml"');
  const sitemap = await htmlOf('/sitemaps/listings.xml');
  for (const page of ['', 'languages/de', 'languages/pt-BR'])
    expect(sitemap).toContain(
      `<url><loc>https://news.example/${page}</loc><xhtml:link rel="alternate" hreflang="en" href="https://news.example/languages/en"/><xhtml:link rel="alternate" hreflang="de" `,
    );
  expect(sitemap).toContain(
    '<xhtml:link rel="alternate" hreflang="x-default" href="https://news.example/"/>',
  );
  expect((await read('/languages/de/feed')).headers.get('Location')).toBe(
    'https://news.example/languages/de/rss.xml',
  );
});

test('the feeds of a language name the hub, which takes subscriptions to them', async () => {
  const { site } = readSettings(env);
  for (const format of formats) {
    const url = `https://news.example/languages/pt-BR/${FORMATS[format].file}`;
    expect((await read(new URL(url).pathname)).headers.get('Link')).toContain(
      `<https://news.example/hub>; rel="hub", <${url}>; rel="self"`,
    );
    const topic = parseTopic(url, site);
    expect(topic).toEqual({ scope: 'language:pt-BR', format });
    expect(topic && (await topicExists(topic, site, env.STORIES))).toBe(true);
  }
});

test.each(['fr', 'DE', 'e', '%3Cscript%3E', 'de-AT'])(
  'a language that is not listed has no page: %s',
  async (tag) => {
    await publishStory('taux', { inLanguage: 'fr' });
    await drain();
    expect((await read(`/languages/${tag}`)).status).toBe(404);
    expect((await read(`/languages/${tag}/rss.xml`)).status).toBe(404);
  },
);

test('a reader that walks from the feed of a language meets every story in it', async () => {
  await publish(
    ...storiesFrom(1, 65).map((story, index) => ({ ...story, inLanguage: index % 13 === 0 ? 'en' : 'de' })),
  );
  await drain();
  expect(new Set(await walkFeed('atom', '/languages/de')).size).toBe(60);
});

test('the page of a story names its topics in its language', async () => {
  await publishStory('zinsen', { inLanguage: 'de-AT', keywords: ['rates'] });
  await publishStory('fawaid', { inLanguage: 'ar', keywords: ['rates'] });
  await publishStory('taux', { inLanguage: 'fr', keywords: ['rates'] });
  await drain();
  const topic = async (slug: string) =>
    /<a class="p-category".*?<\/a>/.exec(await htmlOf(`/stories/${slug}`))?.[0];
  expect(await topic('zinsen')).toBe('<a class="p-category" href="/topics/rates" dir="auto">Zinsen</a>');
  expect(await topic('fawaid')).toBe(
    '<a class="p-category" href="/topics/rates" dir="auto">&quot;&gt;&lt;b&gt;الفائدة</a>',
  );
  expect(await topic('taux')).toBe(
    '<a class="p-category" href="/topics/rates" lang="en" dir="auto">Interest rates</a>',
  );
  expect(await htmlOf('/stories/zinsen')).toContain('<meta property="article:tag" content="Zinsen"/>');
});
