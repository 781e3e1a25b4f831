import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { type Server, startServer, TOKEN } from '../../cli/server.ts';
import { findColourViolations, findViolations, openChromium } from '../chromium.ts';
import { type Colleague, signInByLink } from './people.ts';

// The page on which a story is written: its bar, what stands beside the text, and its drawer.

let browser: Browser;
let server: Server;
let ann: Colleague;
let draft = '';

before(async () => {
  [browser, server] = await Promise.all([openChromium(), startServer({ flags: ['--empty'] })]);
  ann = await signInByLink(browser, server, {
    name: 'Ann Lee',
    role: 'editor',
    viewport: { width: 1280, height: 800 },
  });
  const { page } = ann;
  page.setDefaultTimeout(60_000);
  await page.goto(new URL('/newsroom/drafts?new=yes', page.url()).href);
  await page.getByLabel('Headline').fill('Exports grew');
  await page.getByRole('button', { name: 'Begin' }).click();
  await page.locator('.cm-content').waitFor();
  draft = page.url();
});
after(async () => {
  await browser.close();
  await server.stop();
});

const open = async (path = ''): Promise<Page> => {
  await ann.page.goto(draft + path);
  await ann.page.locator('.cm-content').waitFor();
  return ann.page;
};

/** The id of what has the focus. */
const focused = (page: Page) => page.evaluate(() => document.activeElement?.id);

test('Enter leaves the headline, and what is pasted there stays one line', async () => {
  const page = await open();
  const headline = page.getByRole('textbox', { name: 'Headline' });
  await headline.focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText('Exports\n grew  again');
  assert.equal(await headline.inputValue(), 'Exports grew  again');
  await page.keyboard.press('Enter');
  assert.equal(await focused(page), 'abstract');
});

test('the panels are tabs, which arrows move between', async () => {
  const page = await open();
  await page.getByRole('tab', { name: 'Sources' }).focus();
  await page.keyboard.press('ArrowRight');
  assert.equal(await focused(page), 'tab-evidence');
  assert.ok(await page.getByRole('tabpanel', { name: 'Evidence' }).isVisible());
  assert.ok(await page.locator('#panel-sources').isHidden());
  await page.keyboard.press('Home');
  assert.equal(await focused(page), 'tab-sources');
  await page.keyboard.press('ArrowLeft');
  assert.equal(await focused(page), 'tab-preview');
});

test('what there is to do leads to its field, in the drawer too', async () => {
  const page = await open();
  await page.getByRole('button', { name: 'Details' }).click();
  await page.getByLabel('Address of the story').fill('Not an address');
  await page.keyboard.press('Escape');
  assert.ok(await page.locator('#details').isHidden());
  await page.locator('[data-count="faults"]', { hasText: '1' }).waitFor();
  await page.getByRole('tab', { name: 'To do' }).click();
  await page.locator('#all-faults').getByRole('link', { name: 'Address of the story' }).click();
  assert.equal(await focused(page), 'slug');
  assert.ok(await page.locator('#details').isVisible());
  await page.getByLabel('Address of the story').fill('');
  await page.keyboard.press('Escape');
  await page.getByRole('tab', { name: 'To do' }).click();
  await page.locator('#all-faults').getByRole('link', { name: 'TL;DR' }).click();
  assert.equal(await focused(page), 'abstract');
});

test('how a text was made is said beside it, and chosen in the drawer', async () => {
  const page = await open();
  await page.locator('.paper').getByRole('link', { name: 'Not stated' }).first().click();
  await page.getByLabel('Who wrote the TL;DR').selectOption('AI wrote it');
  await page.keyboard.press('Escape');
  await page.locator('.paper').getByRole('link', { name: 'AI wrote it' }).waitFor();
});

test('axe finds nothing, and nothing is wider than its screen', async () => {
  const page = await open();
  for (const [width, height] of [
    [1280, 800],
    [1920, 1080],
    [320, 640],
  ] as const) {
    await page.setViewportSize({ width, height });
    await open();
    assert.deepEqual(await findViolations(page), []);
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width, `${width} pixels`);
  }
  await page.getByRole('button', { name: 'Sources' }).click();
  assert.equal(await focused(page), 'tab-sources');
  assert.deepEqual(await findViolations(page), []);
  await page.keyboard.press('Escape');
  assert.ok(await page.locator('#beside').isHidden());
  await page.emulateMedia({ colorScheme: 'dark' });
  assert.deepEqual(await findColourViolations(page), []);
  await page.getByRole('button', { name: 'Details' }).click();
  assert.deepEqual(await findViolations(page), []);
});

/** A draft with a citation, in a language. */
async function beginFile(
  language: 'en' | 'ar',
  [headline, text]: readonly [string, string],
): Promise<string> {
  const file = `---
headline: ${headline}
abstract: ${headline}
inLanguage: ${language}
citation:
  - url: https://agency.example/report
    name: ${headline}
---

## ${headline}

${text}([Agency](https://agency.example/report)).

- ${headline}
`;
  const headers = { Authorization: `Bearer ${TOKEN}`, 'Content-Type': 'text/markdown' };
  const address = `${server.url}/api/drafts?name=whole-${crypto.randomUUID()}`;
  const response = await fetch(address, { method: 'POST', headers, body: file });
  const { id } = (await response.json()) as { id: string };
  return new URL(`/newsroom/drafts/${id}`, draft).href;
}

/** Shows a panel, on a narrow screen in its sheet. */
async function showPanel(page: Page, name: string): Promise<void> {
  const sheet = page.locator('[data-open="beside"]');
  if ((await sheet.isVisible()) && (await sheet.getAttribute('aria-expanded')) === 'false')
    await sheet.click();
  await page.getByRole('tab', { name }).click();
}

/** Everything that opens on the page, and what closes it again. */
const OPENED: [what: string, open: (page: Page) => Promise<void>, close?: (page: Page) => Promise<void>][] = [
  ...['Sources', 'Evidence', 'Notes', 'To do', 'Preview'].map((name): (typeof OPENED)[number] => [
    name,
    async (page) => {
      const sheet = page.locator('[data-open="beside"]');
      if ((await sheet.isVisible()) && (await sheet.getAttribute('aria-expanded')) === 'false')
        await sheet.click();
      await page.getByRole('tab', { name }).click();
    },
  ]),
  [
    'a new note',
    async (page) => {
      await showPanel(page, 'Notes');
      await page.getByRole('button', { name: 'Write a note' }).click();
      await page.getByLabel('Your note').waitFor();
    },
    (page) => page.getByRole('textbox', { name: 'TL;DR' }).focus(),
  ],
  ...['Details', 'More'].map((name): (typeof OPENED)[number] => [
    name,
    async (page) => {
      await page.getByRole('button', { name, exact: true }).click();
      await page.locator(':popover-open').waitFor();
    },
    (page) => page.keyboard.press('Escape'),
  ]),
  [
    'a citation',
    async (page) => {
      await page.getByRole('button', { name: /^Citation Agency/ }).click();
      await page.getByRole('dialog').waitFor();
    },
    (page) => page.keyboard.press('Escape'),
  ],
  ...['Cite', 'Link', 'Typography'].map((name): (typeof OPENED)[number] => [
    name,
    async (page) => {
      await page.locator('.cm-content').focus();
      await page.keyboard.press('Control+End');
      await page.getByRole('toolbar').getByRole('button', { name, exact: true }).click();
      await page.getByRole('dialog').waitFor();
    },
    (page) => page.keyboard.press('Escape'),
  ]),
  [
    'the menu of a slash',
    async (page) => {
      await page.locator('.cm-content').focus();
      await page.keyboard.press('Control+End');
      await page.keyboard.press('Enter');
      await page.keyboard.press('Enter');
      await page.keyboard.type('/');
      await page.getByRole('listbox').waitFor();
    },
    async (page) => {
      await page.keyboard.press('Escape');
      await page.keyboard.press('Backspace');
    },
  ],
  [
    'a choice between two passages',
    async (page) => {
      const other = await page.context().newPage();
      await other.goto(page.url());
      await other.locator('.cm-content').waitFor();
      for (const [each, words] of [
        [other, 'Theirs'],
        [page, 'Mine'],
      ] as const) {
        await each.getByRole('textbox', { name: 'Headline' }).fill(words);
        if (each === other)
          await each
            .locator('#saved')
            .getByText(/saved at/)
            .waitFor();
      }
      await other.close();
      await page.getByRole('region', { name: 'Headline: choose a passage' }).waitFor();
    },
  ],
];

const WORDS = {
  en: ['Exports grew', 'They "grew"'],
  ar: ['نمت الصادرات', 'لقد "نمت"'],
} as const;

/** The screens on which everything fits, and how large their text is. */
const WIDTHS: Record<string, [width: number, text: string][]> = {
  'a phone': [
    [640, '200%'],
    [320, '100%'],
    [390, '100%'],
  ],
  'a desk, from right to left': [[1280, '100%']],
};

for (const [screen, viewport, language] of [
  ['a desk', { width: 1280, height: 800 }, 'en'],
  ['a phone', { width: 390, height: 844 }, 'en'],
  ['a desk, from right to left', { width: 1280, height: 800 }, 'ar'],
] as const)
  test(`axe finds nothing in all that opens, on ${screen}`, async () => {
    const url = await beginFile(language, WORDS[language]);
    const page = await ann.context.newPage();
    page.setDefaultTimeout(60_000);
    await page.setViewportSize(viewport);
    await page.goto(url);
    await page.getByRole('button', { name: /^Citation Agency/ }).waitFor();
    for (const [what, open, close] of OPENED) {
      await open(page);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        const found = await (colorScheme === 'light' ? findViolations : findColourViolations)(page);
        assert.deepEqual(found, [], `${what}, ${colorScheme}`);
      }
      for (const [width, text] of WIDTHS[screen] ?? []) {
        await page.setViewportSize({ width, height: viewport.height });
        const taken = await page.evaluate((size) => {
          document.documentElement.style.fontSize = size;
          return document.documentElement.scrollWidth;
        }, text);
        assert.ok(taken <= width, `${what} is ${taken} pixels wide on ${width}, with text of ${text}`);
      }
      await page.setViewportSize(viewport);
      await close?.(page);
    }
    await page.close();
  });

test('screen readers are told of the editor, its citations, notes and what is saved', async () => {
  const page = await ann.context.newPage();
  page.setDefaultTimeout(60_000);
  await page.goto(await beginFile('en', WORDS.en));
  await page.getByRole('button', { name: /^Citation Agency/ }).waitFor();
  await page.getByRole('textbox', { name: 'TL;DR' }).focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Alt+Shift+KeyN');
  await page.getByLabel('Your note').fill('Which exports?');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('status').getByText('The note is added.').waitFor();
  const tree = await page.locator('body').ariaSnapshot();
  for (const named of [
    'textbox "Headline": Exports grew',
    'textbox "TL;DR":',
    'toolbar "Format"',
    'textbox "Analysis"',
    'heading "Exports grew" [level=2]',
    'button "Citation Agency',
    'tab "Notes 1" [selected]',
    'tabpanel "Notes',
    'heading "Note 1"',
    'button "Resolve note 1"',
    'paragraph: The note is added.',
    'Version 1, saved by',
  ])
    assert.ok(tree.includes(named), `${named} in ${tree}`);
  await page.close();
});

test('without a script, the form takes its place', async () => {
  const bo = await signInByLink(browser, server, {
    name: 'Bo Chen',
    role: 'editor',
    javaScriptEnabled: false,
  });
  await bo.page.goto(draft);
  await bo.page.waitForURL(/\/form$/);
  assert.ok(await bo.page.getByRole('textbox', { name: 'Analysis' }).isVisible());
  assert.ok(await bo.page.getByRole('button', { name: 'Save' }).first().isVisible());
});

test('one of the newsroom’s own pages is written like a story, and readers get it once it is published', async () => {
  const { page } = ann;
  const at = (path: string) => new URL(path, page.url()).href;
  await page.goto(at('/newsroom/new-page'));
  await page.getByLabel('Title').fill('How we work');
  await page.getByLabel('Address').fill('method');
  await page.getByRole('button', { name: 'Begin' }).click();
  const text = page.getByRole('textbox', { name: 'Text' });
  await page.locator('.cm-content').waitFor();
  await text.click();
  await page.keyboard.type('We cite ');
  await page.keyboard.press('Control+b');
  await page.keyboard.type('everything');
  await page.keyboard.press('Control+b');
  await page.keyboard.type('.');
  await page.getByText(/^Version \d+, saved at/).waitFor();
  assert.equal((await fetch(at('/method'))).status, 404);
  await page.goto(at('/newsroom/pages'));
  await page.getByRole('link', { name: 'How we work' }).click();
  await page.locator('.cm-content strong, .cm-content .strong', { hasText: 'everything' }).waitFor();
  assert.deepEqual(await findViolations(page), []);
  await text.click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(' Nothing else.');
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  await page.getByText('The page is published.').waitFor();
  assert.equal(await page.getByText('This is a draft').count(), 0);
  let shown = '';
  for (const end = Date.now() + 60_000; !shown.includes('Nothing else') && Date.now() < end; ) {
    await new Promise((resolve) => setTimeout(resolve, 300));
    shown = await (await fetch(at('/method'))).text();
  }
  assert.match(shown, /<p>We cite <strong>everything<\/strong>\. Nothing else\.<\/p>/);
});

test('in German, whose words are longer, nothing of the bar or the tabs is cut off', async () => {
  const language = new URL('/newsroom/account/language', draft).href;
  const headers = { Origin: new URL(draft).origin };
  await ann.page.request.post(language, { form: { language: 'de' }, headers });
  await ann.page.setViewportSize({ width: 1280, height: 800 });
  const page = await open();
  const cut = await page
    .locator('.bar-state, #saved, #counts, .bar-actions button, [role=tablist]')
    .evaluateAll((all) =>
      all.filter((each) => each.scrollWidth > each.clientWidth).map(({ outerHTML }) => outerHTML),
    );
  assert.deepEqual(cut, []);
  await ann.page.request.post(language, { form: { language: '' }, headers });
});
