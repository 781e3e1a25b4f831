import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { type Server, startServer } from '../../cli/server.ts';
import { closeHosts, openHost } from '../../loopback/hosts.ts';
import { openChromium } from '../chromium.ts';
import { addPasskey, type Colleague, press, sharePasskeys, signInByLink } from './people.ts';
import { pictureOf, Typist } from './typist.ts';

// A day of three people: one writes, another helps, the third decides. All of it is done by keys, clicks and taps, and nobody types
// Markdown.

/** What three papers report, each at a server of its own. */
const REPORTS = [
  'The city council voted 7 to 2 on Tuesday to close the Old Bridge to cars from 1 March 2027.',
  'Repairs of the bridge will cost 42 million euros and take three years, the city’s engineers said.',
  'Shop owners on the east bank fear that they will lose customers while the bridge is repaired.',
] as const;
const CLAIMS = [
  'The council voted 7 to 2 to close the Old Bridge to cars.',
  'Repairs of the bridge will cost 42 million euros.',
  'Shop owners fear that they will lose customers.',
] as const;
const PICTURES = [
  { file: 'a-day-of-polling', shows: 'The Old Bridge at low water' },
  { file: 'must-should-may', shows: 'A map of the detour' },
] as const;

const HEADLINE = 'The Old Bridge closes in March';
const EARLIER = [
  'https://www.rssboard.org/rss-specification',
  'https://www.jsonfeed.org/version/1.1/',
] as const;

/** The most presses from the empty page to the story. The form of before takes 553. */
const MOST_PRESSES = 120;

let browser: Browser;
let server: Server;
let papers: string[];

before(async () => {
  const hosts = await Promise.all(
    REPORTS.map((words, index) =>
      openHost({
        '/report': `<!DOCTYPE html><html lang="en"><head><title>Report ${index + 1} on the bridge</title>
<meta property="og:site_name" content="Paper ${index + 1}"><meta property="article:published_time" content="2026-11-2${index}T08:00:00Z"></head>
<body><article><h1>Report ${index + 1} on the bridge</h1><p>${words}</p>
<p>${'The council meets again in April, and has not said what it will decide. '.repeat(8)}</p></article></body></html>`,
      }),
    ),
  );
  papers = hosts.map(({ url }) => `${url}/report`);
  [browser, server] = await Promise.all([openChromium(), startServer()]);
});
after(async () => {
  await browser.close();
  closeHosts();
  await server.stop();
});

const button = (page: Page, name: string | RegExp): Locator => page.getByRole('button', { name }).first();
const field = (page: Page, name: string): Locator => page.locator(`[name="${name}"]`);
const analysis = (page: Page): Locator => page.getByRole('textbox', { name: 'Analysis', exact: true });
const at = (page: Page, path: string): string => new URL(path, page.url()).href;

/** Reads again and again until everything is there: the Desk writes to KV a moment after it has acknowledged a story. */
async function untilThere(read: () => Promise<string>, words: readonly string[]): Promise<string> {
  for (let tries = 0; ; tries++) {
    const text = await read();
    const missing = words.filter((each) => !text.includes(each));
    if (missing.length === 0) return text;
    assert.ok(tries < 120, `${missing.join(', ')} not in ${text}`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

const readersGet = (path: string, words: readonly string[]) =>
  untilThere(async () => (await fetch(new URL(path, server.url))).text(), words);

/** Waits until a draft is saved with words. */
const isSaved = (page: Page, draft: string, ...words: string[]) =>
  untilThere(async () => (await page.request.get(`${draft}/text`)).text(), words);

/** Asserts that readers have all of a story, on its page and in feeds. */
async function isRead(story: string, headline: string, words: readonly string[]): Promise<void> {
  const { pathname } = new URL(story);
  const links = [...papers, ...EARLIER].map((url) => `href="${url}`);
  const page = await readersGet(pathname, [headline, ...CLAIMS, ...words, ...links]);
  for (const [index, quote] of REPORTS.entries())
    assert.match(page, new RegExp(`id="ev-${index + 1}"[^]{0,600}>${quote}<`));
  assert.match(page, /<h3>What changes[^<]*<\/h3>\s*<ul>\s*<li>Cars go round[^<]*<\/li>\s*<li>Buses/);
  assert.match(page, /<strong>Nobody pays<\/strong> for the detour/);
  assert.equal(page.match(/id="fnref-/g)?.length, 6);
  for (const { shows } of PICTURES)
    assert.match(page, new RegExp(`<img [^>]*/media/[\\da-f]{64}\\.png"[^>]*alt="${shows}"`));
  for (const feed of ['/rss.xml', '/atom.xml', '/feed.json'])
    await readersGet(feed, [headline, ...CLAIMS, ...papers, ...EARLIER]);
}

async function begin(page: Page, headline: string): Promise<string> {
  await page.goto(at(page, '/newsroom/drafts?new=yes'));
  await page.getByLabel('Headline').fill(headline);
  await press(button(page, 'Begin'));
  await page.locator('.cm-content, textarea[name="articleBody"]:visible').first().waitFor();
  return page.url();
}

/** How somebody writes: by keyboard, or by touch. */
interface Hand {
  page: Page;
  type: (words: string) => Promise<void>;
  enter: (times?: number) => Promise<void>;
  /** Cites what Cite offers for words or an address. */
  cite: (words: string) => Promise<void>;
  /** Makes a heading or a list of the paragraph, or begins or ends bold. */
  format: (what: 'Heading' | 'List' | 'Bold') => Promise<void>;
}

/** Writes the analysis, where the cursor is. */
async function writeAnalysis({ page, type, enter, cite, format }: Hand): Promise<void> {
  const [one = '', two = '', three = ''] = papers;
  await type('The closure comes late');
  await cite(one);
  await type(', the engineers had asked for it');
  await cite(two);
  await type('.');
  await enter();
  await format('Heading');
  await type('What changes');
  await enter();
  await format('List');
  await type('Cars go round by the north');
  await enter();
  await type('Buses stay');
  await enter(2);
  await format('Bold');
  await type('Nobody pays');
  await format('Bold');
  await type(' for the detour');
  await cite(three);
  await type('. Two standards say why');
  await cite('RSS 2.0');
  await cite('JSON Feed');
  await type(', as said before');
  // It is found by what its page said, once the wire has read it.
  await page.waitForFunction(
    () => document.querySelector<HTMLInputElement>('[name="source.0.publisher.name"]')?.value === 'Paper 1',
  );
  await cite('Paper 1');
  await type('.');
}

/** Somebody at a keyboard: shortcuts, and the menu that a slash opens. */
const handOf = (typist: Typist): Hand => ({
  page: typist.page,
  type: (words) => typist.type(words),
  enter: (times = 1) => typist.press(...Array(times).fill('Enter')),
  cite: async (words) => {
    await typist.press('Alt+Shift+KeyC');
    await typist.page.getByRole('combobox', { name: 'Title, publisher or address' }).waitFor();
    await (words.startsWith('http') ? typist.paste(words) : typist.type(words));
    await typist.page.getByRole('option', { name: words }).first().waitFor();
    await typist.press('Enter');
    await typist.page.locator('#cite').waitFor({ state: 'detached' });
  },
  format: async (what) => {
    if (what === 'Bold') return typist.press('Control+b');
    await typist.type(`/${what}`);
    await typist.press('Enter');
  },
});

/** Marks a sentence of the TL;DR, from the cursor on, word by word. */
async function mark(typist: Typist, claim: string): Promise<void> {
  const marked = () => typist.page.evaluate(() => getSelection()?.toString().trim() ?? '');
  while ((await marked()) !== claim) {
    assert.ok((await marked()).length <= claim.length);
    await typist.press('Control+Shift+ArrowRight');
  }
}

/** Takes the sentence that is proposed as evidence, once it is there. */
async function takeProposal(page: Page, index: number, take: () => Promise<void>): Promise<void> {
  await page.getByRole('textbox', { name: /^Text of/ }).waitFor();
  await take();
  assert.equal(await field(page, `evidence.${index}.quote.exact`).inputValue(), REPORTS[index]);
}

/** Writes the whole story by keyboard alone, from the TL;DR on. */
async function writeByKeyboard(typist: Typist): Promise<void> {
  const { page } = typist;
  const abstract = page.getByLabel('TL;DR', { exact: true });
  await typist.tabTo(abstract);
  await typist.type(CLAIMS.join(' '));
  await typist.tabTo(analysis(page));
  await writeAnalysis(handOf(typist));

  const [one, other] = PICTURES;
  await typist.press('Enter');
  await typist.pastePicture(one.file);
  await page.getByRole('dialog', { name: 'Insert a picture' }).waitFor();
  await typist.type(one.shows);
  await typist.press('Tab', 'Enter');
  await page.locator('.uploading').waitFor({ state: 'detached' });

  await typist.tabTo(abstract, 'Shift+Tab');
  await typist.press('Control+Home');
  for (const [index, claim] of CLAIMS.entries()) {
    await mark(typist, claim);
    await typist.press('Alt+Shift+KeyE');
    await takeProposal(page, index, () => typist.press('Enter'));
    await typist.press('ArrowRight');
  }

  await typist.tabTo(button(page, 'Details'), 'Shift+Tab');
  await typist.press('Enter');
  await typist.tabTo(page.getByLabel('Upload a picture, or drop or paste one here'));
  await typist.pastePicture(other.file);
  await page.getByText(/is uploaded\./).waitFor();
  await typist.tabTo(field(page, 'image.alt'));
  await typist.type(other.shows);
  await typist.press('Escape');
}

/** Signs somebody in who has patience. */
async function join(name: string, role: string, options: BrowserContextOptions = {}): Promise<Colleague> {
  const colleague = await signInByLink(browser, server, { name, role, ...options });
  colleague.page.setDefaultTimeout(60_000);
  return colleague;
}

/** Publishes a draft, and returns the story's address. */
async function publish(page: Page): Promise<string> {
  await press(button(page, /^Publish/));
  await press(button(page, /^Publish version/));
  return (await page.getByRole('status').getByRole('link').getAttribute('href')) ?? '';
}

test('the day of three people', { timeout: 600_000 }, async (t) => {
  const viewport = { width: 1280, height: 900 };
  const ann = await addPasskey(browser, server, { name: 'Ann Lee', role: 'writer', viewport });
  const bo = await join('Bo Chen', 'editor', { viewport });
  const cy = await join('Cy Young', 'editor', { viewport });
  await press(button(ann.page, 'Sign in with a passkey'));
  await ann.page.waitForURL(/\/newsroom$/);
  let draft = '';

  /** Makes somebody's feed of notices, and returns its address. */
  const noticesOf = async ({ context, page }: Colleague): Promise<string> => {
    const account = await context.newPage();
    await account.goto(at(page, '/newsroom/account'));
    await press(button(account, 'Make an address'));
    const address = await account.locator('#link').inputValue();
    await account.close();
    return address;
  };
  const notices = new Map([
    ['Cy Young', await noticesOf(cy)],
    ['Ann Lee', await noticesOf(ann)],
  ]);

  await t.test(
    'a reporter writes, cites, gives evidence and pastes pictures, by keyboard alone',
    async () => {
      const { page } = ann;
      draft = await begin(page, HEADLINE);
      const typist = await Typist.at(page);
      const began = performance.now();
      await writeByKeyboard(typist);
      const seconds = ((performance.now() - began) / 1000).toFixed(1);
      t.diagnostic(
        `${typist.presses} presses, ${typist.tabs} of them of Tab, and ${typist.characters} characters in ${seconds} s`,
      );
      assert.ok(typist.presses <= MOST_PRESSES);
      await isSaved(page, draft, ...PICTURES.map(({ shows }) => shows), ...REPORTS);
    },
  );

  await t.test('a second writes in another paragraph at once, and suggests a wording', async () => {
    await bo.page.goto(draft);
    await bo.page.locator('.cm-content').waitFor();
    await bo.page.locator('#presence').getByText('Ann Lee').waitFor();
    await analysis(ann.page).getByText('Cars go round').click();
    await ann.page.keyboard.press('End');
    await analysis(bo.page).getByText('as said before').click();
    // The first press leads to the end of the line on the screen, the second to that of the paragraph.
    await bo.page.keyboard.press('End');
    await bo.page.keyboard.press('End');
    const [annTypes, boTypes] = [' side, by the old road, every day', ' Bo asked three drivers about it.'];
    await Promise.all([
      ann.page.keyboard.type(annTypes, { delay: 60 }),
      bo.page.keyboard.type(boTypes, { delay: 60 }),
    ]);
    await isSaved(ann.page, draft, `north${annTypes}`, `.${boTypes}`);

    await analysis(bo.page).getByText('Buses stay').click();
    await bo.page.keyboard.press('End');
    await bo.page.keyboard.press('Shift+Home');
    await bo.page.keyboard.press('Alt+Shift+KeyN');
    await bo.page.getByLabel('Your note').click();
    await bo.page.keyboard.type('All of them?');
    await bo.page.getByLabel('Another wording').click();
    await bo.page.keyboard.press('Control+a');
    await bo.page.keyboard.type('Buses keep to their roads');
    await press(button(bo.page, 'Add'));
    await bo.page.getByText('The note is added.').waitFor();

    await ann.page.getByRole('tab', { name: /^Notes/ }).click();
    await ann.page.getByText('All of them?').waitFor();
    await press(button(ann.page, 'Take this wording'));
    await ann.page.getByText('The wording is taken').waitFor();
    await isSaved(ann.page, draft, 'Buses keep to their roads');
  });

  await t.test('a connection that is lost and a session that ends cost no word', async () => {
    const { page, context } = ann;
    const status = page.locator('#status');
    await analysis(page).getByText('What changes').click();
    await page.keyboard.press('End');
    await context.setOffline(true);
    await page.keyboard.type(' for drivers');
    await status.getByText('the server cannot be reached').waitFor();
    await context.setOffline(false);
    await isSaved(page, draft, 'What changes for drivers');

    const elsewhere = await context.newPage();
    await elsewhere.goto(at(page, '/newsroom/account'));
    await press(button(elsewhere, 'Sign out'));
    await elsewhere.waitForURL(/sign-in/);
    await elsewhere.close();
    await page.keyboard.type(' and for shops');
    const signIn = status.getByRole('link', { name: 'Sign in again in a new tab' });
    const [tab] = await Promise.all([context.waitForEvent('page'), press(signIn)]);
    await sharePasskeys(ann, tab);
    await press(button(tab, 'Sign in with a passkey'));
    await tab.waitForURL(draft);
    await tab.close();
    await isSaved(page, draft, 'What changes for drivers and for shops');
  });

  await t.test('a third is asked for a review, approves and publishes', async () => {
    await press(button(ann.page, 'Ask for review'));
    await ann.page.getByLabel('Who is asked').selectOption({ label: 'Cy Young' });
    await press(button(ann.page, 'Ask for review'));
    await ann.page.getByText('The review is asked for.').waitFor();

    await cy.page.goto(at(cy.page, '/newsroom'));
    await cy.page.getByRole('heading', { name: 'Waiting for your review' }).waitFor();
    await press(cy.page.getByRole('link', { name: HEADLINE }).first());
    await cy.page.frameLocator('iframe').first().getByText('and for shops').waitFor();
    await press(button(cy.page, /^Approve version/));
    await cy.page.getByText('You have approved this version.').waitFor();
    await cy.page.goto(draft);
    const story = await publish(cy.page);
    await isRead(story, HEADLINE, [
      'What changes for drivers and for shops',
      'Cars go round by the north side, by the old road, every day',
      'Buses keep to their roads',
      'Bo asked three drivers about it.',
      'Cy Young',
    ]);
    for (const [name, told] of [
      ['Cy Young', ['Ann Lee asks you to review']],
      ['Ann Lee', ['Cy Young approved', 'Cy Young published']],
    ] as const)
      await readersGet(
        notices.get(name) ?? '',
        told.map((words) => `${words} “${HEADLINE}”`),
      );
  });
  await Promise.all([ann, bo, cy].map(({ context }) => context.close()));
});

test('the same story on a phone', { timeout: 600_000 }, async () => {
  const { page, context } = await join('Di Wood', 'editor', {
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
  });
  const tap = async (target: Locator) => {
    await target.tap({ trial: true });
    await target.tap();
  };
  const choosePicture = async (target: Locator, name: string) => {
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), tap(target)]);
    await chooser.setFiles(pictureOf(name));
  };
  /** Describes a picture anew, whatever the newsroom knows of it. */
  const describe = async (target: Locator, words: string) => {
    await tap(target);
    await page.keyboard.press('Control+a');
    await typist.type(words);
  };
  const tools = page.getByRole('toolbar');
  const headline = `${HEADLINE}, by phone`;
  const draft = await begin(page, headline);
  const typist = await Typist.at(page);
  const abstract = page.getByLabel('TL;DR', { exact: true });
  await tap(abstract);
  await typist.type(CLAIMS.join(' '));
  await tap(analysis(page));
  await writeAnalysis({
    ...handOf(typist),
    cite: async (words) => {
      await tap(tools.getByRole('button', { name: 'Cite' }));
      await page.getByRole('combobox', { name: 'Title, publisher or address' }).waitFor();
      await (words.startsWith('http') ? typist.paste(words) : typist.type(words));
      await tap(page.getByRole('option', { name: words }).first());
      await page.locator('#cite').waitFor({ state: 'detached' });
    },
    format: (what) => tap(tools.getByRole('button', { name: what, exact: true })),
  });
  const [one, other] = PICTURES;
  await choosePicture(tools.getByRole('button', { name: 'Picture' }), one.file);
  await describe(page.getByLabel('What does the picture show?'), one.shows);
  await tap(button(page, 'Insert'));
  await page.locator('.uploading').waitFor({ state: 'detached' });

  // Words are marked with the handles of the touch screen, which no test can hold: here with keys.
  await tap(abstract);
  await page.keyboard.press('Control+Home');
  for (const [index, claim] of CLAIMS.entries()) {
    await mark(typist, claim);
    await tap(button(page, 'Give evidence for the marked words'));
    await takeProposal(page, index, () => tap(button(page, 'Take the marked words')));
    await page.keyboard.press('ArrowRight');
  }
  await tap(button(page, 'Details'));
  await choosePicture(page.getByLabel('Upload a picture, or drop or paste one here'), other.file);
  await page.getByText(/is uploaded\./).waitFor();
  await describe(field(page, 'image.alt'), other.shows);
  await tap(button(page, 'Close'));
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 390);
  await isSaved(page, draft, ...PICTURES.map(({ shows }) => shows), ...REPORTS);
  await isRead(await publish(page), headline, ['Cars go round by the north', 'Buses stay']);
  await context.close();
});

test('the same story without script, in the form', { timeout: 600_000 }, async () => {
  const { page, context } = await join('Eve Park', 'editor', { javaScriptEnabled: false });
  const headline = `${HEADLINE}, without script`;
  await begin(page, headline);
  await page.waitForURL(/\/form$/);
  const form = page.url();
  const fill = (name: string, words: string) => field(page, name).fill(words);
  await fill('abstract', CLAIMS.join(' '));
  const sources = [...papers, ...EARLIER];
  for (const [index, url] of sources.entries()) {
    await press(button(page, /^Add source/));
    await fill(`source.${index}.url`, url);
    await fill(`source.${index}.name`, `Report ${index + 1}`);
    await fill(`source.${index}.publisher.name`, `Paper ${index + 1}`);
  }
  for (const [index, claim] of CLAIMS.entries()) {
    await press(button(page, 'Add evidence'));
    await fill(`evidence.${index}.claim`, claim);
    await field(page, `evidence.${index}.source`).selectOption(papers[index] ?? '');
    await fill(`evidence.${index}.quote.exact`, REPORTS[index] ?? '');
  }
  await press(button(page, 'Save'));
  const [one, other] = PICTURES;
  await press(page.getByRole('link', { name: 'Upload or choose a picture' }));
  const upload = async (picture: (typeof PICTURES)[number]) => {
    await page.getByLabel('Picture', { exact: true }).setInputFiles(pictureOf(picture.file));
    await page.getByLabel('Description').fill(picture.shows);
    await press(button(page, 'Upload'));
  };
  await upload(other);
  await page.locator('form#draft').waitFor();
  await press(button(page, 'Save'));
  await page.goto(at(page, '/newsroom/pictures'));
  await upload(one);
  const line = (await page.getByText(/^!\[/).textContent()) ?? '';
  await page.goto(form);
  const cite = (index: number) => `([Paper ${index + 1}](${sources[index]}))`;
  await fill(
    'articleBody',
    `The closure comes late${cite(0)}, the engineers had asked for it${cite(1)}.

## What changes

- Cars go round by the north
- Buses stay

**Nobody pays** for the detour${cite(2)}. Two standards say why${cite(3)}${cite(4)}, as said before${cite(0)}.

${line}
`,
  );
  await isRead(await publish(page), headline, ['Cars go round by the north', 'Buses stay']);
  await context.close();
});
