import { mf2 } from 'microformats-parser';
import { expect, test } from 'vitest';
import { authorUrls } from '../../../src/site/edition/people.ts';
import { renderListingPage } from '../../../src/site/page/listing.tsx';
import { renderStoryPage } from '../../../src/site/page/story/story.tsx';
import { withUris } from '../../../src/site/story/article.ts';
import { anEdition, aStory, foreignStories, fullStory, publish, sampleStories, site } from '../../samples.ts';

// What a parser of microformats2 finds on the pages (https://microformats.org/wiki/microformats2).

const read = (html: string) => mf2(html, { baseUrl: `${site.url}/` }).items;

/** Returns the properties of a page's only root, which must be of this type. */
function only(type: string, html: string) {
  const roots = read(html);
  expect(roots.map((root) => root.type)).toEqual([[type]]);
  const [{ properties = {}, children = [] } = {}] = roots;
  return { properties, children };
}

const image = {
  url: '/pictures/a.png',
  alt: 'A chart',
  width: 1200,
  height: 800,
  encodingFormat: 'image/png',
};

test('a story’s page is one h-entry, with the words of the record', () => {
  for (const story of [...sampleStories, ...foreignStories, fullStory]) {
    const { properties } = only('h-entry', renderStoryPage(publish(story), site));
    const authors = withUris(publish(story)).author.map((person) => {
      const { page } = authorUrls(person, site);
      const properties = { name: [person.name], ...(page && { url: [page] }) };
      return { type: ['h-card'], value: person.name, properties };
    });
    expect(properties, story.slug).toMatchObject({
      name: [story.headline],
      summary: [story.abstract],
      url: [`https://news.example/stories/${story.slug}`],
      published: [story.datePublished],
      author: authors.length > 0 ? authors : site.authors.map(({ name }) => name),
      content: [{ html: expect.stringContaining('<p>') }],
    });
    expect(properties.category ?? []).toHaveLength(story.keywords.length);
    const featured = story.image && {
      value: new URL(story.image.url, site.url).href,
      alt: story.image.alt ?? story.image.caption,
    };
    expect(properties.featured, story.slug).toEqual(featured ? [featured] : undefined);
  }
});

test('an h-entry says when its story last changed, if it has', () => {
  const [story] = sampleStories.filter(({ slug }) => slug === 'atom-becomes-a-standard');
  if (!story) throw new Error('there is no such story');
  const updatedOf = (html: string) => only('h-entry', html).properties.updated;
  expect(updatedOf(renderStoryPage(publish(story), site))).toEqual(['2026-02-18T11:05:00.000Z']);
  const unchanged = publish({ ...story, correction: [], dateModified: null });
  expect(updatedOf(renderStoryPage(unchanged, site))).toBeUndefined();
});

test('a list of stories is one h-feed with the h-entry of each, the lead’s and the later ones’', () => {
  const stories = Array.from({ length: 12 }, (_, n) =>
    publish(
      aStory({
        slug: `s-${n}`,
        headline: `Story ${n}`,
        datePublished: new Date(Date.UTC(2026, 2, 1 + n)).toISOString(),
        author: [{ name: 'Ann Lee' }],
        image,
      }),
    ),
  );
  const { children } = only('h-feed', renderListingPage(anEdition(stories), site));
  expect(children).toHaveLength(12);
  for (const [index, { type, properties }] of children.entries()) {
    const n = 11 - index;
    expect(type).toEqual(['h-entry']);
    expect(properties).toMatchObject({
      name: [`Story ${n}`],
      url: [`https://news.example/stories/s-${n}`],
      published: [new Date(Date.UTC(2026, 2, 1 + n)).toISOString()],
    });
    // The last stories of a list are headlines alone.
    if (index < 10) {
      expect(properties.summary).toHaveLength(1);
      expect(properties.author).toMatchObject([{ properties: { name: ['Ann Lee'] } }]);
      expect(properties.featured).toEqual(['https://news.example/pictures/a.png']);
    }
  }
});

test('an author’s page is the h-feed of the person, who is an h-card', () => {
  const [person] = site.people.filter(({ slug }) => slug === 'samuel-osei');
  const story = publish(aStory({ author: [{ name: 'Samuel Osei' }] }));
  const html = renderListingPage({ ...anEdition([story]), scope: 'author:samuel-osei' }, site);
  const { properties, children } = only('h-feed', html);
  expect(children).toHaveLength(1);
  expect(properties.author).toHaveLength(1);
  expect(properties.author?.[0]).toMatchObject({
    type: ['h-card'],
    properties: {
      name: ['Samuel Osei'],
      'job-title': [person?.role],
      note: [person?.about],
      url: ['https://news.example/authors/samuel-osei', 'https://samuel-osei.example/'],
      photo: ['https://news.example/pictures/samuel-osei.png'],
    },
  });
});
