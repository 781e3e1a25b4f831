import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import { authorUrls } from '../../../src/edition/people.ts';
import { renderStoryPage } from '../../../src/page/story/story.tsx';
import { withCanonicalUrls } from '../../../src/story/article.ts';
import { foreignStories, fullStory, publish, sampleStories, site } from '../../samples.ts';

// What parsers of microformats2 find on a story's page (https://microformats.org/wiki/microformats2-parsing).

const PREFIXES = /^(?:h|p|u|dt|e)-/;

/** What the parsing rules ask of an element. */
interface Marked {
  tagName: string;
  textContent: string;
  innerHTML: string;
  classList: Iterable<string>;
  getAttribute(name: string): string | null;
}

/** Returns the value of a property, by the parsing rules for the elements that the page uses. */
function propertyOf(element: Marked, name: string): unknown {
  const value = element.tagName === 'DATA' ? element.getAttribute('value') : element.textContent.trim();
  const href = element.getAttribute('href');
  if ([...element.classList].includes('h-card')) return { name: value, url: href };
  if (name.startsWith('u-')) return href ?? element.getAttribute('src') ?? value;
  if (name.startsWith('dt-')) return element.getAttribute('datetime');
  return name.startsWith('e-') ? element.innerHTML : value;
}

/** Returns the page's roots, and the properties of its entry. */
function read(html: string): { roots: string[]; entry: Record<string, unknown[]> } {
  const { document } = parseHTML(html);
  const entry: Record<string, unknown[]> = {};
  const roots: string[] = [];
  for (const element of document.querySelectorAll('[class]')) {
    for (const name of [...element.classList].filter((each) => PREFIXES.test(each))) {
      const parent = element.parentElement?.closest('.h-entry');
      if (name.startsWith('h-') && !parent) roots.push(name);
      if (!name.startsWith('h-')) {
        expect(parent, name).toBeTruthy();
        entry[name] = [...(entry[name] ?? []), propertyOf(element, name)];
      }
    }
  }
  return { roots, entry };
}

test('a story’s page is one h-entry, with the words of the record', () => {
  for (const story of [...sampleStories, ...foreignStories, fullStory]) {
    const { roots, entry } = read(renderStoryPage(publish(story), site));
    expect(roots, story.slug).toEqual(['h-entry']);
    const { 'e-content': content, ...properties } = entry;
    expect(content?.[0]).toContain('<p>');
    expect(properties['p-name'], story.slug).toEqual([story.headline]);
    expect(properties['p-summary']).toEqual([story.abstract]);
    expect(properties['u-url']).toEqual([`https://news.example/stories/${story.slug}`]);
    expect(properties['dt-published']).toEqual([story.datePublished]);
    expect(properties['p-category'] ?? []).toHaveLength(story.keywords.length);
    const named = withCanonicalUrls(story).author.map((person) => ({
      name: person.name,
      url: authorUrls(person, site).page ?? null,
    }));
    expect(properties['p-author']).toEqual(named.length > 0 ? named : site.authors.map(({ name }) => name));
    expect(properties['u-featured']).toEqual(story.image ? [story.image.url] : undefined);
  }
});

test('an h-entry says when its story last changed, if it has', () => {
  const [story] = sampleStories.filter(({ slug }) => slug === 'atom-becomes-a-standard');
  if (!story) throw new Error('there is no such story');
  const changed = read(renderStoryPage(publish(story), site)).entry['dt-updated'];
  expect(changed).toEqual(['2026-02-18T11:05:00.000Z']);
  const unchanged = publish({ ...story, correction: [], dateModified: null });
  expect(read(renderStoryPage(unchanged, site)).entry['dt-updated']).toBeUndefined();
});
