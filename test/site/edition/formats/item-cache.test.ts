import { expect, test } from 'vitest';
import { toEntry } from '../../../../src/site/edition/edition.ts';
import { renderAtom } from '../../../../src/site/edition/formats/atom.ts';
import { renderJsonFeed } from '../../../../src/site/edition/formats/json-feed.ts';
import { renderRss } from '../../../../src/site/edition/formats/rss.ts';
import * as fc from '../../../draw.ts';
import { stories } from '../../../hostile.ts';
import { anEdition, aStory, publish, site } from '../../../samples.ts';

const WRITERS = { rss: renderRss, atom: renderAtom, json: renderJsonFeed };

test.each(Object.entries(WRITERS))(
  '%s says the same of a story wherever it has stood before',
  (_format, write) => {
    fc.assert(
      fc.property(fc.array(stories, { minLength: 1, maxLength: 4 }), fc.nat({ max: 3 }), (records, first) => {
        const entries = records.map((record, index) => toEntry(publish({ ...record, slug: `s-${index}` })));
        const edition = { ...anEdition([]), entries };
        // Some items have been rendered before, in a different feed and order.
        write({ ...edition, scope: 'topic:web-feeds', entries: entries.slice(first).reverse() }, site);
        // The cache has nothing for a different site object.
        expect(write(edition, site)).toBe(write(structuredClone(edition), structuredClone(site)));
      }),
    );
  },
);

test.each(Object.entries(WRITERS))('%s keeps a text that looks like its own elements', (_format, write) => {
  const articleBody = '`</item>\n        <item>` and `</entry>\n    <entry>` ]]> </item></entry>\n';
  const odd = aStory({
    slug: 'odd',
    headline: '</item> <item> </entry>',
    abstract: '</item>\n        <item>',
    articleBody,
  });
  const editions = [[odd], [odd, aStory({ slug: 'after' })], [aStory({ slug: 'before' }), odd]].map((each) =>
    anEdition(each.map(publish)),
  );
  for (const edition of editions) {
    const document = write(edition, structuredClone(site));
    for (const { identifier } of edition.entries) expect(document.split(identifier)).toHaveLength(2);
  }
});

test('the HTML of a story is made once for all formats and scopes', () => {
  const entry = toEntry(publish(aStory()));
  const { feed } = entry.rendering;
  let made = 0;
  Object.defineProperty(entry.rendering, 'feed', {
    get: () => {
      made++;
      return feed;
    },
  });
  const ownSite = structuredClone(site);
  for (const scope of ['all', 'topic:web-feeds'] as const) {
    for (const write of Object.values(WRITERS)) write({ ...anEdition([]), scope, entries: [entry] }, ownSite);
  }
  expect(made).toBe(1);
});
