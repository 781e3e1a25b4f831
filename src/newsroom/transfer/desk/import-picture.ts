import { toHex } from '../../../lib/encodings.ts';
import { hasPicture, putPicture } from '../../../platform/picture-store.ts';
import { type PictureId, parsePicturePath } from '../../../site/pictures/address.ts';
import { cleanPicture } from '../../../site/pictures/clean.ts';
import { deskOf } from '../../desk/desk-stub.ts';
import type { Actor } from '../../people/desk/roles.ts';
import type { StorageEnv } from '../../pictures/desk/store-picture.ts';
import { fromBase64 } from './base64.ts';
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

/** Returns the bytes in a line if they are a picture and what its address says; otherwise, what is wrong with them. */
async function readData(url: string, id: PictureId, data: string): Promise<Uint8Array | string> {
  const bytes = decode(data);
  if (!bytes) return `The data of ${url} is not base64. Export the picture again.`;
  const digest = toHex(await crypto.subtle.digest('SHA-256', bytes));
  if (digest !== id.hash) {
    return `The bytes of ${url} are damaged: their hash is another one. Export the picture again.`;
  }
  const clean = cleanPicture(bytes);
  if (!clean.ok) return `${url} is refused. ${clean.detail}`;
  // Not the cleaned bytes: another version may clean differently, and the address would change.
  return clean.extension === id.extension ? bytes : `${url} has another format than its address says.`;
}

/** Imports a picture. One that this server has keeps its texts, and gets those that it lacks. */
export async function importPicture(
  env: StorageEnv,
  { url, data, ...facts }: PictureLine,
  actor: Actor,
): Promise<PictureResult> {
  const id = parsePicturePath(url) as PictureId;
  const media = deskOf(env).media;
  const why = await media.whyNotImport(actor);
  if (why !== undefined) return refuse(why.detail);
  const isKnown = (await media.find(id.hash)) !== undefined;
  let isStored = false;
  if (data !== undefined) {
    const bytes = await readData(url, id, data);
    if (typeof bytes === 'string') return refuse(bytes);
    // KV may remember for a minute that it had nothing, so it is not asked before the first write.
    if (!isKnown || !(await hasPicture(env, id))) {
      await putPicture(env, id, bytes);
      isStored = true;
    }
  } else if (!isKnown && !(await hasPicture(env, id))) {
    return refuse(
      `The export does not have the bytes of ${url} (${facts.name}), and this server does not either. Upload the picture in the newsroom.`,
    );
  }
  const made = await media.import({ ...facts, ...id }, actor);
  return made.ok ? { ok: true, picture: url, changed: isStored || made.changed } : refuse(made.detail);
}
