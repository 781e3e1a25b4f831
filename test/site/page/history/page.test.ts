import { describe, expect, test } from 'vitest';
import { LANGUAGES } from '../../../../src/language/words.ts';
import { makeHistory, renderHistory, renderHistoryJson } from '../../../../src/site/document/history.ts';
import type { SealedRevisions } from '../../../../src/site/story/history/history.ts';
import type { Story } from '../../../../src/site/story/story.ts';
import { aStory, publish, site } from '../../../samples.ts';
import { type Made, madeRevisions as made, seal } from '../../../seal.ts';

const [second, renamed] = [made[1]?.story, made[3]?.story] as [Story, Story];

const historyOf = async (story: Story, revisions: SealedRevisions['revisions'], of = site, omitted = 0) =>
  makeHistory(publish(story), { omitted, revisions }, of);

const pageOf = async (story: Story, of: readonly Made[]) =>
  (await renderHistory(await historyOf(story, await seal(of)), site)).text;

test('the golden history, with every action', async () => {
  const history = await historyOf(renamed, await seal(made));
  const html = (await renderHistory(history, site)).text
    .replace(/<style>.*<\/style>/s, '')
    .replaceAll('><', '>\n<');
  await expect(`${html}\n`).toMatchFileSnapshot('../../../golden/history.html');
  const { text } = await renderHistoryJson(history);
  await expect(`${JSON.stringify(JSON.parse(text), null, 2)}\n`).toMatchFileSnapshot(
    '../../../golden/history.json',
  );
});

describe.each(Object.keys(LANGUAGES))('in %s,', (language) => {
  test('every word of the page is there', async () => {
    const inLanguage = made.map((each) => ({ ...each, story: { ...each.story, inLanguage: language } }));
    const html = await pageOf({ ...renamed, inLanguage: language }, inLanguage);
    expect(html).not.toMatch(/\{\w+\}|undefined/);
    if (language === 'ar') expect(html).toContain('<main id="main" class="grouped" lang="ar" dir="rtl">');
  });
});

test('the page is no search result, runs no script and loads nothing', async () => {
  const { text, headers } = await renderHistory(await historyOf(renamed, await seal(made)), site);
  expect(text).toContain('<meta name="robots" content="noindex"/>');
  expect(text).not.toContain('<script');
  expect(headers['Content-Security-Policy']).not.toContain('script-src');
});

test('words that were removed or added are announced, not only coloured', async () => {
  const html = await pageOf(second, made.slice(0, 2));
  expect(html).toMatch(/<ins><span class="hidden" lang="en">added: <\/span>/);
  expect(html).toMatch(/<del><span class="hidden" lang="en">removed: <\/span>/);
});

test('a change that shows nowhere says so', async () => {
  const html = await pageOf(second, [made[1], made[2]] as Made[]);
  expect(html).toContain('Nothing changed that this page shows.');
});

describe('a change of the analysis', () => {
  const difference = async (before: string, after: string) => {
    const html = await pageOf(aStory(), [
      { action: 'publish', story: aStory({ articleBody: before }) },
      { action: 'change', story: aStory({ articleBody: after }) },
    ]);
    return /<h3>Analysis<\/h3><p class="difference"[^>]*>(.*?)<\/p>/s
      .exec(html)?.[1]
      ?.replaceAll(/<span class="hidden".*?<\/span>/gs, '');
  };

  test('is one of what readers saw, not of Markdown', async () => {
    const before = '## Why\n\nA *small* step ([Paper](https://a.example/)).\n\n- One\n- Two';
    const after = '## Why\n\nA **large** step ([Paper](https://a.example/)).\n\n- One\n- Three';
    expect(await difference(before, after)).toBe(
      'Why\n\nA <del>small</del><ins>large</ins> step (Paper).\n\nOne\n<del>Two</del><ins>Three</ins>',
    );
  });

  test('shows where links lead if that has changed with the words', async () => {
    const before = 'A small step ([Paper](https://a.example/)).';
    const after = 'A large step ([Paper](https://b.example/)).';
    expect(await difference(before, after)).toContain('https://');
  });

  test('shows the Markdown if readers saw the same words', async () => {
    expect(await difference('A [link](https://a.example/).', 'A [link](https://b.example/).')).toContain(
      'https://',
    );
  });
});

test('dates and languages are as readers know them', async () => {
  const url = 'https://a.example/';
  const html = await pageOf(aStory(), [
    { action: 'publish', story: aStory({ citation: [{ url, datePublished: '2025-12' }] }) },
    {
      action: 'change',
      story: aStory({ citation: [{ url, datePublished: '2025-11-02' }], inLanguage: 'de-u-ca-buddhist' }),
    },
  ]);
  for (const text of ['December 2025', 'November 2, 2025', 'English', 'German']) expect(html).toContain(text);
});

test('a change of seconds, which no date shows, is shown to the second', async () => {
  const html = await pageOf(aStory(), [
    { action: 'publish', story: aStory({ datePublished: '2026-03-04T09:30:00Z' }) },
    { action: 'change', story: aStory({ datePublished: '2026-03-04T09:30:07Z' }) },
  ]);
  expect(html).toContain('2026-03-04T09:30:07Z');
});

test('fields that are new in a record, and empty, are no change', async () => {
  const { evidence, ...older } = aStory();
  const html = await pageOf(aStory(), [
    { action: 'publish', story: older as Story },
    { action: 'change', story: aStory() },
  ]);
  expect(html).toContain('Nothing changed that this page shows.');
});

test('it says by whom only if the newsroom does', async () => {
  const revisions = await seal(made);
  for (const historyNames of [false, true]) {
    const named = { ...site, historyNames };
    const { text } = await renderHistory(await historyOf(renamed, revisions, named), named);
    expect(text.includes('by <bdi>ann</bdi>')).toBe(historyNames);
    const json = await renderHistoryJson(await historyOf(renamed, revisions, named));
    expect(json.text.includes('"who":"ann"')).toBe(historyNames);
  }
});

test('what was left out is said to be left out', async () => {
  const revisions = (await seal(made)).map((each, index) => (index < 3 ? { ...each, record: null } : each));
  const { text } = await renderHistory(await historyOf(renamed, revisions, site, 2), site);
  expect(text).toContain('This page leaves out the text of this version. The newsroom keeps it.');
  expect(text).toContain('This page leaves out 2 earlier versions. The newsroom keeps them.');
});

test('the page stays within its bounds, however much has changed', async () => {
  const long = (revision: number) =>
    aStory({ articleBody: Array.from({ length: 9000 }, (_, word) => `${word * revision}`).join(' ') });
  const many = Array.from({ length: 40 }, (_, index): Made => ({ action: 'change', story: long(index + 1) }));
  expect((await pageOf(long(40), many)).length).toBeLessThan(600_000);
});

test('a change of what the record says of an author shows, in the language of the story', async () => {
  const before = aStory({ inLanguage: 'de', author: [{ name: 'Reuters' }, { name: 'Bo Li' }] });
  const after = aStory({
    inLanguage: 'de',
    author: [
      { name: 'Reuters', type: 'Organization' },
      { name: 'Bo Li', givenName: 'Bo', familyName: 'Li' },
    ],
  });
  const html = await pageOf(after, [
    { action: 'publish', story: before },
    { action: 'change', story: after },
  ] as Made[]);
  const text = html.replace(/<[^>]+>/g, '');
  expect(text).toContain('Reuters');
  expect(text).toContain(' · eine Organisation');
  expect(text).toContain(' · Li, Bo');
});
