import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import { deskOf } from '../../../../src/newsroom/desk/desk-stub.ts';
import type { Role } from '../../../../src/newsroom/people/desk/roles.ts';
import { storePicture, storeSize } from '../../../../src/newsroom/pictures/desk/store-picture.ts';
import { readPictureBytes } from '../../../../src/platform/picture-store.ts';
import { cleanPicture } from '../../../../src/site/pictures/clean.ts';
import { ann, program } from '../../../actors.ts';
import { reopen } from '../../../newsroom.ts';
import { pictureFile, sizeFile } from '../../../site/pictures/files.ts';

const NOW = Date.parse('2026-11-26T12:00:00Z');

beforeEach(reopen);

const upload = (file: string, options: Partial<Parameters<typeof storePicture>[2]> = {}) =>
  storePicture(env, pictureFile(file), {
    name: file,
    alt: null,
    credit: null,
    actor: ann,
    now: NOW,
    ...options,
  });

const uploaded = async (...parameters: Parameters<typeof upload>) => {
  const result = await upload(...parameters);
  if (!result.ok) throw new Error(result.detail);
  return result;
};

async function personWith(role: Role, name: string) {
  const { id } = await deskOf(env).people.add({ name, role }, NOW);
  return { name, role, person: id };
}

test('a picture is stored without its metadata, under the hash of what is left', async () => {
  const { picture, isNew } = await uploaded('photo.jpg', { alt: ' A rose ', credit: 'Photo: Ann Lee' });
  expect(isNew).toBe(true);
  const clean = cleanPicture(pictureFile('photo.jpg'));
  if (!clean.ok) throw new Error(clean.detail);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', clean.bytes));
  expect(picture).toEqual({
    hash: Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join(''),
    extension: 'jpg',
    url: `/media/${picture.hash}.jpg`,
    encodingFormat: 'image/jpeg',
    width: 32,
    height: 48,
    bytes: clean.bytes.byteLength,
    name: 'photo.jpg',
    alt: 'A rose',
    credit: 'Photo: Ann Lee',
    person: null,
    by: 'ann',
    at: '2026-11-26T12:00:00.000Z',
    sizes: [],
  });
  expect(await readPictureBytes(env, picture)).toEqual(clean.bytes);
  expect(await deskOf(env).media.find(picture.hash)).toEqual(picture);
});

describe('Cloudflare Images, where it is bound', () => {
  const { LOCAL_IMAGES } = env as unknown as { LOCAL_IMAGES: ImagesBinding };
  const upload = (IMAGES: ImagesBinding, sizes: Uint8Array[] = []) =>
    storePicture({ ...env, IMAGES }, sizeFile('photo.jpg'), {
      ...{ name: 'hill.jpg', alt: null, credit: null },
      ...{ sizes, actor: ann, now: Date.now() },
    });

  test('makes the sizes of a picture that comes without', async () => {
    const stored = await upload(LOCAL_IMAGES);
    const hash = stored.ok ? stored.picture.hash : '';
    expect(stored).toMatchObject({ picture: { sizes: [{ width: 320 }, { width: 640 }] } });
    const bytes = await readPictureBytes(env, { hash, extension: 'webp', atWidth: 640 });
    expect(cleanPicture(bytes ?? new Uint8Array())).toMatchObject({
      extension: 'webp',
      width: 640,
      height: 427,
    });
  });

  test('of two who upload one size at once, the first decides, and readers get what the newsroom knows of', async () => {
    const stored = await upload({} as ImagesBinding);
    const hash = stored.ok ? stored.picture.hash : '';
    const input = LOCAL_IMAGES.input(new Blob([sizeFile('photo.jpg')]).stream());
    const made = await input.transform({ width: 320 }).output({ format: 'image/webp', quality: 20 });
    const other = new Uint8Array(await made.response().arrayBuffer());
    const gate = Promise.withResolvers<void>();
    const slow = new Proxy(env.STORIES, {
      get:
        (kv, name) =>
        async (...parameters: never[]) => {
          if (name === 'put') await gate.promise;
          return (kv[name as 'put'] as (...all: never[]) => Promise<unknown>).apply(kv, parameters);
        },
    });
    const first = storeSize({ ...env, STORIES: slow }, hash, sizeFile('photo-320.webp'), ann);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await storeSize(env, hash, other, ann)).toMatchObject({ ok: true });
    gate.resolve();
    const done = await first;
    const [size] = done.ok ? done.picture.sizes : [];
    const bytes = await readPictureBytes(env, { hash, extension: 'webp', atWidth: 320 });
    expect(bytes?.byteLength).toBe(size?.bytes);
    expect(bytes?.byteLength).not.toBe(other.byteLength);
  });

  test('is not asked for those that come with it', async () => {
    const stored = await upload({} as ImagesBinding, [sizeFile('photo-320.webp')]);
    expect(stored).toMatchObject({ picture: { sizes: [{ width: 320 }] } });
  });

  test('a picture is stored without sizes if it fails, and an operator is told', async () => {
    const failing = {
      input: () => ({ transform: () => ({ output: () => Promise.reject(new Error('Quota')) }) }),
    };
    expect(await upload(failing as unknown as ImagesBinding)).toMatchObject({
      ok: true,
      picture: { sizes: [] },
    });
    const { troubles } = await deskOf(env).status(Date.now());
    expect(JSON.stringify(troubles)).toContain('made no smaller sizes of a picture: Error: Quota');
  });
});

test('the same picture is stored once, and keeps the texts that it has', async () => {
  const first = await uploaded('photo.jpg', { credit: 'Photo: Ann Lee' });
  const second = await uploaded('photo.jpg', { name: 'again.jpg', alt: 'A rose', credit: 'Photo: Bob' });
  expect(second.isNew).toBe(false);
  expect(second.picture).toEqual({ ...first.picture, alt: 'A rose' });
  expect(await deskOf(env).media.list({ limit: 10 })).toHaveLength(1);
});

test('a picture whose bytes were lost is whole again once it is uploaded', async () => {
  const { picture } = await uploaded('still.gif');
  await env.STORIES.delete(`media:${picture.hash}.gif`);
  await uploaded('still.gif');
  expect(await readPictureBytes(env, picture)).toHaveLength(picture.bytes);
});

test('what a file is called decides nothing, and is kept without folders and control characters', async () => {
  const { picture } = await uploaded('photo.png', { name: 'C:\\Users\\ann\\ros\u0000e\n.exe' });
  expect(picture).toMatchObject({ extension: 'png', name: 'ros e .exe' });
  expect((await uploaded('still.gif', { name: '../../desk/' })).picture.name).toBe('picture');
});

describe('refuses, and stores nothing:', () => {
  const nothingStored = async () => {
    expect(await deskOf(env).media.list({ limit: 10 })).toEqual([]);
    expect((await env.STORIES.list({ prefix: 'media:' })).keys).toEqual([]);
  };

  test('what is no picture', async () => {
    const script = new TextEncoder().encode('<script>alert(1)</script>');
    const details = { name: 'photo.jpg', alt: null, credit: null, actor: ann, now: NOW };
    expect(await storePicture(env, script, details)).toMatchObject({
      ok: false,
      why: 'invalid',
      detail: /not a picture/,
    });
    await nothingStored();
  });

  test('what is damaged: programs hear of the fault, and people in their language', async () => {
    const cut = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 1]);
    const details = { name: 'photo.jpg', alt: null, credit: null, actor: ann, now: NOW };
    expect(await storePicture(env, cut, details)).toMatchObject({
      why: 'invalid',
      detail: expect.stringContaining('The file is damaged: one of its parts has no length.'),
      said: { sentence: expect.stringMatching(/^The file is damaged\. /) },
    });
  });

  test('a text that readers could not be shown', async () => {
    expect(await upload('photo.jpg', { alt: 'x'.repeat(501) })).toEqual({
      ok: false,
      why: 'invalid',
      rule: 'must have at most 500 characters',
      field: 'alt',
      detail: expect.stringContaining('at most 500 characters'),
    });
    await nothingStored();
  });

  test('somebody who was removed', async () => {
    const stranger = { name: 'Eve', role: 'admin' as const, person: 'nobody' };
    expect(await upload('photo.jpg', { actor: stranger })).toMatchObject({ ok: false, why: 'role' });
    await nothingStored();
  });
});

describe('what is said of a picture', () => {
  const texts = { alt: 'A rose', credit: null };

  test('is changed by whoever uploaded it, and by editors', async () => {
    const writer = await personWith('writer', 'Wen');
    const { picture } = await uploaded('photo.jpg', { actor: writer });
    const media = deskOf(env).media;
    expect(await media.describe(picture.hash, texts, { actor: writer })).toMatchObject({ ok: true });
    const editor = await personWith('editor', 'Ed');
    const changed = await media.describe(picture.hash, { ...texts, credit: 'Wen' }, { actor: editor });
    expect(changed).toMatchObject({ ok: true, picture: { alt: 'A rose', credit: 'Wen', by: 'Wen' } });
    expect(await media.find(picture.hash)).toMatchObject({ credit: 'Wen' });
  });

  test('is not changed by another writer, nor for a picture that is not there', async () => {
    const { picture } = await uploaded('photo.jpg');
    const [other, media] = [await personWith('writer', 'Wen'), deskOf(env).media];
    expect(await media.describe(picture.hash, texts, { actor: other })).toMatchObject({ why: 'role' });
    expect(await media.describe('0'.repeat(64), texts, { actor: ann })).toMatchObject({ why: 'missing' });
    expect(await media.find(picture.hash)).toEqual(picture);
  });

  test('is refused with its field', async () => {
    const { picture } = await uploaded('photo.jpg');
    const broken = { alt: null, credit: 'two\nlines' };
    expect(await deskOf(env).media.describe(picture.hash, broken, { actor: ann })).toMatchObject({
      why: 'invalid',
      field: 'credit',
      detail: expect.stringContaining('one line'),
    });
  });
});

test('pictures are listed, the newest first, page by page', async () => {
  const files = ['photo.jpg', 'photo.png', 'photo.webp', 'photo.avif', 'still.gif'];
  for (const [index, file] of files.entries()) await uploaded(file, { now: NOW + Math.floor(index / 2) });
  const media = deskOf(env).media;
  const listed = [];
  for (let before: { at: string; hash: string } | undefined; ; ) {
    const page = await media.list({ limit: 2, ...(before ? { before } : {}) });
    listed.push(...page);
    before = page.at(-1);
    if (!before) break;
  }
  expect(listed.map(({ name }) => name).toSorted()).toEqual(files.toSorted());
  const times = listed.map(({ at }) => at);
  expect(times).toEqual(times.toSorted().reverse());
  const received = await media.listAfter(0, 10);
  expect(received.map(({ name }) => name)).toEqual(files);
  expect(await media.listAfter(received[3]?.id ?? 0, 10)).toEqual(received.slice(4));
});

test('paths without a picture are told apart from those with one', async () => {
  const { picture } = await uploaded('photo.jpg');
  const wrong = [`/media/${picture.hash}.png`, `/media/${'0'.repeat(64)}.jpg`, '/media/x'];
  expect(await deskOf(env).media.unknownPaths([picture.url, ...wrong])).toEqual(wrong);
});

test('a program with the role of a writer may upload', async () => {
  expect(await upload('photo.jpg', { actor: program('bot', 'writer') })).toMatchObject({ ok: true });
});
