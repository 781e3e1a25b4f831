import { describe, expect, test } from 'vitest';
import { unescapeHtml } from '../../../../src/lib/html.ts';
import { makeDescription } from '../../../../src/site/page/metadata/description.ts';
import { renderStoryPage } from '../../../../src/site/page/story/story.tsx';
import { aStory, foreignStories, fullStory, publish, sampleStories, site } from '../../../samples.ts';

const page = (story: Parameters<typeof publish>[0], of = site) => renderStoryPage(publish(story), of);
const metas = (html: string) =>
  Array.from(
    html.matchAll(/<meta (?:property|name)="([^"]+)" content="([^"]*)"\/>/g),
    ([, name, content]) => [name, unescapeHtml(content ?? '')],
  );
const structuredData = (html: string) => {
  const [, json = ''] = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(html) ?? [];
  expect(json).not.toMatch(/[<>&]/);
  return JSON.parse(json);
};

test('the head of a story with a value in every field', () => {
  expect(metas(page(fullStory, { ...site, fediverse: '@wire@social.example' }))).toEqual([
    ['viewport', 'width=device-width, initial-scale=1'],
    ['description', '内容提要（AI 生成）： One line & <i>markup</i>. Another ]]> line &lt;.'],
    ['og:type', 'article'],
    ['og:site_name', 'Open Wire'],
    ['og:title', fullStory.headline],
    ['og:description', '内容提要（AI 生成）： One line & <i>markup</i>. Another ]]> line &lt;.'],
    ['og:url', 'https://news.example/stories/a-full-story'],
    ['og:locale', 'zh_CN'],
    [
      'og:image',
      expect.stringMatching(/^https:\/\/news\.example\/stories\/a-full-story\/card\.jpg\?v=[0-9a-f]{16}$/),
    ],
    ['og:image:type', 'image/jpeg'],
    ['og:image:width', '1200'],
    ['og:image:height', '630'],
    ['og:image:alt', expect.stringContaining('内容提要：AI 生成')],
    ['twitter:card', 'summary_large_image'],
    ['article:published_time', '2026-03-04T08:30:00+00:00'],
    ['article:modified_time', '2026-03-06T08:00:00+00:00'],
    ['article:section', 'Artificial intelligence'],
    ['fediverse:creator', '@wire@social.example'],
    ['dc.type', 'newspaperArticle'],
    ['author', 'Björk & Søn'],
    ['author', 'Second Author'],
    ['article:author', 'https://author.example/'],
    ['article:tag', 'Artificial intelligence'],
    ['article:tag', 'not-in-site'],
    ['dc.language', 'zh-Hans'],
    ['dcterms.rights', 'https://license.example/?a=1&b=2'],
    ['prism.teaser', '内容提要（AI 生成）： One line & <i>markup</i>. Another ]]> line &lt;.'],
  ]);
});

describe('what reference managers save of a story', () => {
  const named = (html: string, name: string) =>
    metas(html).flatMap(([each, value]) => (each === name ? [value] : []));

  test.each([
    ['America/New_York', '2020-02-01T04:30:00Z', '2020-01-31T23:30:00-05:00'],
    ['Asia/Kolkata', '2026-03-04T20:00:00Z', '2026-03-05T01:30:00+05:30'],
    ['Europe/Berlin', '2026-07-04T00:00:00+09:00', '2026-07-03T17:00:00+02:00'],
    ['America/St_Johns', '2026-01-01T00:00:00Z', '2025-12-31T20:30:00-03:30'],
  ])('is the day in %s of %s', (timeZone, datePublished, stated) => {
    const html = page(aStory({ datePublished }), { ...site, timeZone });
    expect(named(html, 'article:published_time')).toEqual([stated]);
    expect(Date.parse(stated)).toBe(Date.parse(datePublished));
    expect(html).toContain(String(Number(stated.slice(8, 10))));
  });

  test('is its language, and not that of the site', () => {
    expect(named(page(aStory({ inLanguage: 'ar' })), 'dc.language')).toEqual(['ar']);
  });

  test('is the whole TL;DR with its label, on one line', () => {
    const abstract = `${'Long words. '.repeat(99)}\nThe end.`;
    const provenance = { abstract: { digitalSourceType: 'trainedAlgorithmicMedia' } };
    expect(named(page(aStory({ abstract, provenance })), 'prism.teaser')).toEqual([
      `TL;DR (AI-generated): ${'Long words. '.repeat(99)}The end.`,
    ]);
  });

  test('is no author if it names none, because they would split the newsroom’s name', () => {
    expect(named(page(aStory({ author: [] })), 'author')).toEqual([]);
  });

  test('is the site’s licence if it has none of its own', () => {
    expect(named(page(aStory()), 'dcterms.rights')).toEqual([site.license]);
    expect(named(page(aStory(), { ...site, license: null }), 'dcterms.rights')).toEqual([]);
  });

  test('has no name of Highwire’s, by which it would be an article of a journal', () => {
    expect(page(fullStory)).not.toContain('citation_');
  });
});

test.each([
  ['en', 'en_US'],
  ['en-GB', 'en_GB'],
  ['zh-Hant', 'zh_TW'],
  ['zh', 'zh_CN'],
  ['ar', 'ar_EG'],
  ['he', 'he_IL'],
  ['pt', 'pt_BR'],
  ['pt-PT', 'pt_PT'],
  ['sr-Latn-ME', 'sr_ME'],
  // A language of the whole world has no territory.
  ['eo', 'eo'],
  ['en-001', 'en'],
])('the locale of %s is %s', (inLanguage, locale) => {
  const [, stated] = metas(page(aStory({ inLanguage }))).find(([name]) => name === 'og:locale') ?? [];
  expect(stated).toBe(locale);
});

test('the head of a minimal story states nothing that the record does not', () => {
  const names = metas(page(aStory(), { ...site, fediverse: null })).map(([name]) => name);
  expect(names).not.toContain('article:modified_time');
  expect(names).not.toContain('article:section');
  expect(names).not.toContain('fediverse:creator');
  expect(names).not.toContain('ai-disclosure');
});

test('the whole page is declared as written by AI or by people only if both of its parts are', () => {
  const ai = { digitalSourceType: 'trainedAlgorithmicMedia' };
  const disclosure = (provenance: unknown) =>
    metas(page(aStory({ provenance }))).find(([name]) => name === 'ai-disclosure')?.[1];
  expect(disclosure({ abstract: ai, articleBody: ai })).toBe('ai-autonomous');
  expect(disclosure({ abstract: ai })).toBeUndefined();
  expect(disclosure({ abstract: ai, articleBody: { ...ai, humanReviewed: true } })).toBeUndefined();
});

test.each([
  [{ digitalSourceType: 'trainedAlgorithmicMedia' }, ' ai-disclosure="ai-autonomous"'],
  [{ digitalSourceType: 'trainedAlgorithmicMedia', humanReviewed: true }, ' ai-disclosure="ai-assisted"'],
  [
    { digitalSourceType: 'trainedAlgorithmicMedia', humanReviewed: false, model: 'M', provider: 'P' },
    ' ai-disclosure="ai-autonomous" data-ai-model="M" data-ai-provider="P"',
  ],
  // `ai-assisted` would assert that a person reviewed it.
  [{ digitalSourceType: 'compositeWithTrainedAlgorithmicMedia' }, ''],
  [
    { digitalSourceType: 'compositeWithTrainedAlgorithmicMedia', humanReviewed: true },
    ' ai-disclosure="ai-assisted"',
  ],
  [{ digitalSourceType: 'digitalCreation' }, ' ai-disclosure="human-only"'],
  // The attribute has no value for it: no AI wrote it, nor did people.
  [{ digitalSourceType: 'composite', humanReviewed: true }, ''],
  [{ humanReviewed: true }, ''],
  [null, ''],
])('a TL;DR of which %j is stated has the attributes%s', (abstract, attributes) => {
  const html = page(aStory({ provenance: { abstract } }));
  expect(html).toContain(`id="tldr" aria-labelledby="tldr-heading"${attributes}>`);
});

test('a site without draft signals has its labels only in words', () => {
  const part = { digitalSourceType: 'trainedAlgorithmicMedia', model: 'M', provider: 'P' };
  const story = aStory({ provenance: { abstract: part, articleBody: part } });
  expect(page(story)).toMatch(/ai-(disclosure|model|provider)/);
  const html = page(story, { ...site, emitDraftSignals: false });
  expect(html).not.toMatch(/ai-(disclosure|model|provider)/);
  expect(html).toContain('<span class="label ai">AI-generated</span>');
});

describe('the description', () => {
  test.each([
    ['trainedAlgorithmicMedia', 'en', 'TL;DR (AI-generated): '],
    ['compositeWithTrainedAlgorithmicMedia', 'de', 'Kurzfassung (teilweise KI-generiert): '],
    ['composite', 'en', 'TL;DR (quoted from the sources by a program): '],
    ['digitalCreation', 'en', ''],
    [null, 'en', ''],
  ])('of a story whose TL;DR is %s in %s begins with “%s”', (digitalSourceType, inLanguage, label) => {
    const abstract = 'Long. '.repeat(100).trim();
    const provenance = digitalSourceType === null ? undefined : { abstract: { digitalSourceType } };
    const stated = metas(page(aStory({ inLanguage, abstract, ...(provenance ? { provenance } : {}) })));
    for (const name of ['description', 'og:description'])
      expect(stated.find(([each]) => each === name)?.[1]).toMatch(
        new RegExp(`^${label.replace(/[()]/g, '\\$&')}Long\\. .*…$`),
      );
  });

  test('is the TL;DR on one line if that is short', () => {
    expect(makeDescription(' One\n\ttwo ')).toBe('One two');
    expect(makeDescription('x'.repeat(300))).toBe('x'.repeat(300));
  });

  test('is truncated between two words, and never within a character', () => {
    const words = makeDescription('word '.repeat(100));
    expect(words).toMatch(/^(word )+word…$/);
    expect(words.length).toBeLessThanOrEqual(300);
    const emoji = makeDescription('😀'.repeat(300));
    expect(emoji).toMatch(/^(?:😀)+…$/u);
    expect(emoji.length).toBeLessThanOrEqual(300);
  });
});

test('the head without the stylesheet is within the first 8,192 bytes', () => {
  for (const story of [...sampleStories, ...foreignStories, fullStory]) {
    const html = page(story);
    const end = new TextEncoder().encode(html.slice(0, html.indexOf('<style>'))).byteLength;
    expect(end, story.slug).toBeLessThanOrEqual(8192);
  }
});

test('the metadata for link previews are within them, however many and long the other elements are', () => {
  const long = '\u6f22'.repeat(200);
  const html = page(
    aStory({
      headline: long,
      abstract: '\u6f22'.repeat(1200),
      inLanguage: 'ja',
      author: Array.from({ length: 50 }, (_, n) => ({ name: long, url: `https://author.example/${n}` })),
      keywords: Array.from({ length: 30 }, (_, n) => `${'topic-'.repeat(9)}${n}`),
      articleBody: Array.from({ length: 500 }, (_, n) => `([s](https://source-${n}.example/))`).join(' '),
      license: 'https://license.example/',
    }),
  );
  const beginning = new TextDecoder().decode(new TextEncoder().encode(html).slice(0, 8192));
  const names = metas(beginning).map(([name]) => name);
  for (const name of ['description', 'og:title', 'og:description', 'og:url', 'og:type', 'dc.type', 'author'])
    expect(names).toContain(name);
  for (const name of ['og:image', 'og:image:width', 'og:image:height', 'og:image:alt', 'twitter:card'])
    expect(names).toContain(name);
  expect(names).toContain('article:published_time');
  expect(beginning).toContain('rel="canonical"');
  expect(beginning).toContain('type="application/json+oembed"');
  expect(beginning).toContain('type="text/xml+oembed"');
  expect(beginning).toContain('rel="license"');
});

describe('the structured data', () => {
  test('of a story with a value in every field', () => {
    expect(
      structuredData(page(fullStory, { ...site, publishingPrinciples: 'https://news.example/how' })),
    ).toEqual({
      '@context': 'https://schema.org',
      '@type': 'NewsArticle',
      additionalType: 'https://schema.org/AnalysisNewsArticle',
      headline: fullStory.headline,
      abstract: fullStory.abstract,
      url: 'https://news.example/stories/a-full-story',
      identifier: fullStory.identifier,
      datePublished: '2026-03-04T09:30:00+01:00',
      dateModified: '2026-03-06T08:00:00.000Z',
      inLanguage: 'zh-Hans',
      author: [
        { '@type': 'Person', name: 'Björk & Søn', url: 'https://author.example/' },
        { '@type': 'Person', name: 'Second Author' },
      ],
      publisher: {
        '@type': 'NewsMediaOrganization',
        name: 'Open Wire',
        url: 'https://news.example/',
        logo: { '@type': 'ImageObject', url: 'https://news.example/logo.png', width: 512, height: 512 },
        publishingPrinciples: 'https://news.example/how',
      },
      accountablePerson: { '@type': 'Person', name: 'Ann Lee', url: 'https://news.example/authors/ann-lee' },
      image: {
        '@type': 'ImageObject',
        url: 'https://img.example/p.jpg?w=1200&h=630',
        width: 1200,
        height: 630,
        caption: 'A "picture" & more',
        creditText: 'Photo: B. & <Co>, CC BY 4.0',
      },
      keywords: ['Artificial intelligence', 'not-in-site'],
      license: 'https://license.example/?a=1&b=2',
      backstory:
        '本文汇集了 1 个新闻来源的报道。内容提要由 AI 根据原始报道生成。Open Wire的分析就开放标准与技术政策提供编辑背景。',
      correction: [
        {
          '@type': 'CorrectionComment',
          text: 'It was 2 < 3 & not 4.',
          datePublished: '2026-03-06T08:00:00Z',
        },
      ],
      hasPart: [
        {
          '@type': 'WebPageElement',
          cssSelector: '#tldr',
          digitalSourceType: 'https://schema.org/TrainedAlgorithmicMediaDigitalSource',
        },
        {
          '@type': 'WebPageElement',
          cssSelector: '#analysis',
          digitalSourceType: 'https://schema.org/CompositeWithTrainedAlgorithmicMediaDigitalSource',
        },
      ],
      isBasedOn: ['https://reporting.example/news?id=1&lang=de'],
      citation: [
        {
          '@type': 'CreativeWork',
          url: 'https://a.example/?x=1&y=2',
          name: 'A & B',
          archivedAt: 'https://web.archive.example/web/20260301/https://a.example/?x=1&y=2',
        },
        { '@type': 'CreativeWork', url: 'https://b.example/#top' },
        {
          '@type': 'CreativeWork',
          url: 'https://reporting.example/news?id=1&lang=de',
          name: 'Report "one" & <two>',
          publisher: { '@type': 'Organization', name: 'Reporting & Co' },
          datePublished: '2026-03-01',
        },
      ],
    });
  });

  test('of the TL;DR names its claims and the quotations that they rest on, further down the page', () => {
    const [, rest = ''] = page(fullStory).split('</head>');
    const quotation = (text: string, isBasedOn: string) => ({ '@type': 'Quotation', text, isBasedOn });
    expect(structuredData(rest)).toEqual({
      '@context': 'https://schema.org',
      '@type': 'WebPageElement',
      cssSelector: '#tldr',
      isPartOf: 'https://news.example/stories/a-full-story',
      interpretedAsClaim: [
        {
          '@type': 'Claim',
          text: 'One line & <i>markup</i>.',
          citation: [
            quotation('One "line" & <i>markup</i> ]]>', 'https://a.example/?x=1&y=2'),
            quotation('Eine Zeile & <i>Auszeichnung</i>', 'https://reporting.example/news?id=1&lang=de'),
          ],
        },
        {
          '@type': 'Claim',
          text: 'Another ]]> line',
          citation: [quotation('Another line, the 2nd of 2 in 2026', 'https://b.example/#top')],
        },
      ],
    });
    expect(page(aStory())).not.toContain('interpretedAsClaim');
  });

  test('calls the newsroom an organisation, also if it is named as an author', () => {
    const { author } = structuredData(page(aStory({ author: [{ name: 'Open Wire' }, { name: 'Bo Li' }] })));
    expect(author).toMatchObject([
      { '@type': 'Organization', name: 'Open Wire' },
      { '@type': 'Person', name: 'Bo Li' },
    ]);
  });

  test('says who is an organisation, and which part of a name is which, if the record does', () => {
    const authors = [
      { name: 'Reuters', type: 'Organization' as const, url: 'https://reuters.example/' },
      { name: '毛泽东', familyName: '毛', givenName: '泽东' },
      { name: 'Bo Li' },
      // Somebody who is called like the newsroom.
      { name: 'Open Wire', type: 'Person' as const },
    ];
    const { author } = structuredData(page(aStory({ author: authors })));
    expect(author).toEqual([
      { '@type': 'Organization', name: 'Reuters', url: 'https://reuters.example/' },
      { '@type': 'Person', name: '毛泽东', givenName: '泽东', familyName: '毛' },
      { '@type': 'Person', name: 'Bo Li' },
      { '@type': 'Person', name: 'Open Wire' },
    ]);
  });

  test('names nobody as accountable if the site does not', () => {
    const { accountablePerson } = structuredData(page(aStory(), { ...site, responsible: null }));
    expect(accountablePerson).toBeUndefined();
  });

  test('of a picture without a caption has none', () => {
    const image = { url: 'https://img.example/p.png', width: 1, height: 1, encodingFormat: 'image/png' };
    expect(structuredData(page(aStory({ image }))).image).toEqual({
      '@type': 'ImageObject',
      url: image.url,
      width: 1,
      height: 1,
    });
  });

  test('of a minimal story claims nothing', () => {
    expect(Object.keys(structuredData(page(aStory())))).toEqual([
      '@context',
      '@type',
      'additionalType',
      'headline',
      'abstract',
      'url',
      'identifier',
      'datePublished',
      'inLanguage',
      'author',
      'publisher',
      'accountablePerson',
      'image',
      'license',
      'backstory',
    ]);
  });

  test('of a story without a picture has its card, with the card’s size', () => {
    const html = page(aStory());
    const { image, license } = structuredData(html);
    const card = metas(html).find(([name]) => name === 'og:image')?.[1];
    expect(image).toEqual({ '@type': 'ImageObject', url: card, width: 1200, height: 630 });
    expect(license).toBe(site.license);
  });

  test('names people of the newsroom with their page here, and their own elsewhere as the same', () => {
    const story = aStory({
      author: [
        { name: 'Samuel Osei' },
        { name: 'S. Osei', url: 'https://samuel-osei.example' },
        { name: 'Ann Lee', url: 'https://social.example/@ann' },
        { name: 'Bo Li', url: 'https://bo.example/' },
      ],
    });
    const html = page(story);
    const samuel = 'https://news.example/authors/samuel-osei';
    const ann = 'https://news.example/authors/ann-lee';
    expect(structuredData(html).author).toEqual([
      { '@type': 'Person', name: 'Samuel Osei', url: samuel, sameAs: ['https://samuel-osei.example/'] },
      { '@type': 'Person', name: 'S. Osei', url: samuel, sameAs: ['https://samuel-osei.example/'] },
      { '@type': 'Person', name: 'Ann Lee', url: ann, sameAs: ['https://social.example/@ann'] },
      { '@type': 'Person', name: 'Bo Li', url: 'https://bo.example/' },
    ]);
    const urls = [samuel, samuel, ann, 'https://bo.example/'];
    expect(metas(html).flatMap(([name, url]) => (name === 'article:author' ? [url] : []))).toEqual(urls);
    const byline = /<p class="facts">By (.*?)<\/p>/s.exec(html)?.[1] ?? '';
    expect(Array.from(byline.matchAll(/href="([^"]+)" rel="author"/g), ([, url]) => url)).toEqual(urls);
    expect(html).toContain('title="Open Wire: Stories by Ann Lee (Atom)"');
  });

  test('leads from the front page over the first topic to the story, in the last script', () => {
    const last = page(fullStory).split('<script type="application/ld+json">').at(-1)?.split('</script>')[0];
    expect(last).not.toMatch(/[<>&]/);
    const item = (position: number, name: string, url: string) => {
      return { '@type': 'ListItem', position, name, item: url };
    };
    expect(JSON.parse(last ?? '')).toEqual({
      '@context': 'https://schema.org',
      '@type': 'BreadcrumbList',
      itemListElement: [
        item(1, 'Open Wire', 'https://news.example/'),
        item(2, 'Artificial intelligence', 'https://news.example/topics/artificial-intelligence'),
        item(3, fullStory.headline, 'https://news.example/stories/a-full-story'),
      ],
    });
  });

  test('says of a TL;DR that a program quoted that it is a composite', () => {
    const { hasPart } = structuredData(
      page(aStory({ provenance: { abstract: { digitalSourceType: 'composite' } } })),
    );
    expect(hasPart).toEqual([
      {
        '@type': 'WebPageElement',
        cssSelector: '#tldr',
        digitalSourceType: 'https://schema.org/CompositeDigitalSource',
      },
    ]);
  });

  test('uses IPTC’s own URL for content that people made, because schema.org has none', () => {
    const { hasPart } = structuredData(
      page(aStory({ provenance: { articleBody: { digitalSourceType: 'digitalCreation' } } })),
    );
    expect(hasPart).toEqual([
      {
        '@type': 'WebPageElement',
        cssSelector: '#analysis',
        digitalSourceType: 'http://cv.iptc.org/newscodes/digitalsourcetype/digitalCreation',
      },
    ]);
  });
});
