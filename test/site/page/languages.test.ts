import { describe, expect, test } from 'vitest';
import { channelOf } from '../../../src/site/edition/channel.ts';
import { renderArchivePage } from '../../../src/site/page/archive.tsx';
import { renderListingPage } from '../../../src/site/page/listing.tsx';
import { renderStoryPage } from '../../../src/site/page/story/story.tsx';
import { renderWithdrawnPage } from '../../../src/site/page/withdrawn.tsx';
import type { Story } from '../../../src/site/story/story.ts';
import { anEdition, dutchStory, foreignStories, publish, sampleStories, site } from '../../samples.ts';

const page = (slug: string, of = site) => {
  const story = [...foreignStories, ...sampleStories].find((each) => each.slug === slug);
  if (!story) throw new Error(`there is no story ${slug}`);
  return renderStoryPage(publish(story), of);
};

describe('the page of a story whose language is not the site’s', () => {
  test('has the header and footer in the site’s language, and the story with its labels in its own', () => {
    const html = page('robots-arabic');
    expect(html).toContain('<html lang="en" dir="ltr">');
    expect(html).toContain('<nav class="topics" aria-label="Topics">');
    expect(html).toContain('<article class="h-entry" lang="ar" dir="rtl"><h1 class="p-name">ملف robots.txt');
    expect(html).toContain('<time datetime="2026-03-02T09:00:00Z" class="dt-published">2 مارس 2026</time>');
    expect(html).toContain('<span class="label ai">مولَّد بالذكاء الاصطناعي<span> · </span>راجعه إنسان</span>');
    expect(html).toContain('<section class="part" aria-labelledby="cite-heading" lang="ar" dir="rtl">');
  });

  test('cites a headline in its own direction, even if it begins with a name in another', () => {
    const story = foreignStories.find(({ slug }) => slug === 'robots-arabic') as Story;
    const html = renderStoryPage(publish({ ...story, headline: 'Atom صار معيارًا' }), site);
    expect(html).toContain('<bdi dir="rtl">Atom صار معيارًا</bdi>');
  });

  test('counts in the digits of its dates', () => {
    const story = foreignStories.find(({ slug }) => slug === 'robots-arabic') as Story;
    const html = renderStoryPage(publish({ ...story, inLanguage: 'fa' }), site);
    expect(html).toContain('۲ مارس ۲۰۲۶</time>');
    expect(html).toMatch(/[۰-۹] منبع خبری: /);
    expect(html).not.toMatch(/[0-9] منبع خبری/);
    expect(html).toMatch(/<li id="fn-1" [^>]*data-n="۱"/);
    expect(html).toMatch(/<a id="fnref-1-1" [^>]*data-n="۱"/);
    expect(html).toMatch(/class="note" [^>]*data-title="۱/);
    expect(html).not.toMatch(/data-n="[0-9]/);
  });

  test('marks the title of each related story and topic with its own language', () => {
    const story = foreignStories.find(({ slug }) => slug === 'robots-arabic');
    const related = [
      { slug: 'near', headline: 'Near', inLanguage: 'en', datePublished: '2026-03-01T00:00:00Z' },
    ];
    const html = renderStoryPage(
      { ...publish({ ...story, keywords: ['web-feeds'] } as Story), related },
      site,
    );
    expect(html).toContain(
      'aria-labelledby="related-heading" lang="ar" dir="rtl"><h2 id="related-heading">مقالات ذات صلة</h2>',
    );
    expect(html).toContain(
      '<li class="h-entry"><a class="p-name u-url" href="/stories/near" lang="en" dir="ltr">Near</a>',
    );
    expect(html).toContain(
      '<a class="p-category" href="/topics/web-feeds" lang="en" dir="auto">Web feeds</a>',
    );
  });

  test('has the facts about a source in the story’s language, and the source’s title in its own', () => {
    expect(page('robots-arabic')).toContain(
      'hreflang="en" lang="en" dir="ltr">RFC 9309: Robots Exclusion Protocol</a>',
    );
  });

  test('has the site’s words if there are none in the story’s language, and marks the story with its language', () => {
    const html = renderStoryPage(publish(dutchStory), { ...site, language: 'de' });
    expect(html).toContain(
      '<article class="h-entry" lang="de" dir="ltr"><h1 class="p-name" lang="nl" dir="ltr">',
    );
    expect(html).toContain('<p lang="nl" dir="ltr">JSON Feed is');
    expect(html).toMatch(/<p class="reference">.*?<bdi lang="nl" dir="ltr">/);
    expect(html).toMatch(
      /<section class="part e-content" id="analysis" [^>]*lang="nl" dir="ltr"><h2 [^>]*lang="de" dir="ltr">Analyse/,
    );
    expect(html).toContain('Dieser Artikel fasst die Berichterstattung von 1 Nachrichtenquelle zusammen.');
  });
});

test('the byline of one author says what they do in the newsroom, in the site’s language', () => {
  const story = foreignStories.find(({ slug }) => slug === 'robots-arabic') as Story;
  const by = (...names: string[]) =>
    renderStoryPage(
      publish({
        ...story,
        author: names.map((name) => ({ name, url: null, type: null, givenName: null, familyName: null })),
      } as Story),
      site,
    );
  const role = '<bdi lang="en" dir="ltr">Managing editor</bdi>';
  expect(by('Ann Lee')).toContain(role);
  expect(by('Ann Lee', 'Bo Li')).not.toContain(role);
  expect(by('Somebody Else')).not.toContain(role);
});

describe('a site in Arabic', () => {
  const arabic = { ...site, language: 'ar' };

  test('is written from right to left, with its stories isolated in their own direction', () => {
    const html = renderListingPage(anEdition(foreignStories.map(publish)), arabic);
    expect(html).toContain('<html lang="ar" dir="rtl">');
    expect(html).toContain('>انتقل إلى المحتوى</a>');
    for (const [lang, dir] of [
      ['es', 'ltr'],
      ['ar', 'rtl'],
    ]) {
      expect(html).toMatch(
        new RegExp(`<h3 lang="${lang}"><a class="p-name u-url" href="[^"]+" lang="${lang}" dir="${dir}">`),
      );
      expect(html).toMatch(new RegExp(`<p class="p-summary" lang="${lang}">.*?<span dir="${dir}">`));
    }
  });

  test('says in Arabic that a story was withdrawn', () => {
    const withdrawn = { identifier: 'tag:x,2026:y', reason: 'It was wrong.', at: '2026-03-06T00:00:00Z' };
    const html = renderWithdrawnPage(
      { ...withdrawn, story: { headline: 'What was', inLanguage: 'en' } },
      arabic,
    );
    expect(html).toContain(
      '<h1>سُحب هذا المقال</h1><p class="withdrawn"><cite lang="en" dir="ltr">What was</cite></p>',
    );
    expect(renderWithdrawnPage(withdrawn, arabic)).not.toContain('<cite');
  });
});

test('a site in a language without words uses English, and marks its own texts with their language', () => {
  const html = renderListingPage(anEdition([]), { ...site, language: 'sv' });
  expect(html).toContain('<html lang="en" dir="ltr">');
  expect(html).toContain('<a class="site" href="/" lang="sv" dir="ltr">Open Wire</a>');
});

test.each([
  ['en', 'Open Wire: Web feeds', 'Archive of Open Wire: Web feeds, page 2'],
  ['fr', 'Open Wire\u00a0: Web feeds', 'Archives\u00a0: Open Wire\u00a0: Web feeds, page 2'],
  ['zh', 'Open Wire：Web feeds', 'Open Wire：Web feeds存档，第 2 页'],
  ['ar', 'Open Wire: Web feeds', 'أرشيف Open Wire: Web feeds، الصفحة 2'],
])('titles in %s have the punctuation of the language', (language, feed, archive) => {
  const own = { ...site, language };
  const listing = { ...anEdition([]), scope: 'topic:web-feeds' as const };
  const html = renderArchivePage({ ...listing, previous: 1, archive: { page: 2, next: 3 } }, own);
  expect(channelOf(listing, own).title).toBe(feed);
  expect(html).toContain(`<title>${archive} | Open Wire</title>`);
});

test('the newsroom’s copyright has its own direction', () => {
  const html = renderListingPage(anEdition([]), { ...site, language: 'ar', copyright: '© 2026 Open Wire' });
  expect(html).toContain('dir="auto">© 2026 Open Wire</a></p>');
});

describe('a story with a single source', () => {
  test('is labelled, with the owner of the source', () => {
    expect(page('core-ai-chinese')).toContain(
      '<span class="label">单一来源报道</span> 1 个新闻来源：<a href="/sources/globaltimes.cn" dir="auto">Global Times</a> <bdi>(中国官方媒体)</bdi>',
    );
  });

  test('differs from one with more sources', () => {
    expect(page('feeds-german')).not.toContain('Beruht auf einer einzigen Quelle');
    expect(page('feeds-german')).toContain('2 Nachrichtenquellen: ');
  });
});
