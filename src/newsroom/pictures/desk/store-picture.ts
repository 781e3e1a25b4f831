import { toHex } from '../../../lib/encodings.ts';
import type { Env } from '../../../platform/env.ts';
import { hasPicture, putPicture } from '../../../platform/picture-store.ts';
import { type CleanPicture, cleanPicture } from '../../../site/pictures/clean.ts';
import { deskOf } from '../../desk/desk-stub.ts';
import type { Actor } from '../../people/desk/roles.ts';
import {
  type PictureRefusal,
  type PictureTexts,
  readFileName,
  readTexts,
  type UploadedPicture,
} from './picture.ts';

interface Upload extends PictureTexts {
  /** What the file is called. It decides nothing. */
  name: string;
  actor: Actor;
  now: number;
}

/** The bindings that hold pictures and the facts about them. */
export type StorageEnv = Pick<Env, 'DESK' | 'STORIES' | 'MEDIA'>;

/** The facts of a clean picture, for the Desk. */
async function factsOf({ bytes, extension, width, height }: CleanPicture) {
  const hash = toHex(await crypto.subtle.digest('SHA-256', bytes));
  return { hash, extension, width, height, bytes: bytes.byteLength };
}

/**
 * Stores a picture without its metadata, under the hash of what is left. If the newsroom has it already, `isNew` is false: it keeps
 * the texts that it has, and gets those that it lacks.
 */
export async function storePicture(
  env: StorageEnv,
  bytes: Uint8Array,
  { name, actor, now, ...given }: Upload,
): Promise<{ ok: true; picture: UploadedPicture; isNew: boolean } | PictureRefusal> {
  const read = readTexts(given);
  if (!read.ok) return read;
  const media = deskOf(env).media;
  const why = await media.whyNotUpload(actor);
  if (why !== undefined) return { ok: false, why: 'role', detail: why };
  const clean = cleanPicture(bytes);
  if (!clean.ok) return clean;
  const facts = await factsOf(clean);
  const known = await media.find(facts.hash);
  // The bytes come first: the Desk lists no picture that readers would not find.
  if (!known || !(await hasPicture(env, facts))) await putPicture(env, facts, clean.bytes);
  const added = await media.add({ ...facts, name: readFileName(name), ...read.texts }, { actor, now });
  return added.ok ? { ...added, isNew: known === undefined } : added;
}
