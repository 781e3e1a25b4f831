import { describe, expect, test } from 'vitest';
import identity from '../../../data/site.json' with { type: 'json' };
import { renderSitePage } from '../../../src/site/page/site-page.tsx';
import { parsePageFile } from '../../../src/site/site-page/parse.ts';
import { isPageSlug } from '../../../src/site/site-page/slugs.ts';
import { site } from '../../samples.ts';

const files = import.meta.glob<string>('/data/pages/*.md', { query: '?raw', import: 'default', eager: true });
const nameOf = (path: string) => path.replace(/^.*\/|\.md$/g, '');
const pages = Object.entries(files).map(([path, text]) => {
  const parsed = parsePageFile(text, nameOf(path));
  if (!parsed.ok) throw new Error(`${path}: ${JSON.stringify(parsed.faults)}`);
  return parsed.value;
});
const slugs = pages.map(({ slug }) => slug).sort();

/** Returns every path of this site in a part of data/site.json. */
function pathsIn(part: unknown): string[] {
  if (typeof part === 'string') return /^\/(?!\/)/.test(part) ? [part] : [];
  return part !== null && typeof part === 'object' ? Object.values(part).flatMap(pathsIn) : [];
}

/** Returns those of the paths that would be pages of the newsroom's own, but are not among the samples. */
const missing = (paths: readonly string[]) =>
  paths.map((path) => path.slice(1)).filter((slug) => isPageSlug(slug) && !slugs.includes(slug));

test('the samples are About, Contact, Corrections, Imprint and Privacy', () => {
  expect(slugs).toEqual(['about', 'contact', 'corrections', 'imprint', 'privacy']);
});

test('every link from the navigation and the footer of the sample site to a page leads to one', () => {
  const { nav = [], footer = [] } = identity as { nav?: unknown; footer?: unknown };
  expect(missing([...pathsIn(nav), ...pathsIn(footer)])).toEqual([]);
});

describe.each(pages)('$slug', (page) => {
  test('links only to pages that are there', () => {
    const links = Array.from(page.body.matchAll(/\]\((\/[^)]*)\)/g), ([, path = '']) => path);
    expect(missing(links)).toEqual([]);
  });

  test('is a whole page', async () => {
    const html = renderSitePage({ ...page, changed: '2026-11-26T18:00:00Z' }, site);
    expect(html).toContain(`<h1>${page.title}</h1>`);
    // Without the stylesheet, which other pages show.
    const bare = html.replace(/<style>[\s\S]*?<\/style>/, '');
    if (page.slug === 'contact') await expect(bare).toMatchFileSnapshot('../../golden/contact.html');
  });
});
