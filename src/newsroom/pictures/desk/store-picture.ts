import { toHex } from '../../../lib/encodings.ts';
import type { Env } from '../../../platform/env.ts';
import { hasPicture, putPicture, readPictureBytes } from '../../../platform/picture-store.ts';
import { type CleanPicture, cleanPicture } from '../../../site/pictures/clean.ts';
import { cleanSize, isAnimated } from '../../../site/pictures/clean-size.ts';
import { qualityAt, widthsBelow } from '../../../site/pictures/sizes.ts';
import { deskOf } from '../../desk/desk-stub.ts';
import type { Actor } from '../../people/desk/roles.ts';
import { sentence } from '../../words/translate.ts';
import {
  type PictureRefusal,
  type PictureTexts,
  readFileName,
  readTexts,
  refuseFile,
  type UploadedPicture,
} from './picture.ts';

interface Upload extends PictureTexts {
  /** What the file is called. It decides nothing. */
  name: string;
  /** Smaller sizes that whoever uploads the picture has made. Those that are none are left out. */
  sizes?: readonly Uint8Array[];
  actor: Actor;
  now: number;
}

/** The bindings that hold pictures and the facts about them. */
export type StorageEnv = Pick<Env, 'DESK' | 'STORIES' | 'MEDIA' | 'IMAGES'>;

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
  { name, sizes = [], actor, now, ...given }: Upload,
): Promise<{ ok: true; picture: UploadedPicture; isNew: boolean } | PictureRefusal> {
  const read = readTexts(given);
  if (!read.ok) return read;
  const media = deskOf(env).media;
  const why = await media.whyNotUpload(actor);
  if (why !== undefined) return { ok: false, why: 'role', ...why };
  const clean = cleanPicture(bytes);
  if (!clean.ok) return refuseFile(clean);
  const facts = await factsOf(clean);
  const known = await media.find(facts.hash);
  // The bytes come first: the Desk lists no picture that readers would not find.
  if (!known || !(await hasPicture(env, facts))) await putPicture(env, facts, clean.bytes);
  const added = await media.add({ ...facts, name: readFileName(name), ...read.texts }, { actor, now });
  if (!added.ok) return added;
  const isNew = known === undefined;
  // Nobody changes what readers see of a picture by uploading it again.
  if (!isNew || isAnimated(clean)) return { ...added, isNew };
  const made = (sizes.length > 0 ? sizes : await sizesOf(env, clean)).map((each) => cleanSize(each, facts));
  const usable = made.filter((each) => each.ok);
  const picture = await storeSizes(env, added.picture, usable, { actor, isNew });
  return picture.ok ? { ...picture, isNew } : picture;
}

/** Makes the smaller sizes of a picture by Cloudflare Images, which counts each as a transformation. Rejects if it makes none now. */
const makeSizes = (
  images: ImagesBinding,
  { bytes, width }: { bytes: Uint8Array<ArrayBuffer>; width: number },
): Promise<Uint8Array[]> =>
  Promise.all(
    widthsBelow(width).map(async (each) => {
      const size = await images
        .input(new Blob([bytes]).stream())
        .transform({ width: each })
        .output({ format: 'image/webp', quality: qualityAt(each) });
      return new Uint8Array(await size.response().arrayBuffer());
    }),
  );

/** Makes the smaller sizes of a picture; none if nothing is bound that can, or if it fails: the picture is shown without. */
async function sizesOf(env: StorageEnv, picture: CleanPicture): Promise<Uint8Array[]> {
  if (!env.IMAGES) return [];
  return makeSizes(env.IMAGES, picture).catch(async (error) => {
    const what = `Cloudflare Images made no smaller sizes of a picture: ${error}`;
    await deskOf(env).reportTroubles([what], Date.now());
    return [];
  });
}

type Stored = { ok: true; picture: UploadedPicture } | PictureRefusal;

/** Stores clean sizes of a picture. Those that it has stay. */
async function storeSizes(
  env: StorageEnv,
  picture: UploadedPicture,
  sizes: readonly CleanPicture[],
  who: { actor: Actor; isNew: boolean },
): Promise<Stored> {
  const known = new Set(picture.sizes.map(({ width }) => width));
  const lacking = sizes.filter(({ width }) => !known.has(width) && known.add(width));
  if (lacking.length === 0) return { ok: true, picture };
  const { media } = deskOf(env);
  const widths = lacking.map(({ width }) => width);
  const claimed = new Set(await media.claimSizes(picture.hash, widths, Date.now()));
  const missing = lacking.filter(({ width }) => claimed.has(width));
  if (missing.length === 0) return { ok: true, picture: (await media.find(picture.hash)) ?? picture };
  const added = await Promise.all(
    missing.map(async ({ extension, width, bytes }) => {
      const id = { hash: picture.hash, extension, atWidth: width };
      // Readers are sent to no size that they would not find.
      await putPicture(env, id, bytes);
      return { ...id, bytes: bytes.byteLength };
    }),
  ).catch(async (error) => {
    await media.endClaims(picture.hash, [...claimed]);
    throw error;
  });
  return media.addSizes(picture.hash, added, who);
}

/** Stores a smaller size of a picture that is there already, without metadata. Pages that show the picture are then written again. */
export async function storeSize(
  env: StorageEnv,
  hash: string,
  bytes: Uint8Array,
  actor: Actor,
): Promise<Stored> {
  const media = deskOf(env).media;
  const picture = await media.find(hash);
  if (!picture) return { ok: false, why: 'missing', detail: sentence('There is no such picture.') };
  const why = await media.whyNotResize(actor);
  if (why !== undefined) return { ok: false, why: 'role', ...why };
  const clean = cleanSize(bytes, picture);
  if (!clean.ok) return refuseFile(clean);
  const whole = picture.extension === 'jpg' ? undefined : await readPictureBytes(env, picture);
  if (whole && isAnimated({ extension: picture.extension, bytes: whole })) {
    return {
      ok: false,
      why: 'invalid',
      detail: sentence('This picture moves, and a smaller size would not.'),
    };
  }
  return storeSizes(env, picture, [clean], { actor, isNew: false });
}
