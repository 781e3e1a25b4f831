import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { type Server, startServer } from '../../cli/server.ts';
import { findViolations, openChromium } from '../chromium.ts';
import { type Colleague, press, signInByLink } from './people.ts';
import { StoryWriter } from './story-writer.ts';
import { type Stage, stageWire } from './wire-stage.ts';

// What holds for every page of the newsroom.

/** The most bytes of a page and the scripts that it loads at once, compressed. */
const MOST_BYTES = 20_000;
/** The forms of settings. */
const SETTINGS = [
  ...['name', 'topics', 'people', 'people/new', 'languages', 'logo', 'look', 'links', 'rights', 'policies'],
  ...['time', 'review', 'wire'],
];
const STORY = '/stories/atom-becomes-a-standard';

let browser: Browser;
let server: Server;
let stage: Stage;
let ann: Colleague;
let origin: string;
/** The path of every page, with a draft that has everything and one that is new. */
let paths: string[];

before(async () => {
  [browser, server] = await Promise.all([openChromium(), startServer()]);
  ann = await signInByLink(browser, server, { name: 'Ann Lee', role: 'admin' });
  ann.page.setDefaultTimeout(60_000);
  ({ origin } = new URL(ann.page.url()));
  const writer = new StoryWriter(ann.page);
  await writer.begin('The port has a record month');
  const { pathname: draft } = new URL(ann.page.url());
  await writer.write();
  await ann.page
    .locator('#saved')
    .getByText(/saved at/)
    .waitFor();
  await ann.page.goto(`${origin}/newsroom`);
  await writer.link('Pictures');
  const picture = await ann.page.locator('.rows a.title').first().getAttribute('href');
  await writer.begin('A new draft');
  const { pathname: empty } = new URL(ann.page.url());
  stage = await stageWire(server);
  await ann.page.goto(`${origin}/newsroom/redirects`);
  await ann.page.getByLabel('Old address').fill('/2019/05/a-story/');
  await ann.page.getByLabel('Leads to').fill(STORY);
  await press(ann.page.getByRole('button', { name: 'Add' }));
  const report = new URLSearchParams({
    passage: 'on the standards track',
    error: 'It is not.',
    name: 'A reader',
  });
  assert.equal((await fetch(`${server.url}${STORY}/report`, { method: 'POST', body: report })).status, 200);
  const ready = await draftFrom(stage.readable, /The draft is ready/);
  const failed = await draftFrom(stage.missing, /There is no draft/);
  const running = await draftFrom(stage.busy, /wants a pause/);
  const story = `/newsroom${STORY}`;
  paths = [
    '/newsroom',
    '/newsroom/account',
    '/newsroom/account/sign-out',
    '/newsroom/attention',
    '/newsroom/people',
    '/newsroom/settings',
    ...SETTINGS.map((group) => `/newsroom/settings/${group}`),
    '/newsroom/settings/history',
    '/newsroom/settings/history/0',
    '/newsroom/schedule',
    '/newsroom/front',
    '/newsroom/reports',
    '/newsroom/pictures',
    '/newsroom/pages',
    '/newsroom/pages/about',
    '/newsroom/new-page',
    '/newsroom/redirects',
    '/newsroom/redirects?q=%2F2019%2F',
    '/newsroom/wire',
    '/newsroom/wire?language=ar',
    '/newsroom/wire?language=ar&page=2',
    await pathOf('/newsroom/wire', /Council votes/),
    await pathOf('/newsroom/wire', /المجلس/),
    await pathOf('/newsroom/wire', /gesellschaft dissolved/),
    '/newsroom/wire/feeds',
    '/newsroom/wire/draft',
    ...[ready, failed, running].map((id) => `/newsroom/wire/drafting/${id}`),
    `/newsroom/drafts/${ready}/sources`,
    '/newsroom/wire/watch',
    ...['refused', 'unknown', 'dismissed'].map((kind) => `/newsroom/wire/watch?kind=${kind}`),
    picture ?? '',
    '/newsroom/drafts',
    '/newsroom/drafts?new=yes',
    '/newsroom/drafts?state=discarded',
    empty,
    ...['', '/text', '/versions', '/versions/1', '/review', '/schedule', '/publish'].map(
      (part) => `${draft}${part}`,
    ),
    '/newsroom/search?q=the',
    '/newsroom/stories',
    '/newsroom/stories?q=nothing-has-these-words',
    `/newsroom${stage.story}`,
    ...['', '/correct', '/rename', '/merge', '/withdraw', '/compare'].map((part) => `${story}${part}`),
    '/newsroom/nowhere',
  ];
});
after(async () => {
  await browser.close();
  stage.stop();
  await server.stop();
});

test('every page to which the navigation leads is among these', async () => {
  await ann.page.goto(`${origin}/newsroom`);
  const links = await ann.page
    .locator('header nav a')
    .evaluateAll((all) => all.map((link) => new URL((link as HTMLAnchorElement).href).pathname));
  assert.ok(links.length > 5, String(links));
  assert.deepEqual(
    links.filter((link) => !paths.includes(link)),
    [],
  );
});

/** Returns the path to which a link on a page leads. */
async function pathOf(page: string, name: RegExp): Promise<string> {
  await ann.page.goto(`${origin}${page}`);
  return (await ann.page.getByRole('link', { name }).first().getAttribute('href')) ?? '';
}

/** Begins a draft from sources, and returns its id when its progress says something. */
async function draftFrom(urls: readonly string[], says: RegExp): Promise<string> {
  const { page } = ann;
  await page.goto(`${origin}/newsroom/wire/draft?${new URLSearchParams(urls.map((url) => ['url', url]))}`);
  await press(page.getByRole('button', { name: 'Draft from these sources' }));
  await page.getByText(says).first().waitFor({ timeout: 60_000 });
  return new URL(page.url()).pathname.split('/').at(-1) ?? '';
}

/** Runs a check on every page, and returns the paths of those where it found something. */
async function onEveryPage(
  options: Parameters<Browser['newContext']>[0],
  check: (page: Page) => Promise<unknown>,
  prepare: (page: Page) => void = () => {},
): Promise<[string, unknown][]> {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
  await context.addCookies(await ann.context.cookies());
  const page = await context.newPage();
  prepare(page);
  const found: [string, unknown][] = [];
  for (const path of [...paths, '/newsroom/sign-in']) {
    if (path.endsWith('sign-in')) await context.clearCookies();
    await page.goto(`${origin}${path}`);
    assert.equal(page.url(), `${origin}${path}`);
    if ((await page.locator('[data-editor]').count()) > 0) await page.locator('.cm-content').waitFor();
    const result = await check(page);
    if (result !== undefined) found.push([path, result]);
  }
  await context.close();
  return found;
}

/** Returns the elements that make a page wider than the screen. */
const findTooWide = (page: Page) =>
  page.evaluate(() => {
    const { scrollWidth } = document.documentElement;
    if (scrollWidth <= innerWidth) return undefined;
    const reaches = [...document.querySelectorAll('body *')].filter(
      (element) => element.getBoundingClientRect().right > innerWidth + 1,
    );
    return [scrollWidth, ...reaches.slice(0, 5).map(({ outerHTML }) => outerHTML.slice(0, 120))];
  });

/** Returns what axe finds, as the rule and the elements. */
async function findFaults(page: Page): Promise<unknown> {
  const violations = (await findViolations(page)) as { id: string; nodes: { html: string }[] }[];
  const faults = violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html.slice(0, 150))]);
  return faults.length > 0 ? faults : undefined;
}

test('no page has a fault that axe finds, or breaks its policy', async () => {
  const complaints: string[] = [];
  const found = await onEveryPage({ viewport: { width: 1280, height: 900 } }, findFaults, (page) => {
    page.on('pageerror', ({ message }) => complaints.push(`${page.url()} ${message}`));
    page.on('console', (message) => {
      if (/Content Security Policy|Refused to/.test(message.text()))
        complaints.push(`${page.url()} ${message.text()}`);
    });
  });
  assert.deepEqual(found, []);
  assert.deepEqual(complaints, []);
});

test('nor in the dark on a screen of 320 pixels, where every page fits', async () => {
  const options = { viewport: { width: 320, height: 640 }, colorScheme: 'dark' } as const;
  const found = await onEveryPage(options, async (page) => {
    const [faults, tooWide] = [await findFaults(page), await findTooWide(page)];
    return faults || tooWide ? [faults, tooWide] : undefined;
  });
  assert.deepEqual(found, []);
});

test('every page fits if its text is twice as large', async () => {
  const options = { viewport: { width: 640, height: 640 }, bypassCSP: true };
  const found = await onEveryPage(options, async (page) => {
    await page.addStyleTag({ content: 'html{font-size:200%}' });
    return findTooWide(page);
  });
  assert.deepEqual(found, []);
});

/** Returns the names of controls of a page that are called alike and do different things: screen readers list them without their places. */
const findNamesakes = (page: Page) =>
  page.evaluate(() => {
    const wordsOf = (element: Element | null | undefined) =>
      element?.textContent?.replace(/\s+/g, ' ').trim() ?? '';
    const found = new Map<string, Set<string>>();
    for (const each of document.querySelectorAll<HTMLElement>('a[href],button,input,select,textarea')) {
      if (!each.checkVisibility() || each.closest('[aria-hidden=true]')) continue;
      const isField = each.matches('input,select,textarea');
      const { labels, form } = each as HTMLInputElement;
      const label = isField ? wordsOf(labels?.[0]) : wordsOf(each);
      const legend = each.matches('[type=radio],[type=checkbox]')
        ? wordsOf(each.closest('fieldset')?.querySelector('legend'))
        : '';
      const name = each.getAttribute('aria-label') ?? `${legend} ${label}`.trim();
      const does = isField
        ? each.id || each.getAttribute('value') || ''
        : each instanceof HTMLAnchorElement
          ? each.href
          : [form?.action, each.getAttribute('name'), each.getAttribute('value'), each.id].join(' ');
      const kind = `${isField ? 'field' : each.localName} “${name}”`;
      found.set(kind, (found.get(kind) ?? new Set()).add(does));
    }
    const alike = [...found].filter(([, things]) => things.size > 1).map(([kind]) => kind);
    return alike.length > 0 ? alike : undefined;
  });

test('no two controls of a page have one name, unless they do the same', async () => {
  for (const width of [1280, 390]) {
    const found = await onEveryPage({ viewport: { width, height: 900 } }, findNamesakes);
    assert.deepEqual(found, []);
  }
});

test('every page is light: HTML and the scripts that load at once', async (t) => {
  const context = await browser.newContext();
  await context.addCookies(await ann.context.cookies());
  const bytesOf = async (path: string) =>
    gzipSync(await (await context.request.get(`${origin}${path}`)).body()).length;
  const weights: [string, number][] = [];
  for (const path of paths) {
    const html = await (await context.request.get(`${origin}${path}`)).text();
    const scripts = [...html.matchAll(/<script type="module" src="([^"]+)"/g)].map(([, src]) => src ?? '');
    let bytes = gzipSync(html).length;
    for (const src of scripts) bytes += await bytesOf(src);
    weights.push([path.replace(/[\da-f]{32,}/, '…'), bytes]);
  }
  await context.close();
  weights.sort(([, one], [, other]) => other - one);
  t.diagnostic(
    weights
      .slice(0, 4)
      .map(([path, bytes]) => `${path} ${bytes} bytes`)
      .join(', '),
  );
  assert.deepEqual(
    weights.filter(([, bytes]) => bytes > MOST_BYTES),
    [],
  );
});

describe('readers', () => {
  test('load nothing of the newsroom', async () => {
    const page = await ann.context.newPage();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    for (const path of ['/', STORY, '/subscribe', '/atom.xml']) {
      await page.goto(`${origin}${path}`);
      assert.doesNotMatch(await page.content(), /\/newsroom/);
    }
    assert.deepEqual(
      asked.filter((path) => path.startsWith('/newsroom')),
      [],
    );
    await page.close();
  });
});
