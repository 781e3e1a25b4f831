import { expect, test } from 'vitest';
import type { OldTarget } from '../../../src/move/in/old-site.ts';
import { targetPath } from '../../../src/move/in/plan/redirect-target.ts';

const context = {
  site: { url: 'https://news.example', people: [{ slug: 'ann-lee', name: 'Ann Lee' }] },
  hasTopic: (slug: string) => slug === 'energy',
  pictureAt: (url: string) => (url.endsWith('a.png') ? { path: '/media/a.png', width: 1, height: 1 } : null),
};
const energy: OldTarget = { shows: 'term', name: 'Energy', slug: 'energy' };

test.each<[OldTarget, string | null]>([
  [{ shows: 'home' }, '/'],
  [energy, '/topics/energy'],
  [{ shows: 'term', name: 'Nobody', slug: 'nobody' }, null],
  [{ shows: 'author', name: 'ann  LEE' }, '/authors/ann-lee'],
  [{ shows: 'author', name: 'Zoë & Co' }, '/search?author=Zo%C3%AB+%26+Co'],
  [{ shows: 'date', date: '2020-02' }, '/search?from=2020-02-01&to=2020-02-29'],
  [{ shows: 'date', date: '2019' }, '/search?from=2019-01-01&to=2019-12-31'],
  [{ shows: 'date', date: '2019-05-04' }, '/search?from=2019-05-04&to=2019-05-04'],
  [{ shows: 'date', date: '2019-02-30' }, null],
  [{ shows: 'date', date: '0000-13' }, null],
  [{ shows: 'feed', format: 'rss' }, '/rss.xml'],
  [{ shows: 'feed', format: 'json', of: { shows: 'home' } }, '/feed.json'],
  [{ shows: 'feed', format: 'atom', of: energy }, '/topics/energy/atom.xml'],
  [{ shows: 'feed', format: 'rss', of: { shows: 'author', name: 'Bob' } }, '/search/rss.xml?author=Bob'],
  [{ shows: 'feed', format: 'rss', of: { shows: 'term', name: 'x', slug: 'x' } }, null],
  [{ shows: 'picture', url: 'https://old.example/a.png' }, '/media/a.png'],
  [{ shows: 'picture', url: 'https://old.example/b.png' }, null],
])('%j leads to %s', (target, path) => {
  expect(targetPath(target, context)).toBe(path);
});
