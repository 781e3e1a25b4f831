import { expect, test } from 'vitest';
import security from '../../SECURITY.md?raw';

// SECURITY.md links to the tests that prove what it says.

const tests = import.meta.glob<string>('/test/**/*.test.ts', {
  query: '?raw',
  import: 'default',
  eager: true,
});

const [, table = ''] = security.split('|---|---|---|---|\n');
const threats = (table.split('\n\n', 1)[0] ?? '').trim().split('\n');
const linksIn = (text: string) =>
  Array.from(text.matchAll(/\[([^\]]+)\]\((test\/[^)]+)\)/g), ([, title = '', path = '']) => ({
    title,
    path,
  }));

test('every threat has a defence and a test, and every named test exists', () => {
  expect(threats.length).toBeGreaterThan(15);
  for (const threat of threats) {
    const [, who, stops, _does, held = ''] = threat.split(/\s*\|\s*/);
    expect(who && stops, threat).toBeTruthy();
    expect(linksIn(held).length, who).toBeGreaterThan(0);
  }
  const isTitle = (title: string, source = '') =>
    [`'${title}'`, `"${title}"`, `\`${title}\``].some((quoted) => source.includes(quoted));
  // Of a title that is filled in, more has to be said than that.
  const missing = linksIn(security).filter(
    ({ title, path }) => title === '%s' || !isTitle(title, tests[`/${path}`]),
  );
  expect(missing).toEqual([]);
});
