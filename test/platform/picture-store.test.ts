import { env } from 'cloudflare:workers';
import { beforeEach, expect, test } from 'vitest';
import { toHex } from '../../src/lib/encodings.ts';
import { getPicture, hasPicture, putPicture, readPictureBytes } from '../../src/platform/picture-store.ts';
import { reopen } from '../newsroom.ts';
import { pictureFile } from '../site/pictures/files.ts';

beforeEach(reopen);

const bytes = pictureFile('still.gif');
const id = {
  hash: toHex(await crypto.subtle.digest('SHA-256', bytes)),
  extension: 'gif',
} as const;
const inKv = { STORIES: env.STORIES };
const inR2 = { STORIES: env.STORIES, MEDIA: env.BACKUPS as R2Bucket };

const keys = async () => ({
  kv: (await env.STORIES.list()).keys.map(({ name }) => name),
  r2: (await inR2.MEDIA.list()).objects.map(({ key }) => key),
});

test('without a bucket, a picture is in KV', async () => {
  expect(await hasPicture(inKv, id)).toBe(false);
  await putPicture(inKv, id, bytes);
  expect(await keys()).toEqual({ kv: [`media:${id.hash}.gif`], r2: [] });
  expect(await hasPicture(inKv, id)).toBe(true);
  expect(await readPictureBytes(inKv, id)).toEqual(bytes);
});

test('with a bucket, a picture is there, and R2 checks its hash', async () => {
  await putPicture(inR2, id, bytes);
  expect(await keys()).toEqual({ kv: [], r2: [`media/${id.hash}.gif`] });
  expect(await hasPicture(inR2, id)).toBe(true);
  expect(await readPictureBytes(inR2, id)).toEqual(bytes);
  await expect(putPicture(inR2, { ...id, hash: '0'.repeat(64) }, bytes)).rejects.toThrow();
});

test('a picture from before the bucket was bound is found in KV', async () => {
  await putPicture(inKv, id, bytes);
  expect(await hasPicture(inR2, id)).toBe(true);
  expect(await readPictureBytes(inR2, id)).toEqual(bytes);
});

test('bytes that are cut short count as lost', async () => {
  const key = `media:${id.hash}.gif`;
  await env.STORIES.put(key, bytes.subarray(0, 100), { metadata: { bytes: bytes.byteLength } });
  expect(await readPictureBytes(inKv, id)).toBeUndefined();
});

test('what was put under the key by hand is no picture', async () => {
  await env.STORIES.put(`media:${id.hash}.gif`, bytes);
  expect(await getPicture(inKv, id)).toBeUndefined();
});
