import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, afterEach, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import sharp from 'sharp';
import { type Server, startServer, TOKEN } from '../../cli/server.ts';
import { findViolations, openChromium } from '../chromium.ts';

// The pages of pictures in a browser, with script and without.

const file = (name: string) => fileURLToPath(new URL(`../../site/pictures/files/${name}`, import.meta.url));

let browser: Browser;
let server: Server;
let origin: string;
/** The cookies of somebody who is signed in. */
let session: Awaited<ReturnType<BrowserContext['cookies']>>;
let context: BrowserContext;

before(async () => {
  [browser, server] = await Promise.all([openChromium(), startServer({ flags: ['--empty'] })]);
  const [link = ''] =
    /http:\/\/localhost:\d+\/newsroom\/invitation\?token=[\w-]+/.exec(server.printed()) ?? [];
  ({ origin } = new URL(link));
  const first = await browser.newContext();
  const page = await first.newPage();
  await page.goto(link);
  await page.getByRole('button', { name: 'Sign in' }).click();
  session = await first.cookies();
  await first.close();
});
after(async () => {
  await browser.close();
  await server.stop();
});
afterEach(() => context.close());

const complaints: string[] = [];

/** Opens a page as somebody who is signed in. */
async function open(path: string, options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
  context = await browser.newContext(options);
  await context.addCookies(session);
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  complaints.length = 0;
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (/Content Security Policy|Refused to/.test(message.text())) complaints.push(message.text());
  });
  await page.goto(`${origin}${path}`);
  return page;
}

/** Drops a file on an element of the page, or pastes it there. */
const give = (page: Page, kind: 'drop' | 'paste', name: string, selector = 'main') =>
  page.evaluate(
    ({ kind, name, data, selector }) => {
      const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
      const transfer = new DataTransfer();
      transfer.items.add(new File([bytes], name));
      const options = { bubbles: true, cancelable: true };
      const event =
        kind === 'drop'
          ? new DragEvent('drop', { ...options, dataTransfer: transfer })
          : new ClipboardEvent('paste', { ...options, clipboardData: transfer });
      document.querySelector(selector)?.dispatchEvent(event);
    },
    { kind, name, selector, data: readFileSync(file(name)).toString('base64') },
  );

const chosen = (page: Page) =>
  page.getByLabel('Picture', { exact: true }).evaluate((input: HTMLInputElement) => input.files?.[0]?.name);

/** Asks for the smaller sizes of an uploaded picture. */
async function expectSizes(url: string): Promise<void> {
  for (const sides of [
    [320, 213],
    [640, 427],
  ]) {
    const answer = await fetch(`${origin}${url.replace('.jpg', `-${sides[0]}.webp`)}`);
    assert.equal(answer.headers.get('Content-Type'), 'image/webp');
    const size = await sharp(await answer.arrayBuffer()).metadata();
    assert.deepEqual([size.width, size.height], sides);
  }
}

/** A picture of 1000 × 667 pixels. */
const hill = readFileSync(file('../sizes/photo.jpg'));

test('with script, the form sends the smaller sizes that the browser makes', async () => {
  const page = await open('/newsroom/pictures');
  await page.waitForLoadState('networkidle');
  const upload = { name: 'hill.jpg', mimeType: 'image/jpeg', buffer: hill };
  await page.getByLabel('Picture', { exact: true }).setInputFiles(upload);
  await page.getByRole('button', { name: 'Upload' }).click();
  await page.getByRole('status').filter({ hasText: 'The picture is uploaded.' }).waitFor();
  await expectSizes((await page.locator('main img').first().getAttribute('src')) ?? '');
  assert.deepEqual(complaints, []);
});

test('without script, a refused file leaves what was typed, and the right one is stored', async () => {
  const page = await open('/newsroom/pictures', { javaScriptEnabled: false });
  await page.getByLabel('Description').fill('A rose');
  await page.getByLabel('Credit').fill('Photo: Ann Lee');
  await page.getByLabel('Picture', { exact: true }).setInputFiles(file('really-heic.avif'));
  await page.getByRole('button', { name: 'Upload' }).click();
  assert.match((await page.locator('#fault-picture').textContent()) ?? '', /HEIC/);
  assert.equal(await page.getByLabel('Description').inputValue(), 'A rose');
  await page.getByLabel('Picture', { exact: true }).setInputFiles(file('photo.jpg'));
  await page.getByRole('button', { name: 'Upload' }).click();
  await page.getByRole('heading', { name: 'photo.jpg', level: 1 }).waitFor();
  const size = await page.getByAltText('A rose').evaluate(async (image: HTMLImageElement) => {
    await image.decode();
    return [image.naturalWidth, image.naturalHeight];
  });
  assert.deepEqual(size, [32, 48]);
});

for (const kind of ['drop', 'paste'] as const) {
  test(`a picture that comes by ${kind} is chosen, and stored with its texts`, async () => {
    const page = await open('/newsroom/pictures');
    const name = kind === 'drop' ? 'photo.png' : 'still.gif';
    await page.waitForLoadState('networkidle');
    await give(page, kind, name);
    assert.equal(await chosen(page), name);
    await page.getByLabel('Description').fill('A rose');
    await page.getByRole('button', { name: 'Upload' }).click();
    await page.getByRole('status').filter({ hasText: 'The picture is uploaded.' }).waitFor();
    assert.deepEqual(complaints, []);
  });
}

test('a file of more than 10 MB is not sent', async () => {
  const page = await open('/newsroom/pictures');
  await page.waitForLoadState('networkidle');
  const large = { name: 'large.jpg', mimeType: 'image/jpeg', buffer: Buffer.alloc(10_000_001) };
  await page.getByLabel('Picture', { exact: true }).setInputFiles(large);
  await page.getByRole('button', { name: 'Upload' }).click();
  const said = await page
    .getByLabel('Picture', { exact: true })
    .evaluate((input: HTMLInputElement) => input.validationMessage);
  assert.match(said, /more than 10 MB/);
  assert.equal(new URL(page.url()).pathname, '/newsroom/pictures');
  assert.equal(await page.locator('.said').count(), 0);
});

describe('in a draft', () => {
  /** Begins a draft, as a program with a token. */
  async function begin(): Promise<string> {
    const answer = await fetch(`${server.url}/api/drafts?name=roses-${Date.now()}`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${TOKEN}`, 'Content-Type': 'text/markdown' },
      body: '---\nheadline: Roses\n---\n\nText.\n',
    });
    assert.equal(answer.status, 201);
    return ((await answer.json()) as { id: string }).id;
  }
  const field = (page: Page, name: string) => page.locator(`[name="image.${name}"]`);

  test('a picture that is dropped is uploaded and filled in, and the draft saves itself', async () => {
    const id = await begin();
    const page = await open(`/newsroom/drafts/${id}`);
    await page.getByRole('button', { name: 'Details' }).click();
    await page.getByLabel('Upload a picture, or drop or paste one here').waitFor();
    await field(page, 'credit').fill('Photo: Ann Lee');
    await give(page, 'drop', 'photo.jpg', '[data-pictures]');
    await page.getByText('photo.jpg is uploaded.').waitFor();
    assert.match(await field(page, 'url').inputValue(), /^\/media\/[0-9a-f]{64}\.jpg$/);
    assert.equal(await field(page, 'width').inputValue(), '32');
    assert.equal(await field(page, 'encodingFormat').inputValue(), 'image/jpeg');
    // What somebody typed stays.
    assert.equal(await field(page, 'credit').inputValue(), 'Photo: Ann Lee');
    const url = await field(page, 'url').inputValue();
    await page.waitForFunction(
      async ({ id, url }) => (await (await fetch(`/newsroom/drafts/${id}/text`)).text()).includes(url),
      { id, url },
    );
    assert.deepEqual(complaints, []);
  });

  test('the smaller sizes that the browser makes go with a picture', async () => {
    const page = await open(`/newsroom/drafts/${await begin()}`);
    await page.getByRole('button', { name: 'Details' }).click();
    // Another picture than that of the form: one that is there already gets none.
    const buffer = await sharp(hill).flop().jpeg({ quality: 90 }).toBuffer();
    const chooser = page.getByLabel('Upload a picture, or drop or paste one here');
    await chooser.setInputFiles({ name: 'hill.jpg', mimeType: 'image/jpeg', buffer });
    await page.getByText('hill.jpg is uploaded.').waitFor();
    await expectSizes(await field(page, 'url').inputValue());
    assert.deepEqual(complaints, []);
  });

  /** A picture that is red on the left and blue on the right. */
  async function redAndBlue() {
    const create = { width: 200, height: 200, channels: 3, background: '#0000ff' } as const;
    const options = { left: 200, background: '#ff0000' };
    const buffer = await sharp({ create }).extend(options).jpeg({ quality: 95 }).toBuffer();
    return { name: 'flag.jpg', mimeType: 'image/jpeg', buffer };
  }
  /** How red and how blue a picture is: 0 for none of it, 1 for half, 2 for all. */
  async function coloursOf(url: string): Promise<(number | undefined)[]> {
    const answer = await fetch(`${server.url}${url}`);
    const { channels } = await sharp(Buffer.from(await answer.arrayBuffer())).stats();
    return [channels[0]?.mean, channels[2]?.mean].map((mean) => mean && Math.round(mean / 127));
  }

  test('a picture is cropped by dragging or by keyboard, keeps its texts, and stays whole if nobody wants the part', async () => {
    const page = await open(`/newsroom/drafts/${await begin()}`, { viewport: { width: 1280, height: 900 } });
    await page.getByRole('button', { name: 'Details' }).click();
    const crop = page.getByRole('button', { name: 'Crop the picture' });
    const chooser = page.getByLabel('Upload a picture, or drop or paste one here');
    await chooser.waitFor();
    assert.equal(await crop.isVisible(), false);
    await chooser.setInputFiles(await redAndBlue());
    await page.getByText('flag.jpg is uploaded.').waitFor();
    const whole = await field(page, 'url').inputValue();
    await field(page, 'alt').fill('A flag');
    await field(page, 'focus').selectOption('left');

    await crop.click();
    const left = page.getByRole('slider', { name: 'Left edge' });
    await left.waitFor();
    assert.deepEqual(await findViolations(page), []);
    await page.getByRole('button', { name: 'Cancel' }).click();
    assert.equal(await field(page, 'url').inputValue(), whole);

    await crop.click();
    await left.focus();
    for (let step = 0; step < 5; step++) await page.keyboard.press('PageUp');
    const at = Number(await left.inputValue());
    assert.ok(at >= 50, String(at));
    await page.getByText(`${Math.round(400 - at * 4)} × 200 of 400 × 200 pixels`).waitFor();
    await page.getByRole('button', { name: 'Use this part' }).press('Enter');
    await page.getByText('flag, cropped.jpg is uploaded.').waitFor();
    const right = await field(page, 'url').inputValue();
    assert.equal(await field(page, 'width').inputValue(), String(Math.round(400 - at * 4)));
    assert.equal(await field(page, 'alt').inputValue(), 'A flag');
    assert.equal(await field(page, 'focus').inputValue(), '');
    assert.deepEqual(await coloursOf(right), [0, 2]);
    assert.deepEqual(await coloursOf(whole), [1, 1]);
    assert.deepEqual(complaints, []);
  });

  test('a picture is cropped before it goes into the text', async () => {
    const page = await open(`/newsroom/drafts/${await begin()}`, { viewport: { width: 1280, height: 900 } });
    const [files] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByRole('toolbar').getByRole('button', { name: 'Picture' }).click(),
    ]);
    await files.setFiles(await redAndBlue());
    await page.getByLabel('What does the picture show?').fill('Red');
    await page.getByRole('button', { name: 'Crop', exact: true }).click();
    const area = await page.locator('.crop').boundingBox();
    assert.ok(area);
    const at = (x: number, y: number) => [area.x + area.width * x, area.y + area.height * y] as const;
    await page.mouse.move(...at(0.05, 0.1));
    await page.mouse.down();
    await page.mouse.move(...at(0.45, 0.9), { steps: 4 });
    await page.mouse.up();
    await page.getByRole('button', { name: 'Use this part' }).click();
    await page.getByRole('button', { name: 'Insert' }).click();
    await page.getByText('flag, cropped.jpg is in the text.').waitFor();
    const body = await page.locator('[name="articleBody"]').inputValue();
    const [, url = '', width] = /!\[Red\]\((\/media\/\w+\.jpg)#(\d+)x160\)/.exec(body) ?? [];
    assert.equal(width, '160');
    assert.deepEqual(await coloursOf(url), [2, 0]);
    assert.deepEqual(complaints, []);
  });

  test('a refused file is said where it was given, and changes no field', async () => {
    const page = await open(`/newsroom/drafts/${await begin()}`);
    await page.getByRole('button', { name: 'Details' }).click();
    const button = page.getByLabel('Upload a picture, or drop or paste one here');
    await button.setInputFiles(file('really-heic.avif'));
    await page.getByText('This is a HEIC picture').waitFor();
    assert.equal(await field(page, 'url').inputValue(), '');
    await button.setInputFiles(file('palette.png'));
    await page.getByText('palette.png is uploaded. Say what it shows').waitFor();
    assert.deepEqual(await findViolations(page), []);
  });
});

describe('the pages', () => {
  async function openFirst(page: Page): Promise<void> {
    await page.locator('.rows a.title').first().click();
    await page.getByRole('link', { name: 'All pictures' }).waitFor();
  }

  for (const colorScheme of ['light', 'dark'] as const) {
    test(`have no fault that axe finds, ${colorScheme}`, async () => {
      const page = await open('/newsroom/pictures?draft=d1', { colorScheme });
      assert.deepEqual(await findViolations(page), []);
      await openFirst(page);
      assert.deepEqual(await findViolations(page), []);
    });
  }

  test('fit on a narrow screen', async () => {
    const page = await open('/newsroom/pictures?draft=d1', { viewport: { width: 320, height: 600 } });
    const isTooWide = () => page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    assert.equal(await isTooWide(), false);
    await openFirst(page);
    assert.equal(await isTooWide(), false);
  });

  test('are used with the keyboard alone', async () => {
    const page = await open('/newsroom/pictures');
    const stops: string[] = [];
    for (let presses = 0; presses < 40 && !stops.includes('Upload'); presses++) {
      await page.keyboard.press('Tab');
      stops.push(
        await page.evaluate(() => {
          const active = document.activeElement as HTMLInputElement | null;
          return active?.labels?.[0]?.textContent ?? active?.textContent?.trim() ?? '';
        }),
      );
    }
    assert.deepEqual(stops.slice(-4), ['Picture', 'Description', 'Credit', 'Upload']);
  });
});
