import { env } from 'cloudflare:workers';
import { beforeEach, expect, test } from 'vitest';
import { storePicture } from '../../src/newsroom/pictures/desk/store-picture.ts';
import { pictureMarkdown } from '../../src/site/story/body-picture.ts';
import { ann } from '../actors.ts';
import { call, desk, drain, read, reopen } from '../newsroom.ts';
import { aStory } from '../samples.ts';
import { sizeFile } from '../site/pictures/files.ts';

beforeEach(() => reopen());

const SIZES = [sizeFile('photo-320.webp'), sizeFile('photo-640.webp')];

async function upload(sizes: Uint8Array[]) {
  const details = { name: 'hill.jpg', alt: 'A hill', credit: null, actor: ann, now: Date.now() };
  const stored = await storePicture(env, sizeFile('photo.jpg'), { ...details, sizes });
  if (!stored.ok) throw new Error(stored.detail);
  return stored.picture;
}

async function publish(picture: Awaited<ReturnType<typeof upload>>) {
  const { url, width, height, encodingFormat } = picture;
  const story = aStory({
    slug: 'a-hill',
    articleBody: `Text.\n\n${pictureMarkdown(picture)}\n`,
    image: { url, width, height, encodingFormat, alt: 'A hill' },
  });
  expect((await call('PUT', '/stories/a-hill', story)).status).toBe(201);
  await drain();
}

const textOf = async (path: string) => (await read(path)).text();

test('browsers choose among sizes, feeds get one that fits, and each is what its address says', async () => {
  const picture = await upload(SIZES);
  await publish(picture);
  const [small, large] = picture.sizes;
  if (!small || !large) throw new Error('There are no sizes.');
  const srcset = `srcset="${small.url} 320w, ${large.url} 640w, ${picture.url} 1000w"`;

  const story = await textOf('/stories/a-hill');
  expect(story.split(srcset)).toHaveLength(3);
  expect(story).toMatch(/<img class="u-featured" [^>]*srcset=[^>]* fetchpriority="high"/);
  expect(story).toMatch(/<figure><img src="[^"]+" srcset=[^>]* width="1000" height="667" loading="lazy"/);
  expect(await textOf('/')).toContain(srcset);

  const rss = await textOf('/rss.xml');
  const size = `url="https://news.example${large.url}" medium="image" type="image/webp" width="640" height="427"`;
  expect(rss).toContain(`<media:content ${size}`);
  for (const feed of [rss, await textOf('/atom.xml')])
    expect(
      Array.from(feed.matchAll(/<media:thumbnail url="([^"]+)" width="(\d+)"/g), ([, url, width]) => [
        url,
        width,
      ]),
    ).toEqual([
      [`https://news.example${large.url}`, '640'],
      [`https://news.example${small.url}`, '320'],
    ]);
  expect(rss.replace(/<source:markdown>.*?<\/source:markdown>/s, '')).not.toContain(picture.url);
  expect(await textOf('/atom.xml')).toContain(`<media:content ${size}`);
  const { items } = JSON.parse(await textOf('/feed.json')) as { items: Record<string, unknown>[] };
  expect(items[0]).toMatchObject({
    image: `https://news.example${large.url}`,
    _image: { width: 640, height: 427, encodingFormat: 'image/webp' },
  });

  for (const [index, { url }] of picture.sizes.entries()) {
    const answer = await read(url);
    expect([answer.status, answer.headers.get('Content-Type')]).toEqual([200, 'image/webp']);
    expect(answer.headers.get('Cache-Control')).toContain('immutable');
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(SIZES[index]);
  }
  // The author's record is what it was.
  expect(await textOf('/stories/a-hill.json')).not.toContain('-640.webp');
});

test('sizes that are made later appear on the pages that show the picture', async () => {
  const picture = await upload([]);
  await publish(picture);
  expect(await textOf('/stories/a-hill')).not.toContain('srcset');
  for (const bytes of SIZES) {
    const headers = { 'Content-Type': 'image/webp' };
    expect((await call('POST', `/media/${picture.hash}/sizes`, bytes, { headers })).status).toBe(200);
  }
  // The scheduled job.
  await desk().wake(Date.now());
  await drain();
  for (const path of ['/stories/a-hill', '/', '/atom.xml'])
    expect(await textOf(path), path).toContain('-640.webp');
});
