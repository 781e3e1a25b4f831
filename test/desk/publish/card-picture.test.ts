import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { readCardPicture } from '../../../src/desk/publish/card-picture.ts';
import type { Env } from '../../../src/env.ts';
import { putPicture } from '../../../src/picture-store.ts';
import { pictureFile } from '../../pictures/files.ts';

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
