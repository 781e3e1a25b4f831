import { fromBase64, toHex } from '../../lib/encodings.ts';
import { hasPicture, putPicture } from '../../picture-store.ts';
import { type PictureId, parsePicturePath } from '../../pictures/address.ts';
import { cleanPicture } from '../../pictures/clean.ts';
import { mediaOf } from '../desk-stub.ts';
import type { StorageEnv } from '../media/store-picture.ts';
import type { Actor } from '../people/roles.ts';
import type { PictureLine } from './picture-line.ts';

/** What came of a line: whether it changed something, or why it was refused. */
export type PictureResult = { ok: true; picture: string; changed: boolean } | { ok: false; detail: string };

const refuse = (detail: string): PictureResult => ({ ok: false, detail });

function decode(data: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return fromBase64(data);
  } catch {
    return undefined;
  }
}

/**
 * Stores the bytes of a picture as they are in an export, if they are a picture and what its address says. They are not cleaned again:
 * another version may clean differently, and the address would change.
 */
export async function importPictureData(
  env: StorageEnv,
  { url, data }: { url: string; data: string },
  actor: Actor,
): Promise<PictureResult> {
  const id = parsePicturePath(url) as PictureId;
  const why = await mediaOf(env).whyNotImport(actor);
  if (why !== undefined) return refuse(why);
  const bytes = decode(data);
  if (!bytes) return refuse(`The data of ${url} is not base64. Export the picture again.`);
  const digest = toHex(await crypto.subtle.digest('SHA-256', bytes));
  if (digest !== id.hash) {
    return refuse(`The bytes of ${url} are damaged: their hash is another one. Export the picture again.`);
  }
  const clean = cleanPicture(bytes);
  if (!clean.ok) return refuse(`${url} is refused. ${clean.detail}`);
  if (clean.extension !== id.extension) return refuse(`${url} has another format than its address says.`);
  if (await hasPicture(env, id)) return { ok: true, picture: url, changed: false };
  await putPicture(env, id, bytes);
  return { ok: true, picture: url, changed: true };
}

/** Adds what an export says of a picture whose bytes are here. */
export async function importPicture(
  env: StorageEnv,
  { url, ...facts }: PictureLine,
  actor: Actor,
): Promise<PictureResult> {
  const id = parsePicturePath(url) as PictureId;
  if (!(await hasPicture(env, id))) {
    return refuse(
      `The export does not have the bytes of ${url} (${facts.name}), and this server does not either. Upload the picture in the newsroom.`,
    );
  }
  const made = await mediaOf(env).import({ ...facts, ...id }, actor);
  return made.ok ? { ok: true, picture: url, changed: made.changed } : refuse(made.detail);
}
