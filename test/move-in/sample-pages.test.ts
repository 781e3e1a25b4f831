import { readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { readPageFile } from '../../src/newsroom/pages/cli/page-files.ts';
import { isSamplePage } from '../../src/newsroom/pages/cli/sample-pages.ts';

test('each page that Edgewire comes with is known as one, whatever its line breaks, and no edited one is', async () => {
  const files = (await readdir('data/pages')).filter((name) => name.endsWith('.md'));
  expect(files.length).toBeGreaterThan(0);
  for (const name of files) {
    const read = await readPageFile(`data/pages/${name}`);
    if (!('page' in read)) throw new Error(read.problems.join('\n'));
    const { page } = read;
    expect(
      isSamplePage(page),
      `${name}: add the page's fingerprint to src/newsroom/pages/cli/sample-pages.ts`,
    ).toBe(true);
    expect(isSamplePage({ ...page, body: page.body.replaceAll('\n', '\r\n') })).toBe(true);
    expect(isSamplePage({ ...page, body: `${page.body} ` })).toBe(false);
    expect(isSamplePage({ ...page, slug: 'another' })).toBe(false);
  }
});
