import { expect, test } from 'vitest';
import { renderArchivePage } from '../../../src/site/page/archive.tsx';
import { anEdition, aStory, publish, site } from '../../samples.ts';

test('a page of the archive has its headlines under their days, the newest first, each with its time', () => {
  const stories = [
    ['b', '2026-03-04T08:00:00Z'],
    ['a', '2026-03-03T23:59:00Z'],
    ['c', '2026-03-04T09:30:00Z'],
  ].map(([slug, datePublished]) => publish(aStory({ slug, headline: `Story ${slug}`, datePublished })));
  const html = renderArchivePage({ ...anEdition(stories), archive: { page: 2, next: 3 } }, site);
  const main = /<main[^>]*>(.*)<\/main>/s.exec(html)?.[1] ?? '';
  const text = main
    .replaceAll(/<\/(h\d|p|li)>/g, ' ')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/\s+/g, ' ');
  expect(text).toContain('March 4, 2026 Story c 09:30 UTC Story b 08:00 UTC March 3, 2026 Story a 23:59 UTC');
  expect(html).toContain('<script type="speculationrules">');
  expect(main.match(/<h2 id="day-[\d-]+">/g)).toEqual([
    '<h2 id="day-2026-03-04">',
    '<h2 id="day-2026-03-03">',
  ]);
});
