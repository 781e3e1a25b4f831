import { type FileId, pictureName } from '../site/pictures/address.ts';
import type { Env } from './env.ts';
import { mediaKey } from './kv.ts';

// Where the bytes of uploaded pictures and of their smaller sizes are: in R2 if a bucket is bound as MEDIA, otherwise in KV. The Desk has
// the facts about them.

type StoreEnv = Pick<Env, 'STORIES' | 'MEDIA'>;

/** The bytes of a picture, and how many there are. */
export interface StoredPicture {
  body: ReadableStream<Uint8Array>;
  length: number;
}

/** Bytes of a picture that follow each other. */
export interface Part {
  offset: number;
  length: number;
}

/** A part of a picture; null if the picture has none of what was asked for. `length` is that of the whole picture. */
export type StoredPart = { length: number } & (
  | { part: Part; body: ReadableStream<Uint8Array> }
  | { part: null }
);

/** Metadata of a picture in KV. */
interface PictureMetadata {
  bytes: number;
}

const objectKey = (id: FileId) => `media/${pictureName(id)}`;

/** Stores a picture. Storing it again changes nothing, because its name is the hash of its bytes. A smaller size is stored once. */
export async function putPicture(env: StoreEnv, id: FileId, bytes: Uint8Array): Promise<void> {
  if (env.MEDIA) await env.MEDIA.put(objectKey(id), bytes, 'atWidth' in id ? {} : { sha256: id.hash });
  else {
    const metadata: PictureMetadata = { bytes: bytes.byteLength };
    await env.STORIES.put(mediaKey(pictureName(id)), bytes, { metadata });
  }
}

/** Returns a picture; undefined if there is none. With a bucket, finds the pictures in KV too, from before it was bound. */
export async function getPicture(env: StoreEnv, id: FileId): Promise<StoredPicture | undefined> {
  const object = await env.MEDIA?.get(objectKey(id));
  if (object) return { body: object.body, length: object.size };
  const { value, metadata } = await env.STORIES.getWithMetadata<PictureMetadata>(
    mediaKey(pictureName(id)),
    'stream',
  );
  if (!value) return undefined;
  if (metadata) return { body: value, length: metadata.bytes };
  await value.cancel();
  return undefined;
}

/** Passes on a part of a stream. */
function partOfStream(
  body: ReadableStream<Uint8Array>,
  { offset, length }: Part,
): ReadableStream<Uint8Array> {
  let at = 0;
  return body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        const wanted = chunk.subarray(Math.max(0, offset - at), Math.max(0, offset + length - at));
        if (wanted.byteLength > 0) controller.enqueue(wanted);
        at += chunk.byteLength;
        if (at >= offset + length) controller.terminate();
      },
    }),
  );
}

/** Returns a part of a picture, which depends on its length; undefined if there is no picture. KV reads nothing but whole values. */
export async function getPictureRange(
  env: StoreEnv,
  id: FileId,
  partOf: (length: number) => Part | undefined,
): Promise<StoredPart | undefined> {
  const object = await env.MEDIA?.head(objectKey(id));
  if (object) {
    const part = partOf(object.size);
    if (!part) return { length: object.size, part: null };
    const read = await env.MEDIA?.get(objectKey(id), { range: part });
    return read ? { length: object.size, part, body: read.body } : undefined;
  }
  const picture = await getPicture({ STORIES: env.STORIES }, id);
  if (!picture) return undefined;
  const { length, body } = picture;
  const part = partOf(length);
  if (part) return { length, part, body: partOfStream(body, part) };
  await body.cancel();
  return { length, part: null };
}

/** Returns the bytes of a picture; undefined if there is none, or if they are cut short. */
export async function readPictureBytes(
  env: StoreEnv,
  id: FileId,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const picture = await getPicture(env, id);
  if (!picture) return undefined;
  const bytes = new Uint8Array(await new Response(picture.body).arrayBuffer());
  return bytes.byteLength === picture.length ? bytes : undefined;
}

/** Whether a picture is stored. */
export async function hasPicture(env: StoreEnv, id: FileId): Promise<boolean> {
  if (await env.MEDIA?.head(objectKey(id))) return true;
  const picture = await getPicture({ STORIES: env.STORIES }, id);
  await picture?.body.cancel();
  return picture !== undefined;
}
