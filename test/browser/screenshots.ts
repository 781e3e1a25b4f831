import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { readStories } from '../../src/newsroom/stories/cli/story-files.ts';
import { startServer, TOKEN } from '../cli/server.ts';
import { openChromium } from './chromium.ts';
import { takeLook } from './look-screenshots.ts';
import { takeMastodon } from './mastodon/screenshots.ts';
import { takeNewsroom } from './newsroom/screenshots.ts';
import { takeWire } from './newsroom/wire-screenshots.ts';

// `npm run screenshots` takes the screenshots in README.md and docs/.

interface Picture {
  name: string;
  path: string;
  width: number;
  height: number;
  colorScheme?: 'light' | 'dark';
  media?: 'print';
  /** Whether the details below the notice are open. */
  isOpen?: boolean;
}

const STORY = '/stories/china-core-ai-industry-one-trillion-yuan';

/** Taken while only the sample stories are published. */
const SAMPLE: Picture[] = [
  { name: 'story-light', path: STORY, width: 1200, height: 1100 },
  { name: 'story-dark', path: STORY, width: 1200, height: 1100, colorScheme: 'dark' },
  { name: 'story-phone', path: STORY, width: 360, height: 800 },
  { name: 'story-details', path: STORY, width: 1200, height: 960, isOpen: true },
  { name: 'story-evidence', path: `${STORY}#ev-1`, width: 1200, height: 500 },
  // A4.
  { name: 'story-print', path: STORY, width: 794, height: 1123, media: 'print' },
  { name: 'front-light', path: '/', width: 1440, height: 1100 },
  { name: 'feed-preview', path: '/atom.xml', width: 1200, height: 900 },
];
const FOREIGN: Picture[] = [
  { name: 'story-arabic', path: '/stories/robots-arabic', width: 1200, height: 1100 },
  { name: 'story-chinese', path: '/stories/core-ai-chinese', width: 1200, height: 1100 },
];

const server = await startServer({ port: Number(process.env.PORT ?? 8787) });
const browser = await openChromium();

async function take({
  name,
  path,
  width,
  height,
  colorScheme = 'light',
  media,
  isOpen,
}: Picture): Promise<void> {
  const page = await browser.newPage({ viewport: { width, height }, colorScheme, bypassCSP: true });
  await page.goto(`${server.url}${path}`);
  if (media) {
    await page.emulateMedia({ media });
    await page.addStyleTag({ content: 'html{padding:18mm 20mm}' });
  }
  if (isOpen) await page.locator('main summary').click();
  await page.screenshot({ path: fileURLToPath(new URL(`screenshots/${name}.png`, import.meta.url)) });
  console.log(`test/browser/screenshots/${name}.png`);
  await page.close();
}
const card = await fetch(`${server.url}${STORY}/card.png`);
await writeFile(new URL('screenshots/card.png', import.meta.url), await card.bytes());
console.log('test/browser/screenshots/card.png');

async function send(
  method: 'PUT' | 'POST',
  path: string,
  story: unknown,
  condition: Record<string, string> = { 'If-None-Match': '*' },
): Promise<unknown> {
  const response = await fetch(`${server.url}/api${path}`, {
    method,
    headers: { Authorization: `Bearer ${TOKEN}`, 'Content-Type': 'application/json', ...condition },
    body: JSON.stringify(story),
  });
  if (!response.ok) throw new Error(await response.text());
  return response.json();
}

/** Waits until a page has the text, because the Desk writes to KV a moment after it has acknowledged a story. */
async function waitFor(path: string, text: string): Promise<void> {
  while (!(await (await fetch(`${server.url}${path}`)).text()).includes(text)) {
    await new Promise((done) => setTimeout(done, 200));
  }
}

await waitFor('/', STORY);
for (const picture of SAMPLE) await take(picture);
await takeNewsroom(browser, server);
await takeWire(browser, server);
for (const { story } of await readStories(['test/stories']))
  await send('PUT', `/stories/${story.slug}`, story);
const [draft] = await readStories(['data/stories/robots-txt-becomes-an-rfc.md']);
const { id } = (await send('POST', '/previews', draft?.story)) as { id: string };
await waitFor('/stories/robots-arabic', '<article');
await waitFor('/stories/core-ai-chinese', '<article');
for (const picture of FOREIGN) await take(picture);
await take({ name: 'preview', path: `/api/previews/${id}`, width: 1400, height: 900 });

const [sample] = await readStories([`data${STORY}.md`]);
const { headline = '', correction = [] } = sample?.story ?? {};
const text = 'An earlier headline did not say that the figure is for the core of the industry alone.';
const changed = {
  ...sample?.story,
  headline: headline.replace('“core” AI industry', 'AI industry, counting its “core” alone,'),
  correction: [...correction, { text, datePublished: new Date().toISOString() }],
};
await send('PUT', STORY, changed, { 'If-Match': '"1"' });
await waitFor(`${STORY}/history`, '<ins>');
await take({ name: 'history', path: `${STORY}/history`, width: 1200, height: 900 });

await takeMastodon(browser, server);
await server.stop();
await takeLook(browser);
await browser.close();
