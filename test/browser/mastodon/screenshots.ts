import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { escapeHtml } from '../../../src/lib/html.ts';
import { readStories } from '../../../src/newsroom/stories/cli/story-files.ts';
import { type Server, TOKEN } from '../../cli/server.ts';
import { MASTODON, type Post, type SentObject, toPost } from '../../fediverse/documents/mastodon.ts';
import { until } from '../../websub/subscriber.ts';

// Takes the screenshots in docs/fediverse.md: what the sample newsroom sends, as Mastodon shows it. Mastodon itself does not run: a post is
// made by its rules, and drawn by a stylesheet of our own.

/** The newsroom's address in the screenshots. */
const SITE = 'https://openwire.example';
const [PICTURED, PLAIN] = ['what-a-304-saves', 'atom-becomes-a-standard'];
const VISIBLE_HASHTAGS = 3;

const look = readFileSync(new URL('look.css', import.meta.url), 'utf8');
const day = (time: string) => new Date(time).toLocaleDateString('en', { month: 'short', day: 'numeric' });

async function read(server: Server, path: string): Promise<Record<string, unknown>> {
  const response = await fetch(`${server.url}${path}`, { headers: { Accept: 'application/activity+json' } });
  return JSON.parse((await response.text()).replaceAll(server.url, SITE));
}

/** Draws the card of a page, by what its JSON-LD, its Open Graph and its `fediverse:creator` say. */
async function drawCard(browser: Browser, server: Server, url: string): Promise<string> {
  const page = await browser.newPage();
  const answer = await page.goto(url.replace(SITE, server.url));
  const { data, image, creator } = await page.evaluate(() => {
    const content = (name: string) =>
      document.querySelector(`meta[property="${name}"],meta[name="${name}"]`)?.getAttribute('content') ?? '';
    const found = document.querySelector('script[type="application/ld+json"]')?.textContent ?? '{}';
    return { data: JSON.parse(found), image: content('og:image'), creator: content('fediverse:creator') };
  });
  await page.close();
  if (answer?.status() !== 200) return '';
  const name = creator.split('@')[1] ?? '';
  const account = (await read(server, `/actor/authors/${name}`)) as { name?: string };
  const { headline, publisher, datePublished } = [data].flat().find((each) => each.headline);
  return `<section class="card"><img src="${escapeHtml(image.replace(server.url, SITE))}" alt="">
    <div>${escapeHtml(publisher.name)} · ${day(datePublished)}<strong>${escapeHtml(headline)}</strong></div>
    <footer>More from <b>${escapeHtml(account.name ?? creator)}</b></footer></section>`;
}

function draw(post: Post, card: string, actor: Record<string, unknown>): string {
  const { name, preferredUsername, icon } = actor as {
    name: string;
    preferredUsername: string;
    icon: { url: string };
  };
  const pictures = post.pictures.map(({ url, alt, focus: [x, y] }) => {
    const position = `${50 + x * 50}% ${50 - y * 50}%`;
    const mark = alt === '' ? '' : '<figcaption>ALT</figcaption>';
    return `<figure><img src="${escapeHtml(url)}" alt="${escapeHtml(alt)}" style="object-position:${position}">${mark}</figure>`;
  });
  const more = post.hashtags.length - VISIBLE_HASHTAGS;
  const tags = post.hashtags.slice(0, VISIBLE_HASHTAGS).map(escapeHtml).join('&ensp;');
  return `<article lang="${post.language}"><header><img src="${escapeHtml(icon.url)}" alt="">
    <div><b>${escapeHtml(name)}</b><br><span>@${preferredUsername}@${new URL(SITE).host}</span></div>
    <time>${day(post.published)}${post.edited === undefined ? '' : '*'}</time></header>
    <div class="text">${post.html}</div>${pictures.join('')}${card}
    ${tags && `<div class="tags">${tags}${more > 0 ? `&ensp;<span class="more">…and ${more} more</span>` : ''}</div>`}
    <div class="actions"><span>↩</span><span>⇄</span><span>☆</span><span>⚑</span><span>⋯</span></div></article>`;
}

async function take(
  browser: Browser,
  server: Server,
  name: string,
  objects: readonly unknown[],
): Promise<void> {
  const actor = await read(server, '/actor');
  let html = '';
  for (const object of objects) {
    const post = toPost(object as SentObject);
    html += draw(post, post.cardOf ? await drawCard(browser, server, post.cardOf) : '', actor);
  }
  const page: Page = await browser.newPage({ viewport: { width: 600, height: 100 } });
  await page.route(`${SITE}/**`, async (route) => {
    const answer = await fetch(route.request().url().replace(SITE, server.url));
    await route.fulfill({ status: answer.status, body: Buffer.from(await answer.arrayBuffer()) });
  });
  await page.setContent(`<!doctype html><meta charset="utf-8"><style>${look}</style>${html}`, {
    waitUntil: 'networkidle',
  });
  const path = fileURLToPath(new URL(`../screenshots/mastodon-${name}.png`, import.meta.url));
  await page.screenshot({ path, fullPage: true });
  await page.close();
  console.log(`test/browser/screenshots/mastodon-${name}.png (${MASTODON})`);
}

/** Takes the screenshots. Changes stories of the sample newsroom, so it comes last. */
export async function takeMastodon(browser: Browser, server: Server): Promise<void> {
  const call = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(`${server.url}/api/stories/${path}`, {
      method,
      headers: { Authorization: `Bearer ${TOKEN}`, 'Content-Type': 'application/json', 'If-Match': '*' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(await response.text());
  };
  /** Reads a story's object once it is as expected. */
  const story = (slug: string, isThere: (object: Record<string, unknown>) => boolean) =>
    until(`${slug}`, async () => {
      const object = await read(server, `/stories/${slug}`);
      return isThere(object) ? object : undefined;
    });
  const plain = await story(PLAIN, ({ type }) => type === 'Article');
  const [sample] = await readStories([`data/stories/${PICTURED}.md`]);
  const text = 'An earlier version named RFC 9111 for the request. It is RFC 9110.';
  const correction = [{ text, datePublished: new Date().toISOString() }];
  await call('PUT', PICTURED, { ...sample?.story, correction });
  const corrected = await story(PICTURED, ({ summary }) => String(summary).includes('An earlier version'));
  await take(browser, server, 'stories', [corrected, plain]);

  await call(
    'DELETE',
    `${PICTURED}?reason=${encodeURIComponent('The log from which the figures come was not the server’s own. We are counting again.')}`,
  );
  const { deleted } = await story(PICTURED, ({ type }) => type === 'Tombstone');
  const note = await read(server, `/actor/withdrawals/${PICTURED}/${Date.parse(String(deleted))}`);
  await call('POST', `${PICTURED}/restore`);
  const restored = await story(PICTURED, ({ id }) => String(id).includes('?restored='));
  await take(browser, server, 'withdrawal', [restored, note]);
}
