import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { storePicture } from '../../src/newsroom/pictures/desk/store-picture.ts';
import { pictureMarkdown } from '../../src/site/story/body-picture.ts';
import { ann } from '../actors.ts';
import { call, drain, read } from '../newsroom.ts';
import { aStory } from '../samples.ts';
import { pictureFile } from '../site/pictures/files.ts';

test('an uploaded picture is in the page, its data and every feed, and readers get it at the address there', async () => {
  const details = { name: 'rose.webp', alt: null, credit: null, actor: ann, now: Date.now() };
  const stored = await storePicture(env, pictureFile('photo.webp'), details);
  if (!stored.ok) throw new Error(stored.detail);
  const { url, width, height, encodingFormat } = stored.picture;
  const image = { url, width, height, encodingFormat, alt: 'A rose', credit: 'Photo: Ann Lee' };
  const saved = await call('PUT', '/stories/with-picture', aStory({ slug: 'with-picture', image }));
  expect(saved.status).toBe(201);
  await drain();
  const absolute = `https://news.example${url}`;
  const page = await read('/stories/with-picture');
  expect(page.headers.get('Content-Security-Policy')).toContain("img-src 'self';");
  const html = await page.text();
  expect(html).toContain(`src="${url}" alt="A rose"`);
  expect(html).toContain(`"image":{"@type":"ImageObject","url":"${absolute}"`);
  for (const feed of ['/rss.xml', '/atom.xml', '/feed.json']) {
    expect(await (await read(feed)).text(), feed).toContain(absolute);
  }
  expect(await (await read('/stories/with-picture.md')).text()).toContain(`  url: ${url}\n`);
  const picture = await read(new URL(absolute).pathname);
  expect([picture.status, picture.headers.get('Content-Type')]).toEqual([200, encodingFormat]);
  await picture.body?.cancel();
});

test('a picture in the analysis is on the page and, with its full address, in every feed', async () => {
  const details = { name: 'rose.webp', alt: 'A rose', credit: 'Photo: Ann', actor: ann, now: Date.now() };
  const stored = await storePicture(env, pictureFile('photo.webp'), details);
  if (!stored.ok) throw new Error(stored.detail);
  const { url } = stored.picture;
  const articleBody = `Text.\n\n${pictureMarkdown(stored.picture)}\n`;
  expect((await call('PUT', '/stories/a-rose', aStory({ slug: 'a-rose', articleBody }))).status).toBe(201);
  await drain();
  const figure = (address: string, late = '') =>
    `<figure><img src="${address}" alt="A rose" width="48" height="32"${late}><figcaption>Photo: Ann</figcaption></figure>`;
  const page = await read('/stories/a-rose');
  expect(page.headers.get('Content-Security-Policy')).toContain("img-src 'self';");
  expect(await page.text()).toContain(figure(url, ' loading="lazy" decoding="async"'));
  const absolute = figure(`https://news.example${url}`);
  for (const feed of ['/rss.xml', '/atom.xml'])
    expect(await (await read(feed)).text(), feed).toContain(absolute);
  const { items } = (await (await read('/feed.json')).json()) as { items: { content_html: string }[] };
  expect(items[0]?.content_html).toContain(absolute);
  const json = (await (await read('/stories/a-rose.json')).json()) as Record<string, unknown>;
  expect(json.articleBodyHtml).toContain(absolute);
});
