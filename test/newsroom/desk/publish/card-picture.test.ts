import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { readCardPicture } from '../../../../src/newsroom/desk/publish/card-picture.ts';
import type { Env } from '../../../../src/platform/env.ts';
import { putPicture } from '../../../../src/platform/picture-store.ts';
import { concat, toBytes, uint32 } from '../../../../src/site/pictures/bytes.ts';
import { crc32 } from '../../../../src/site/pictures/crc32.ts';
import { PNG_SIGNATURE } from '../../../../src/site/pictures/png.ts';
import { pictureFile } from '../../../site/pictures/files.ts';

const program = env as unknown as Env;
const picture = (url: string, width = 64, height = 48) => ({ url, width, height });

afterEach(() => {
  vi.restoreAllMocks();
});

test('an uploaded picture is read from where the newsroom stores it, and a file of the site from its files', async () => {
  const bytes = pictureFile('photo.jpg');
  const id = { hash: 'a'.repeat(64), extension: 'jpg' as const };
  await putPicture(program, id, bytes);
  const stored = await readCardPicture(picture(`https://news.example/media/${id.hash}.jpg`), program);
  expect(stored?.bytes.byteLength).toBeGreaterThan(100);
  const file = await readCardPicture(picture('https://news.example/pictures/a-day-of-polling.png'), program);
  expect(file?.bytes.byteLength).toBeGreaterThan(100);
});

test('there is none if the card has none, or if the picture is not there', async () => {
  expect(await readCardPicture(null, program)).toBeNull();
  expect(await readCardPicture(picture('https://news.example/pictures/none.png'), program)).toBeNull();
  expect(
    await readCardPicture(picture(`https://news.example/media/${'b'.repeat(64)}.jpg`), program),
  ).toBeNull();
});

test('one of more than 8 million pixels is left out, whatever the record states', async () => {
  expect(
    await readCardPicture(picture('https://news.example/pictures/a-day-of-polling.png', 4000, 3000), program),
  ).toBeNull();
});

/** Makes a PNG without pixels, which nothing here decodes, with further chunks. */
function pngOf(width: number, height: number, depth: number, chunks: [type: string, content: Uint8Array][]) {
  const chunk = (type: string, content: Uint8Array) => {
    const checked = concat([toBytes(type), content]);
    return concat([uint32(content.byteLength), checked, uint32(crc32(checked))]);
  };
  const header = concat([uint32(width), uint32(height), Uint8Array.of(depth, 6, 0, 0, 0)]);
  const all: typeof chunks = [
    ['IHDR', header],
    ...chunks,
    ['IDAT', Uint8Array.of(0)],
    ['IEND', new Uint8Array()],
  ];
  return concat([toBytes(PNG_SIGNATURE), ...all.map(([type, content]) => chunk(type, content))]);
}

const readPng = async (png: Uint8Array<ArrayBuffer>) => {
  const id = { hash: 'c'.repeat(64), extension: 'png' as const };
  await putPicture(program, id, png);
  return readCardPicture(picture(`https://news.example/media/${id.hash}.png`), program);
};

test('a PNG of 16 bits a channel may have half as many pixels, because each takes twice the memory', async () => {
  expect(await readPng(pngOf(4000, 2000, 8, []))).not.toBeNull();
  expect(await readPng(pngOf(4000, 2000, 16, []))).toBeNull();
  expect(await readPng(pngOf(2000, 2000, 16, []))).not.toBeNull();
});

test('the renderer never inflates the colour profile of a PNG, which may be far larger than its file', async () => {
  const read = await readPng(pngOf(100, 100, 8, [['iCCP', toBytes('x\0\0 compressed')]]));
  expect(read?.bytes).toEqual(pngOf(100, 100, 8, []));
});

describe('the address of another server, which the record names,', () => {
  const answer = (respond: (url: string) => Response | Promise<Response>) =>
    vi.spyOn(globalThis, 'fetch').mockImplementation(async (input) => respond(String(input)));
  const read = (url = 'https://pictures.example.com/a.jpg') => readCardPicture(picture(url), program);

  test('is asked for it, and leads on', async () => {
    const asked = answer((url) =>
      url.endsWith('/a.jpg')
        ? new Response(null, { status: 302, headers: { Location: '/b.jpg' } })
        : new Response(pictureFile('photo.jpg')),
    );
    expect((await read())?.bytes.byteLength).toBeGreaterThan(100);
    expect(asked.mock.calls.map(([url]) => String(url))).toEqual([
      'https://pictures.example.com/a.jpg',
      'https://pictures.example.com/b.jpg',
    ]);
  });

  test.each([
    ['answers with an error', () => new Response('no', { status: 500 })],
    ['answers with a page', () => new Response('<html>')],
    ['cannot be reached', () => Promise.reject(new TypeError('Network connection lost.'))],
    ['redirects without end', () => new Response(null, { status: 302, headers: { Location: '/a.jpg' } })],
    [
      'redirects into a private network',
      () => new Response(null, { status: 302, headers: { Location: 'http://10.0.0.1/' } }),
    ],
    ['sends more than 10 MB', () => new Response(new Uint8Array(10_000_001))],
  ])('may fail: it %s', async (_what, respond) => {
    const asked = answer(respond);
    expect(await read()).toBeNull();
    expect(asked.mock.calls.length).toBeLessThanOrEqual(4);
    for (const [url] of asked.mock.calls) expect(String(url)).toMatch(/^https:\/\/pictures\.example\.com\//);
  });

  test('is not asked if it is in a private network', async () => {
    const asked = answer(() => new Response(pictureFile('photo.jpg')));
    for (const url of [
      'http://192.168.0.1/a.jpg',
      'http://localhost/a.jpg',
      'https://pictures.example.com:22/a.jpg',
    ])
      expect(await read(url)).toBeNull();
    expect(asked).not.toHaveBeenCalled();
  });
});
