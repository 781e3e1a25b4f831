import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { PoliteFetcher } from '../../../src/move/in/fetching/polite-fetcher.ts';
import type { OldPicture } from '../../../src/move/in/old-site.ts';
import { Pictures, type PicturesOptions } from '../../../src/move/in/pictures/pictures.ts';
import { MAX_PICTURE_BYTES } from '../../../src/site/pictures/limits.ts';
import { pictureFile } from '../../site/pictures/files.ts';
import { memoryIndex } from '../memory-index.ts';
import { serve } from '../web-server.ts';
import { serveMedia } from './media-server.ts';

const [PHOTO, OTHER, GIF] = ['photo.jpg', 'palette.png', 'still.gif'].map(pictureFile) as [
  Uint8Array,
  Uint8Array,
  Uint8Array,
];

const picture = (url: string, texts: Partial<OldPicture> = {}): OldPicture => ({
  url,
  alt: null,
  caption: null,
  credit: null,
  ...texts,
});

async function folderWith(files: Record<string, Uint8Array | string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'move-in-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  return folder;
}

async function picturesFor(known: string[], options: Partial<PicturesOptions> = {}): Promise<Pictures> {
  return new Pictures({
    index: memoryIndex(),
    fetcher: new PoliteFetcher({ known }),
    api: null,
    folder: join(await folderWith({}), 'pictures'),
    home: known[0] ?? null,
    ...options,
  });
}

const PLACE = { entry: 'post 1' };

test('pictures of the old site are fetched and uploaded once, with their texts, however many posts show them', async () => {
  const old = await serve({ '/a.jpg': { body: PHOTO }, '/b.png': { body: OTHER } });
  const media = await serveMedia();
  const pictures = await picturesFor([old.url], { api: media.api });
  const [a, b] = [`${old.url}/a.jpg`, `${old.url}/b.png`];
  const done: number[] = [];
  await pictures.bring(
    [picture(a, { alt: 'A photo', credit: 'Ann' }), picture(b), picture(a), picture(b)],
    (count) => done.push(count),
  );
  expect(old.asked.sort()).toEqual(['/a.jpg', '/b.png']);
  expect(
    media.uploads
      .map((upload) => Object.fromEntries(upload))
      .sort((one, other) => (one.name ?? '').localeCompare(other.name ?? '')),
  ).toEqual([{ name: 'a.jpg', alt: 'A photo', credit: 'Ann' }, { name: 'b.png' }]);
  expect(done).toEqual([1, 2, 3, 4]);
  expect(pictures.pictureAt(a)).toMatchObject({ width: expect.any(Number), height: expect.any(Number) });
  expect([...media.stored].sort()).toEqual([pictures.pictureAt(a)?.path, pictures.pictureAt(b)?.path].sort());
  expect(pictures.lossOf(a, PLACE)).toBeNull();
  expect(pictures.pictureAt(`${old.url}/never-asked.jpg`)).toBeNull();
});

test('two addresses with the same bytes are one picture', async () => {
  const old = await serve({ '/a.jpg': { body: PHOTO }, '/copy.jpg': { body: PHOTO } });
  const media = await serveMedia();
  const pictures = await picturesFor([old.url], { api: media.api });
  for (const path of ['/a.jpg', '/copy.jpg']) await pictures.bring([picture(`${old.url}${path}`)]);
  expect(pictures.pictureAt(`${old.url}/copy.jpg`)).toEqual(pictures.pictureAt(`${old.url}/a.jpg`));
  expect(media.uploads).toHaveLength(1);
});

test('a picture that is missing, too large or of another kind stays a link, and the report says why', async () => {
  const old = await serve({
    '/a.svg': { body: '<svg xmlns="http://www.w3.org/2000/svg"/>' },
    '/a.heic': { body: pictureFile('really-heic.avif') },
    '/a.bmp': { body: 'BM and so on' },
    '/a.ico': { body: Uint8Array.of(0, 0, 1, 0, 1, 0) },
    '/page.jpg': { body: '<!doctype html><p>Log in' },
    '/empty.png': { body: '' },
    '/words.png': { body: 'just words' },
    '/cut.jpg': { body: PHOTO.subarray(0, 3000) },
    '/large.jpg': { body: new Uint8Array(MAX_PICTURE_BYTES + 1) },
    '/gone.jpg': { status: 410 },
  });
  const pictures = await picturesFor([old.url]);
  const reasons: Record<string, string> = {
    '/a.svg': 'is an SVG drawing, which can contain programs',
    '/a.heic': 'is in HEIC, which most browsers do not show',
    '/a.bmp': 'is in BMP',
    '/a.ico': 'is an icon (ICO)',
    '/page.jpg': 'is a web page',
    '/empty.png': 'is empty',
    '/words.png': 'is not in a known format',
    '/cut.jpg':
      'cannot be stored: The file ends before the picture does: something cut it short, such as an interrupted download. Get the whole file and upload it again.',
    '/large.jpg': 'has more than 10 MB',
    '/gone.jpg': 'is gone (410)',
    '/none.jpg': 'is not there (404)',
  };
  await pictures.bring(Object.keys(reasons).map((path) => picture(`${old.url}${path}`)));
  for (const [path, reason] of Object.entries(reasons)) {
    const was = `${old.url}${path}`;
    expect(pictures.pictureAt(was)).toBeNull();
    expect(pictures.lossOf(was, PLACE)).toEqual({
      place: PLACE,
      kind: 'picture',
      was,
      now: `a link to it: it ${reason}`,
    });
  }
});

test('pictures in the text itself become pictures, and broken ones nothing', async () => {
  const media = await serveMedia();
  const pictures = await picturesFor([], { api: media.api });
  const url = `data:image/gif;base64,${Buffer.from(GIF).toString('base64')}`;
  await pictures.bring([
    picture(url),
    picture('data:image/png;base64,'),
    picture('data:;,%'),
    picture('data:text/html,<p>'),
  ]);
  expect(pictures.pictureAt(url)?.path).toMatch(/\.gif$/);
  expect([...media.stored]).toEqual([pictures.pictureAt(url)?.path]);
  expect(pictures.lossOf('data:;,%', PLACE)?.now).toBe('left out: it is broken where the text contains it');
  expect(pictures.lossOf('data:image/png;base64,', PLACE)?.now).toBe('left out: it is empty');
});

test('a dry run fetches and uploads nothing, and the real run asks the old site for nothing twice', async () => {
  const old = await serve({ '/a.jpg': { body: PHOTO }, '/b.png': { body: OTHER } });
  const index = memoryIndex();
  const folder = join(await folderWith({}), 'pictures');
  const wanted = [picture(`${old.url}/a.jpg`), picture(`${old.url}/b.png`)];
  const dry = await picturesFor([old.url], { index, folder });
  await dry.bring(wanted);
  const places = wanted.map(({ url }) => dry.pictureAt(url));
  expect(await readdir(folder)).toHaveLength(2);

  const media = await serveMedia();
  const real = await picturesFor([old.url], { index, folder, api: media.api });
  await real.bring(wanted);
  expect(wanted.map(({ url }) => real.pictureAt(url))).toEqual(places);
  expect(media.uploads).toHaveLength(2);
  expect(old.asked).toHaveLength(2);
  expect(await readdir(folder)).toEqual([]);

  const again = await picturesFor([old.url], { index, folder, api: media.api });
  await again.bring(wanted);
  expect([media.uploads.length, old.asked.length]).toEqual([2, 2]);

  // The server has begun anew, and has lost one.
  media.stored.delete(places[0]?.path ?? '');
  const anew = await picturesFor([old.url], { index, folder, api: media.api });
  await anew.bring(wanted);
  expect([media.uploads.length, old.asked.length, media.stored.size]).toEqual([3, 3, 2]);

  const elsewhere = await serveMedia();
  const other = await picturesFor([old.url], { index, folder, api: elsewhere.api });
  await other.bring(wanted);
  expect([elsewhere.uploads.length, old.asked.length]).toEqual([2, 5]);
});

test('a picture that failed is asked for again in the next run', async () => {
  const old = await serve();
  const index = memoryIndex();
  const url = `${old.url}/a.jpg`;
  const first = await picturesFor([old.url], { index });
  await first.bring([picture(url), picture(url)]);
  expect([first.pictureAt(url), old.asked.length]).toEqual([null, 1]);
  old.pages['/a.jpg'] = { body: PHOTO };
  const second = await picturesFor([old.url], { index });
  await second.bring([picture(url)]);
  expect(second.pictureAt(url)).not.toBeNull();
});

test('when the server fails, the run ends, and the next one uploads what is missing', async () => {
  const old = await serve();
  const wanted: OldPicture[] = [];
  for (let number = 0; number < 12; number++) {
    old.pages[`/${number}.gif`] = {
      body: Buffer.concat([GIF.subarray(0, -1), Buffer.from([0x21, 0xfe, 1, number, 0, 0x3b])]),
    };
    wanted.push(picture(`${old.url}/${number}.gif`));
  }
  const index = memoryIndex();
  const media = await serveMedia();
  media.refuses = 401;
  const interrupted = await picturesFor([old.url], { index, api: media.api });
  await expect(interrupted.bring(wanted)).rejects.toThrow('does not accept this token');
  media.refuses = null;
  const pictures = await picturesFor([old.url], { index, api: media.api });
  await pictures.bring(wanted);
  const paths = new Set(wanted.map(({ url }) => pictures.pictureAt(url)?.path));
  expect(media.stored).toEqual(paths);
});

test('a picture whose texts the server refuses is uploaded without them', async () => {
  const old = await serve({ '/a.jpg': { body: PHOTO } });
  const media = await serveMedia();
  const pictures = await picturesFor([old.url], { api: media.api });
  await pictures.bring([picture(`${old.url}/a.jpg`, { alt: 'two\nlines' })]);
  expect(pictures.pictureAt(`${old.url}/a.jpg`)).not.toBeNull();
  expect(media.uploads.at(-1)?.has('alt')).toBe(false);
});

test('a folder of uploads has the pictures, and of their variants the originals', async () => {
  const media = await folderWith({
    '2019/05/a.jpg': PHOTO,
    '2019/05/a-300x200.jpg': OTHER,
    '2019/05/a-scaled.jpg': OTHER,
    '2019/05/only-300x200.png': OTHER,
    '2019/05/größe 1.gif': GIF,
    '2020/01/photo.png': OTHER,
  });
  const old = 'https://old.example';
  const pictures = await picturesFor([old], { media });
  const uploads = `${old}/wp-content/uploads`;
  // Nothing but the folder answers here: a fetch would fail.
  const same = [
    `${uploads}/2019/05/a.jpg`,
    `${uploads}/2019/05/a-15x10.jpg`,
    `${uploads}/2019/05/a-scaled.jpg`,
    `http://www.old.example/wp-content/uploads/2019/05/a.jpg?w=300`,
    'https://i0.wp.com/old.example/wp-content/uploads/2019/05/a.jpg?resize=300',
    'https://cdn.example/wp-content/uploads/2019/05/a.jpg',
    `${old}/content/images/size/w600/2019/05/a.jpg`,
  ];
  const others = [
    `${uploads}/2019/05/only-300x200.png`,
    `${uploads}/2019/05/gr%C3%B6%C3%9Fe%201.gif`,
    `${old}/2020/01/photo.png`,
  ];
  await pictures.bring([...same, ...others].map((url) => picture(url)));
  const paths = same.map((url) => pictures.pictureAt(url)?.path);
  expect(new Set(paths).size).toBe(1);
  expect(paths[0]).toMatch(/\.jpg$/);
  expect(others.map((url) => pictures.pictureAt(url)?.path?.slice(-4))).toEqual(['.png', '.gif', '.png']);
});

test('a file that is smaller than the variant in the text is another picture', async () => {
  const media = await folderWith({ '2019/05/banner.jpg': PHOTO, '2019/05/banner-5000x4000.jpg': OTHER });
  const pictures = await picturesFor(['https://old.example'], { media });
  const url = 'https://old.example/wp-content/uploads/2019/05/banner-5000x4000.jpg';
  await pictures.bring([picture(url)]);
  expect(pictures.pictureAt(url)?.path).toMatch(/\.png$/);
});

test('nothing outside the folders is read: no path, and no symbolic link', async () => {
  const outside = await folderWith({ 'secret.jpg': PHOTO });
  const media = await folderWith({ '2019/05/a.jpg': OTHER });
  const moved = await folderWith({ 'posts/here.jpg': OTHER });
  for (const folder of [media, moved]) await symlink(join(outside, 'secret.jpg'), join(folder, 'link.jpg'));
  await symlink(outside, join(media, '2020'));
  const old = await serve();
  const pictures = await picturesFor([old.url], { media, moved });
  const refused = [
    `${old.url}/wp-content/uploads/link.jpg`,
    `${old.url}/wp-content/uploads/2020/secret.jpg`,
    `${old.url}/wp-content/uploads/..%2f..%2f..%2f..${encodeURIComponent(join(outside, 'secret.jpg'))}`,
    pathToFileURL(join(outside, 'secret.jpg')).href,
    pathToFileURL(join(moved, 'link.jpg')).href,
    pathToFileURL(join(moved, 'none.jpg')).href,
    'file://server/share/a.jpg',
    'file:///a%00b.jpg',
  ];
  await pictures.bring(refused.map((url) => picture(url)));
  expect(refused.map((url) => pictures.pictureAt(url))).toEqual(refused.map(() => null));
  const here = pathToFileURL(join(moved, 'posts/here.jpg')).href;
  await pictures.bring([picture(here)]);
  expect(pictures.pictureAt(here)).not.toBeNull();
  expect(pictures.lossOf(refused[3] ?? '', PLACE)?.now).toBe(
    'left out: it is outside the folder that moves in',
  );
});

test('a folder that moves in has no pictures of files if there is no such folder', async () => {
  const file = pathToFileURL(join(await folderWith({ 'a.jpg': PHOTO }), 'a.jpg')).href;
  const pictures = await picturesFor([]);
  await pictures.bring([picture(file)]);
  expect(pictures.pictureAt(file)).toBeNull();
});

test('pictures of the old site are asked for where it answers now, the original first', async () => {
  const now = await serve({
    '/wp-content/uploads/2019/05/a.jpg': { body: PHOTO },
    '/wp-content/uploads/2019/05/b-30x20.jpg': { body: PHOTO },
  });
  const pictures = await picturesFor([now.url], { home: 'https://old.example', site: now.url });
  const [a, b] = ['a-30x20', 'b-30x20'].map(
    (name) => `https://www.old.example/wp-content/uploads/2019/05/${name}.jpg`,
  ) as [string, string];
  await pictures.bring([picture(a)]);
  await pictures.bring([picture(b)]);
  expect(pictures.pictureAt(a)).not.toBeNull();
  expect(pictures.pictureAt(b)).not.toBeNull();
  expect(now.asked.map((path) => path.slice('/wp-content/uploads/2019/05'.length))).toEqual([
    '/a.jpg',
    '/b.jpg',
    '/b-scaled.jpg',
    '/b-30x20.jpg',
  ]);
});

test('old addresses of pictures lead to where they are now, those of their variants too', async () => {
  const media = await folderWith({
    '2019/05/a b.jpg': PHOTO,
    '2019/05/a b-300x200.jpg': PHOTO,
    '2019/05/a b-scaled.jpg': PHOTO,
    '2019/05/other-300x200.jpg': PHOTO,
  });
  const pictures = await picturesFor(['https://old.example'], { media });
  const folder = 'https://old.example/wp-content/uploads/2019/05/';
  const url = `${folder}a%20b-15x15.jpg`;
  const elsewhere = 'https://cdn.example/wp-content/uploads/2019/05/a%20b.jpg';
  await pictures.bring([picture(url), picture(elsewhere)]);
  const to = pictures.pictureAt(url)?.path;
  const redirects = await pictures.redirectsOf(url);
  expect(redirects.map(({ from }) => from).sort()).toEqual(
    ['a%20b-15x15.jpg', 'a%20b-300x200.jpg', 'a%20b-scaled.jpg', 'a%20b.jpg'].map((name) => folder + name),
  );
  expect(new Set(redirects.map((redirect) => redirect.to))).toEqual(new Set([to]));
  expect(await pictures.redirectsOf(elsewhere)).toEqual([]);
  expect(await pictures.redirectsOf('https://old.example/none.jpg')).toEqual([]);
});
