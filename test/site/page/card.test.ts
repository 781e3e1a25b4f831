import { expect, test } from 'vitest';
import { renderErrorPage } from '../../../src/site/page/error.tsx';
import { renderListingPage } from '../../../src/site/page/listing.tsx';
import { renderStoryPage } from '../../../src/site/page/story/story.tsx';
import { fullStory, publish, sampleEdition, sampleStories, site } from '../../samples.ts';

/** The number of characters of a page that every known program for link previews reads. */
const FIRST_PART = 8192;

test.each([...sampleStories, fullStory].map((story) => [story.slug, story] as const))(
  'the page of %s names its card near its beginning',
  (slug, story) => {
    const head = renderStoryPage(publish(story), site).slice(0, FIRST_PART);
    expect(head).toMatch(
      new RegExp(
        `<meta property="og:image" content="https://news.example/stories/${slug}/card.${story.image ? 'jpg' : 'png'}\\?v=[0-9a-f]{16}"/>`,
      ),
    );
    expect(head).toContain('<meta property="og:image:width" content="1200"/>');
    expect(head).toContain('<meta property="og:image:height" content="630"/>');
    expect(head).toContain('<meta name="twitter:card" content="summary_large_image"/>');
  },
);

test('other pages have the site’s card, and error pages have none', () => {
  expect(renderListingPage(sampleEdition, site)).toContain(
    '<meta property="og:image" content="https://news.example/card.png"/>',
  );
  const error = renderErrorPage({ title: 'Not found', reason: 'None.', next: 'None.' }, site);
  expect(error).not.toContain('og:image');
});
