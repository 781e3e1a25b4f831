import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import { deskOf } from '../../../../src/newsroom/desk/desk-stub.ts';
import type { UploadedPicture } from '../../../../src/newsroom/pictures/desk/picture.ts';
import { picturesOf } from '../../../../src/newsroom/pictures/desk/picture-source.ts';
import { storePicture } from '../../../../src/newsroom/pictures/desk/store-picture.ts';
import { continueBackup } from '../../../../src/newsroom/transfer/desk/backup.ts';
import type { Backup } from '../../../../src/newsroom/transfer/desk/backup-state.ts';
import { pictureLine } from '../../../../src/newsroom/transfer/desk/picture-line.ts';
import { readPictureBytes } from '../../../../src/platform/picture-store.ts';
import { ann } from '../../../actors.ts';
import { call, desk, drain, newsroom, read, reopen } from '../../../newsroom.ts';
import { aStory } from '../../../samples.ts';
import { pictureFile } from '../../../site/pictures/files.ts';

beforeEach(reopen);

const NOW = Date.now();
const HOUR = 3_600_000;

async function upload(file: string): Promise<UploadedPicture> {
  const details = { name: file, alt: `The file ${file}`, credit: null, actor: ann, now: NOW };
  const stored = await storePicture(env, pictureFile(file), details);
  if (!stored.ok) throw new Error(stored.detail);
  return stored.picture;
}

const storyWith = ({ url, width, height, encodingFormat }: UploadedPicture) =>
  aStory({ slug: 'with-picture', image: { url, width, height, encodingFormat } });

const bytesOf = async (picture: UploadedPicture) => {
  const bytes = await readPictureBytes(env, picture);
  if (!bytes) throw new Error('The bytes are lost.');
  return bytes;
};

const exported = async () => (await call('GET', '/export')).text();
const linesOf = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
const importLines = async (...lines: string[]) =>
  linesOf(await (await call('POST', '/stories', lines.join(''))).text());

describe('an export', () => {
  test('says what is known of each picture, after the stories', async () => {
    const picture = await upload('photo.jpg');
    await call('PUT', '/stories/with-picture', storyWith(picture));
    const [story, line, ...others] = linesOf(await exported());
    expect(Object.keys(story)).toEqual(['exported']);
    const { url, width, height, bytes, name, alt, credit, by, at } = picture;
    expect(line).toEqual({ picture: { url, width, height, bytes, name, alt, credit, by, at } });
    expect(others).toEqual([]);
  });

  test.each([
    ['before', true],
    ['after', false],
  ])('is the same when it was imported, with the pictures %s the stories', async (_, isBefore) => {
    const picture = await upload('photo.png');
    const bytes = await bytesOf(picture);
    await call('PUT', '/stories/with-picture', storyWith(picture));
    const before = await exported();
    const [story = ''] = before.split(/(?<=\n)/);
    await reopen();
    const line = pictureLine(picture, bytes);
    const results = await importLines(...(isBefore ? [line, story] : [story, line]));
    expect(results).toHaveLength(2);
    expect(results).not.toContainEqual(expect.objectContaining({ ok: false }));
    expect(results).toContainEqual({ line: isBefore ? 1 : 2, ok: true, picture: picture.url, changed: true });
    expect(await exported()).toBe(before);
    await drain();
    const page = await (await read('/stories/with-picture')).text();
    expect(page).toContain(`src="${picture.url}"`);
    expect(new Uint8Array(await (await read(picture.url)).arrayBuffer())).toEqual(bytes);
  });

  test('that is imported twice changes nothing, and keeps what is said here', async () => {
    const picture = await upload('photo.jpg');
    const lines = [pictureLine(picture, await bytesOf(picture)), pictureLine(picture)];
    await deskOf(env).media.describe(picture.hash, { alt: 'Other', credit: null }, { actor: ann });
    expect(await importLines(...lines)).toEqual([
      { line: 1, ok: true, picture: picture.url, changed: false },
      { line: 2, ok: true, picture: picture.url, changed: false },
    ]);
    expect(await deskOf(env).media.find(picture.hash)).toMatchObject({ alt: 'Other' });
  });
});

describe('an import refuses, and goes on after', () => {
  const anUpload = async () => {
    const picture = await upload('photo.jpg');
    const bytes = await bytesOf(picture);
    await reopen();
    return { picture, bytes };
  };

  test('what is said of a picture whose bytes are nowhere, and says which', async () => {
    const { picture } = await anUpload();
    const [result, next] = await importLines(pictureLine(picture), `${JSON.stringify(aStory())}\n`);
    expect(result).toMatchObject({ ok: false });
    expect(result.detail).toContain(`the bytes of ${picture.url}`);
    expect(next).toMatchObject({ ok: true });
    expect(await deskOf(env).media.list({ limit: 1 })).toEqual([]);
  });

  test('bytes that were changed', async () => {
    const { picture, bytes } = await anUpload();
    const changed = bytes.slice();
    changed[changed.length - 3] = 0;
    const [result] = await importLines(pictureLine(picture, changed));
    expect(result).toMatchObject({ ok: false, detail: expect.stringContaining('damaged') });
  });

  test.each([
    ['a script', '<script>alert(1)</script>', 'jpg', /not a picture/],
    ['an SVG', '<svg xmlns="http://www.w3.org/2000/svg"/>', 'png', /SVG/],
  ])('%s under the hash of its bytes', async (_, text, extension, detail) => {
    const bytes = new TextEncoder().encode(text);
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
    const hash = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
    const { picture } = await anUpload();
    const line = pictureLine({ ...picture, url: `/media/${hash}.${extension}` }, bytes);
    const [result] = await importLines(line);
    expect(result).toMatchObject({ ok: false, detail: expect.stringMatching(detail) });
    expect((await read(`/media/${hash}.${extension}`)).status).toBe(404);
  });

  test('a picture under the name of another format', async () => {
    const { picture, bytes } = await anUpload();
    const url = picture.url.replace('.jpg', '.png');
    const [result] = await importLines(pictureLine({ ...picture, url }, bytes));
    expect(result).toMatchObject({ ok: false, detail: expect.stringContaining('another format') });
  });

  test.each([
    ['{"picture":{"url":"/media/x.png","data":""}}', 'must be the path of an uploaded picture'],
    [
      `{"picture":{"url":"/media/${'0'.repeat(64)}.png","width":1,"height":1,"bytes":1,"name":"a","by":"a","at":"2026-03-04T09:30:00Z","data":"%"}}`,
      'not base64',
    ],
    ['{"picture":{', 'must be JSON'],
    ['{"picture":{"url":"/pictures/chart.png"}}', 'must be the path of an uploaded picture'],
    [`{"picture":${'['.repeat(500)}`, 'must'],
  ])('%s', async (line, rule) => {
    const [result] = await importLines(`${line}\n`);
    expect(result.ok).toBe(false);
    expect(JSON.stringify(result)).toContain(rule);
  });
});

describe('a backup', () => {
  const bucket = env.BACKUPS as R2Bucket;
  const run = (at = NOW) => continueBackup(bucket, desk(), picturesOf(env), newsroom(), at);
  const kept = async () => {
    const { backups } = (await (await call('GET', '/backups')).json()) as { backups: Backup[] };
    return (await call('GET', `/backups/${backups[0]?.name}`)).text();
  };
  const troubles = async () => (await desk().status(NOW)).troubles.map(({ what }) => what).join();
  const pictureKeys = async () =>
    (await bucket.list({ prefix: 'backups/pictures/' })).objects.map(({ key }) => key);

  async function newsroomWithPictures() {
    const files = ['photo.jpg', 'photo.png', 'still.gif'];
    const pictures = [];
    for (const file of files) pictures.push(await upload(file));
    await call('PUT', '/stories/with-picture', storyWith(pictures[0] as UploadedPicture));
    return pictures;
  }

  test('has every picture, copied once, and restores all of them', async () => {
    const pictures = await newsroomWithPictures();
    await run();
    // The first backup is complete before the pictures are copied.
    await run(NOW + HOUR / 6);
    const keys = await pictureKeys();
    expect(keys).toHaveLength(1);
    await run(NOW + 25 * HOUR);
    await run(NOW + 26 * HOUR);
    expect(await pictureKeys()).toEqual(keys);
    const [text, before] = [await kept(), await exported()];
    const bytes = await Promise.all(pictures.map(bytesOf));
    await reopen();
    expect(JSON.stringify(await importLines(text))).not.toContain('"ok":false');
    expect(await exported()).toBe(before);
    expect(await Promise.all(pictures.map(bytesOf))).toEqual(bytes);
  });

  test('that is older than a picture says which one it lacks', async () => {
    const pictures = await newsroomWithPictures();
    await run();
    const text = await kept();
    await reopen();
    const refused = (await importLines(text)).filter(({ ok }) => !ok).map(({ detail }) => detail);
    expect(refused).toHaveLength(3);
    for (const [index, { url }] of pictures.entries()) expect(refused[index]).toContain(url);
  });

  test('reports a picture whose bytes are lost, and has the others', async () => {
    const [lost] = await newsroomWithPictures();
    if (!lost) throw new Error('No picture was uploaded.');
    await env.STORIES.delete(`media:${lost.hash}.${lost.extension}`);
    await run();
    await run(NOW + HOUR / 6);
    expect(await troubles()).toContain(`The backup lacks the picture ${lost.url}`);
    await run(NOW + 25 * HOUR);
    const text = await kept();
    expect(linesOf(text).filter((line) => line.picture?.data)).toHaveLength(2);
    await run(NOW + 26 * HOUR);
    expect(await pictureKeys()).toHaveLength(1);
  });

  test.each([
    ['as theirs', (picture: UploadedPicture) => storyWith(picture)],
    [
      'in their text',
      ({ url }: UploadedPicture) => aStory({ articleBody: `Text.\n\n![A rose](${url}#32x48)` }),
    ],
  ])('says which pictures stories name that were never uploaded: %s', async (_, storyOf) => {
    const pictures = await newsroomWithPictures();
    const unknown = { ...(pictures[0] as UploadedPicture), url: `/media/${'0'.repeat(64)}.png` };
    await call('PUT', '/stories/without-picture', { ...storyOf(unknown), slug: 'without-picture' });
    await run();
    expect(await troubles()).toContain(unknown.url);
  });

  test('in a bucket that was emptied has every picture again', async () => {
    await newsroomWithPictures();
    await run();
    await run(NOW + HOUR / 6);
    await bucket.delete(await pictureKeys());
    await run(NOW + 25 * HOUR);
    await run(NOW + 26 * HOUR);
    await run(NOW + 50 * HOUR);
    expect(linesOf(await kept()).filter((line) => line.picture?.data)).toHaveLength(3);
  });

  test('whose pictures cannot be copied is made all the same, and they are copied later', async () => {
    await newsroomWithPictures();
    await run();
    const full = new Proxy(bucket, {
      get: (target, name) => {
        if (name === 'put') return () => Promise.reject(new Error('R2 is away'));
        const member = Reflect.get(target, name);
        return typeof member === 'function' ? member.bind(target) : member;
      },
    });
    await continueBackup(full, desk(), picturesOf(env), newsroom(), NOW + HOUR / 6);
    expect(await troubles()).toContain('R2 is away');
    await run(NOW + HOUR / 3);
    expect(await pictureKeys()).toHaveLength(1);
    expect((await desk().status(NOW)).backup).toMatchObject({ failure: null, last: { stories: 1 } });
  });
});
