import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { readStoryFile } from '../../src/cli/stories.ts';
import { startServer, TOKEN } from '../cli/server.ts';
import { openChromium } from './chromium.ts';

// `npm run screenshots`: the pictures of the README, taken anew.

const STORY = '/stories/atom-becomes-a-standard';
const PICTURES = [
  { name: 'story-light', path: STORY, width: 900, height: 1100, colorScheme: 'light' },
  { name: 'story-dark', path: STORY, width: 900, height: 1100, colorScheme: 'dark' },
  { name: 'front-light', path: '/', width: 900, height: 1100, colorScheme: 'light' },
  { name: 'story-phone', path: STORY, width: 390, height: 844, colorScheme: 'light' },
  { name: 'feed-preview', path: '/atom.xml', width: 900, height: 700, colorScheme: 'light' },
] as const;

const server = await startServer({ port: 8787 });
const browser = await openChromium();

const draft = await readStoryFile('data/stories/robots-txt-becomes-an-rfc.md');
if ('troubles' in draft) throw new Error(draft.troubles.join('\n'));
const preview = `/api/previews/${crypto.randomUUID()}`;
await fetch(`${server.url}${preview}`, {
  method: 'PUT',
  headers: { Authorization: `Bearer ${TOKEN}`, 'Content-Type': 'application/json' },
  body: JSON.stringify(draft.story),
});

for (const { name, path, width, height, colorScheme } of [
  ...PICTURES,
  { name: 'preview', path: preview, width: 1400, height: 900, colorScheme: 'light' } as const,
]) {
  const page = await browser.newPage({ viewport: { width, height }, colorScheme });
  await page.goto(`${server.url}${path}`);
  await page.screenshot({ path: fileURLToPath(new URL(`screenshots/${name}.png`, import.meta.url)) });
  console.log(`test/browser/screenshots/${name}.png`);
  await page.close();
}
const card = await fetch(`${server.url}${STORY}/card.png`);
await writeFile(new URL('screenshots/card.png', import.meta.url), await card.bytes());
console.log('test/browser/screenshots/card.png');
await browser.close();
await server.stop();
