import { beforeEach, describe, expect, test } from 'vitest';
import { cleanPicture } from '../../../../src/site/pictures/clean.ts';
import { call, problemOf, read, reopen } from '../../../newsroom.ts';
import { FILES, pictureFile, sizeFile } from '../../../site/pictures/files.ts';

beforeEach(() => reopen());

/** Returns a WebP with a longer coded picture: what is behind its end stays, because only a decoder knows where that is. */
function withComment(webp: Uint8Array, more: number): Uint8Array {
  const bytes = new Uint8Array(webp.byteLength + more);
  bytes.set(webp);
  const view = new DataView(bytes.buffer);
  view.setUint32(4, bytes.byteLength - 8, true);
  view.setUint32(16, bytes.byteLength - 20, true);
  return bytes;
}

interface Picture {
  hash: string;
  url: string;
  by: string;
  alt: string | null;
  credit: string | null;
}

const upload = (bytes: Uint8Array, query = '', { token = 'ann-token', type = 'image/jpeg' } = {}) =>
  call('POST', `/media${query}`, bytes, { token, headers: { 'Content-Type': type } });
const uploaded = async (...parameters: Parameters<typeof upload>): Promise<Picture> =>
  (await upload(...parameters)).json();
const describeAs = (token: string, hash: string, texts: unknown) =>
  call('PUT', `/media/${hash}`, texts, { token });

test('a picture is stored without its metadata, and readers find it', async () => {
  const response = await upload(pictureFile('photo.jpg'), '?name=rose.jpg&alt=A%20rose&credit=Photo:%20Ann');
  expect(response.status).toBe(201);
  const picture = (await response.json()) as Picture;
  expect(picture).toMatchObject({
    name: 'rose.jpg',
    alt: 'A rose',
    credit: 'Photo: Ann',
    by: 'ann',
    width: 32,
  });
  expect(response.headers.get('Location')).toBe(`https://news.example/api/media/${picture.hash}`);
  expect(await (await call('GET', `/media/${picture.hash}`)).json()).toEqual(picture);
  const clean = cleanPicture(pictureFile('photo.jpg'));
  const readers = new Uint8Array(await (await read(picture.url)).arrayBuffer());
  expect(clean).toMatchObject({ ok: true, bytes: readers });

  const again = await upload(pictureFile('photo.jpg'), '?alt=Another');
  expect([again.status, await again.json()]).toEqual([200, picture]);
});

test('the bytes decide what a picture is, whatever the type says', async () => {
  const { url } = await uploaded(pictureFile('photo.png'), '', { type: 'image/gif' });
  expect(url).toMatch(/\.png$/);
});

test('pictures are listed in pages, the newest first', async () => {
  const hashes: string[] = [];
  for (const file of FILES.filter((name) => /^photo\./.test(name))) {
    hashes.unshift((await uploaded(pictureFile(file), '', { type: 'application/octet-stream' })).hash);
  }
  const listed: string[] = [];
  for (let before: string | undefined = ''; before !== undefined; ) {
    const query: string = before === '' ? '' : `&before=${encodeURIComponent(before)}`;
    const page = (await (await call('GET', `/media?limit=3${query}`)).json()) as {
      pictures: Picture[];
      next?: string;
    };
    listed.push(...page.pictures.map(({ hash }) => hash));
    before = page.next;
  }
  expect([...listed].sort()).toEqual([...hashes].sort());
});

test('a picture can be described anew', async () => {
  const { hash } = await uploaded(pictureFile('photo.jpg'), '?alt=A%20rose');
  const changed = await describeAs('ann-token', hash, { alt: 'A red rose', credit: ' ' });
  expect(await changed.json()).toMatchObject({ alt: 'A red rose', credit: null });
});

const addSize = (hash: string, bytes: Uint8Array, token = 'ann-token') =>
  call('POST', `/media/${hash}/sizes`, bytes, { token, headers: { 'Content-Type': 'image/webp' } });

test('a smaller size is stored once, at an address with its width', async () => {
  const { hash } = await uploaded(sizeFile('photo.jpg'));
  const size = sizeFile('photo-320.webp');
  const sizes = [{ url: `/media/${hash}-320.webp`, width: 320, bytes: size.byteLength }];
  expect(await (await addSize(hash, size)).json()).toMatchObject({ hash, sizes });
  // Another file of the same width, with something behind its end.
  const other = new Uint8Array([...size, ...new TextEncoder().encode('Berlin')]);
  expect(await (await addSize(hash, other)).json()).toMatchObject({ sizes });
  expect(new Uint8Array(await (await read(`/media/${hash}-320.webp`)).arrayBuffer())).toEqual(size);
});

test.each<[what: string, bytes: Uint8Array, status: number, says: string]>([
  ['other proportions', sizeFile('square-320.webp'), 422, 'has to be 213 high, and is 320'],
  ['another width', sizeFile('photo-500.webp'), 422, 'is 320, 640, 1280, 1920 pixels wide'],
  ['the picture itself', sizeFile('photo.jpg'), 422, 'This one is 1000, the picture 1000'],
  ['PNG', pictureFile('photo.png'), 422, 'is WebP, AVIF or JPEG'],
  ['a script', new TextEncoder().encode('<script>alert(1)</script>'), 422, 'markup, not a picture'],
  [
    'more bytes than the picture',
    withComment(sizeFile('photo-320.webp'), 12_300),
    422,
    'fewer bytes than its picture',
  ],
  ['more than 4 MB', new Uint8Array(4_000_001), 413, 'at most 4,000,000 bytes'],
])('as a smaller size, %s is refused', async (_what, bytes, status, says) => {
  const { hash } = await uploaded(sizeFile('photo.jpg'));
  const refused = await addSize(hash, bytes);
  expect(refused.status).toBe(status);
  expect((await problemOf(refused)).detail).toContain(says);
  expect(await (await call('GET', `/media/${hash}`)).json()).toMatchObject({ sizes: [] });
});

test('a writer may not change what readers see of a picture, nor anybody one that is not there', async () => {
  const { hash } = await uploaded(sizeFile('photo.jpg'), '', { token: 'wes-token' });
  expect((await addSize(hash, sizeFile('photo-320.webp'), 'wes-token')).status).toBe(403);
  expect((await addSize('0'.repeat(64), sizeFile('photo-320.webp'))).status).toBe(404);
});

describe('what is refused', () => {
  test.each([
    ['a script', new TextEncoder().encode('<script>alert(1)</script>'), 422, 'markup, not a picture'],
    ['an SVG', new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>'), 422, 'an SVG drawing'],
    ['nothing', new Uint8Array(), 422, 'The file is empty'],
    ['a picture that is cut short', pictureFile('photo.jpg').slice(0, 300), 422, ''],
    ['more than 10 MB', new Uint8Array(10_000_001), 413, 'at most 10,000,000 bytes'],
  ])('%s', async (_what, bytes, status, says) => {
    const refused = await upload(bytes);
    expect(refused.status).toBe(status);
    expect((await problemOf(refused)).detail).toContain(says);
    expect(await (await call('GET', '/media')).json()).toEqual({ pictures: [] });
  });

  test.each([
    ['?alt=%ff', 400, 'alt must be UTF-8'],
    [`?credit=${'x'.repeat(301)}`, 422, 'The credit'],
    ['?alt=a%07b', 422, 'The description'],
  ])('the texts %s', async (query, status, says) => {
    const refused = await upload(pictureFile('photo.jpg'), query);
    expect(refused.status).toBe(status);
    expect((await problemOf(refused)).detail).toContain(says);
  });

  test('another type', async () => {
    const refused = await upload(pictureFile('photo.jpg'), '', { type: 'multipart/form-data; boundary=x' });
    expect(refused.status).toBe(415);
    expect((await problemOf(refused)).detail).toContain('image/jpeg, image/png');
  });

  test.each([
    ['[]', 422],
    ['{"alt":1,"credit":null}', 422],
    ['{"alt":"a","credit":null,"hash":"x"}', 422],
    ['{', 400],
    [`{"alt":"${'x'.repeat(100_000)}","credit":null}`, 413],
  ])('the description %.30s', async (text, status) => {
    const { hash } = await uploaded(pictureFile('photo.jpg'));
    const refused = await call('PUT', `/media/${hash}`, text, {
      headers: { 'Content-Type': 'application/json' },
    });
    expect(refused.status).toBe(status);
    await problemOf(refused);
  });

  test.each(['x', '0'.repeat(64), 'A'.repeat(64), '..%2f..'])('the hash %s', async (hash) => {
    for (const refused of [
      await call('GET', `/media/${hash}`),
      await describeAs('ann-token', hash, { alt: null, credit: null }),
    ]) {
      expect(refused.status).toBe(404);
      await problemOf(refused);
    }
  });

  test.each(['before=x', 'limit=0', 'limit=101', 'before=2026-03-04T09:30:00.000Z'])(
    'the query %s',
    async (query) => {
      const refused = await call('GET', `/media?${query}`);
      expect(refused.status).toBe(400);
      await problemOf(refused);
    },
  );
});

test("a writer's token uploads pictures, and an editor's describes them", async () => {
  const { hash, by } = await uploaded(pictureFile('photo.jpg'), '', { token: 'wes-token' });
  expect(by).toBe('wes');
  const texts = { alt: 'A rose', credit: null };
  const refused = await describeAs('wes-token', hash, texts);
  expect(refused.status).toBe(403);
  expect((await problemOf(refused)).detail).toContain('wes is a writer');
  expect((await describeAs('eve-token', hash, texts)).status).toBe(200);
});
