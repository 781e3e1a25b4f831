import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, test } from 'vitest';
import { newsHour, renderNewsSitemap } from '../../../src/site/edition/news-sitemap.ts';
import { anEdition, aStory, publish, site } from '../../samples.ts';

describe('the news sitemap', () => {
  const parser = new XMLParser({ isArray: (name) => name === 'url', parseTagValue: false });
  const at = (datePublished: string) =>
    publish(aStory({ slug: datePublished.toLowerCase().replaceAll(/[:+]/g, '-'), datePublished }));
  const slugs = (sitemap: string) =>
    (parser.parse(sitemap).urlset.url ?? []).map(({ loc }: { loc: string }) => loc.split('/').at(-1));

  test('matches the golden file', async () => {
    const edition = anEdition([
      at('2026-03-01T09:30:00Z'),
      publish(
        aStory({ slug: 'news', headline: 'AT&T < "IBM" ]]> 人', datePublished: '2026-03-04T09:30:00+01:00' }),
      ),
    ]);
    const sitemap = renderNewsSitemap(edition.entries, site, Date.parse('2026-03-05T00:00:00Z'));
    await expect(sitemap).toMatchFileSnapshot('../../golden/news-sitemap.xml');
    expect(parser.parse(sitemap).urlset.url[0]['news:news']).toEqual({
      'news:publication': { 'news:name': 'Open Wire', 'news:language': 'en' },
      'news:publication_date': '2026-03-04T09:30:00+01:00',
      'news:title': 'AT&T < "IBM" ]]> 人',
    });
  });

  test('lists the stories of the last 48 hours', () => {
    const stories = ['2026-03-03T00:00:00Z', '2026-03-02T23:59:59Z', '2026-03-03T01:00:00+01:00'].map(at);
    const { entries } = anEdition(stories);
    expect(slugs(renderNewsSitemap(entries, site, Date.parse('2026-03-05T00:00:00Z'))).sort()).toEqual([
      '2026-03-03t00-00-00z',
      '2026-03-03t01-00-00-01-00',
    ]);
  });

  test('is the same for a whole hour', () => {
    const hours = ['10:00:00.000', '10:59:59.999', '11:00:00.000'].map((time) =>
      new Date(newsHour(Date.parse(`2026-03-05T${time}Z`))).toISOString().slice(11, 16),
    );
    expect(hours).toEqual(['11:00', '11:00', '12:00']);
  });

  test('is a document even without news', () => {
    const sitemap = renderNewsSitemap([], site, 0);
    expect(XMLValidator.validate(sitemap)).toBe(true);
    expect(slugs(sitemap)).toEqual([]);
  });

  test.each([
    ['en-GB', 'en'],
    ['pt-BR', 'pt'],
    ['gsw', 'gsw'],
    ['zh', 'zh-cn'],
    ['zh-Hant', 'zh-tw'],
    ['zh-HK', 'zh-tw'],
  ])('names the language %s as %s', (language, named) => {
    const { entries } = anEdition([at('2026-03-04T09:30:00Z')]);
    expect(renderNewsSitemap(entries, { ...site, language }, 0)).toContain(
      `<news:language>${named}</news:language>`,
    );
  });
});
