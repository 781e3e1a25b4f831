import * as z from 'zod';
import { toHex } from '../../../lib/encodings.ts';
import { picturePathsIn } from '../../../site/pictures/address.ts';
import { timestamp } from '../../../site/story/fields.ts';
import type { DeskClient } from '../../desk/desk-stub.ts';
import { PAGES_START } from '../../pages/desk/page-revision.ts';
import type { PictureSource } from '../../pictures/desk/picture-source.ts';
import type { Backup, BackupCursor, BackupPart, BackupState } from './backup-state.ts';
import { EXPORT_START } from './export.ts';
import { NEWSROOM_START, type NewsroomSource } from './newsroom-source.ts';
import { pictureLine } from './picture-line.ts';

// Makes backups in R2, and opens them. A backup is an export in parts, and a manifest that lists the parts. The manifest is
// written last: parts without one are no backup.

// Copies the bytes of pictures to R2, soon after they were uploaded, into parts that all later backups share: they never change.

/** The most pictures that one run copies. With its other calls, it stays well below the free plan's 50 subrequests. */
const PICTURES_PER_RUN = 20;
/** The most bytes of pictures in a part, unless it has only one. */
const MAX_PART_BYTES = 4_000_000;

type Copied = NonNullable<BackupState['pictures']>;

/** Returns the pictures that these lines of stories name, but that the newsroom does not have. */
async function findUnknownPictures(text: string, pictures: PictureSource): Promise<string[]> {
  const paths = picturePathsIn(text);
  return paths.size > 0 ? pictures.unknownPaths([...paths]) : [];
}

const NO_PICTURES: Copied = { parts: [], after: 0 };

/**
 * Copies pictures that no part has, as many as fit into a run; undefined if there are none. `putPart` stores a part. `missing` has
 * the paths of those whose bytes are lost.
 */
async function copyPictures(
  { parts, after }: Copied,
  pictures: PictureSource,
  putPart: (text: string) => Promise<BackupPart>,
): Promise<(Copied & { missing: string[] }) | undefined> {
  const listed = await pictures.listAfter(after, PICTURES_PER_RUN);
  const last = listed.at(-1);
  if (!last) return undefined;
  const added: BackupPart[] = [];
  const missing: string[] = [];
  let text = '';
  let room = MAX_PART_BYTES;
  const finishPart = async () => {
    if (text !== '') added.push(await putPart(text));
    [text, room] = ['', MAX_PART_BYTES];
  };
  for (const picture of listed) {
    const bytes = await pictures.read(picture);
    if (!bytes) {
      missing.push(picture.url);
      continue;
    }
    if (bytes.byteLength > room) await finishPart();
    // Without the texts, which may change: backups have them in their own parts.
    text += pictureLine({ ...picture, alt: null, credit: null }, bytes);
    room -= bytes.byteLength;
  }
  await finishPart();
  return { parts: [...parts, ...added], after: last.id, missing };
}

/** The time from the start of one backup to that of the next, in milliseconds. */
const INTERVAL = 86_400_000;
/** How long a backup is kept, in milliseconds. */
export const BACKUP_LIFETIME = 30 * 86_400_000;
/** The most parts, of about 4 MB, that one run writes. With its other calls, it stays well below the free plan's 50 subrequests. */
const PARTS_PER_RUN = 10;
/** The most pictures that a part describes. */
const PICTURES_PER_PAGE = 1000;
const PREFIX = 'backups/';

const partSchema = z.object({
  key: z.string(),
  stories: z.int(),
  bytes: z.int(),
  sha256: z.string(),
});

const manifestSchema = z.object({
  format: z.literal(1),
  began: timestamp,
  ended: timestamp,
  stories: z.int(),
  parts: z.array(partSchema),
});

const manifestKey = (name: string) => `${PREFIX}${name}/manifest.json`;
/** Returns the key of a part. It includes the hash, so that two overlapping runs never write different bytes under one key. */
const partKey = (name: string, number: number, sha256: string) =>
  `${PREFIX}${name}/${String(number).padStart(5, '0')}-${sha256.slice(0, 16)}.ndjson`;
/** Returns the key of a part with pictures, which several backups share. Pruning leaves it alone: no name of a backup begins like this. */
const picturesKey = (sha256: string) => `${PREFIX}pictures/${sha256}.ndjson`;
const nameAt = (now: number) => new Date(now).toISOString().replace(/\.\d+/, '').replaceAll(':', '-');
const sum = (counts: number[]) => counts.reduce((total, count) => total + count, 0);

/**
 * Begins a backup if one is due, or continues the one in progress. Reports failures to the Desk; the next run tries again.
 */
export async function continueBackup(
  bucket: R2Bucket,
  desk: DeskClient,
  pictures: PictureSource,
  newsroom: NewsroomSource,
  now: number,
): Promise<void> {
  const state = await desk.backupState();
  const isDue = !state.last || now >= Date.parse(state.last.began) + INTERVAL;
  let next: BackupState | undefined;
  try {
    next =
      state.running || isDue
        ? await writeParts({ bucket, desk, pictures, newsroom }, state, now)
        : await writePictures(bucket, desk, pictures, state, now);
    if (!next) return;
    await desk.setBackupState(next);
  } catch (error) {
    // The Desk still has the old state, so the next run writes the missing parts again. Read that state afresh: another run may
    // have finished the backup meanwhile.
    const current = await desk.backupState();
    if (current.last?.name === state.last?.name) {
      await desk.setBackupState({ ...current, failure: String(error) });
    }
    await desk.reportTroubles([`The backup could not be written to R2: ${error}`], now);
    return;
  }
  if (next.last === state.last) return;
  try {
    await prune(bucket, nameAt(now - BACKUP_LIFETIME));
  } catch (error) {
    // The new backup is complete nevertheless. After the next one, the old ones are pruned again.
    await desk.reportTroubles([`Old backups could not be removed from R2: ${error}`], now);
  }
}

/** Writes an object with this text. `keyOf` makes its key from its hash. */
async function putPart(
  bucket: R2Bucket,
  text: string,
  stories: number,
  keyOf: (sha256: string) => string,
): Promise<BackupPart> {
  const body = new TextEncoder().encode(text);
  const sha256 = toHex(await crypto.subtle.digest('SHA-256', body));
  const key = keyOf(sha256);
  await bucket.put(key, body, { sha256, httpMetadata: { contentType: 'application/x-ndjson' } });
  return { key, stories, bytes: body.byteLength, sha256 };
}

/** The most pictures that a report names. */
const MAX_REPORTED = 5;

async function reportUnknownPictures(
  desk: DeskClient,
  unknown: readonly string[],
  now: number,
): Promise<void> {
  if (unknown.length === 0) return;
  const more = unknown.length > MAX_REPORTED ? ` and ${unknown.length - MAX_REPORTED} more` : '';
  const what = `Stories name pictures that were never uploaded here, so the backup lacks them: ${unknown.slice(0, MAX_REPORTED).join(', ')}${more}.`;
  await desk.reportTroubles([what], now);
}

/** Copies pictures that are not in R2 yet. Returns undefined if there are none. */
async function writePictures(
  bucket: R2Bucket,
  desk: DeskClient,
  pictures: PictureSource,
  state: BackupState,
  now: number,
): Promise<BackupState | undefined> {
  const copied = await copyPictures(state.pictures ?? NO_PICTURES, pictures, (text) =>
    putPart(bucket, text, 0, picturesKey),
  );
  if (!copied) return undefined;
  const { missing, ...rest } = copied;
  const troubles = missing.map(
    (url) => `The backup lacks the picture ${url}: its bytes are lost. Upload it again.`,
  );
  await desk.reportTroubles(troubles, now);
  return { ...state, failure: null, pictures: rest };
}

/** Returns the parts with pictures that are still in the bucket as they were written; none if one is not, so that all are copied again. */
async function keptPictures(bucket: R2Bucket, { pictures = NO_PICTURES }: BackupState) {
  if (pictures.parts.length === 0) return pictures;
  const sizes = new Map<string, number>();
  for await (const { key, size } of objectsOf(bucket, `${PREFIX}pictures/`)) sizes.set(key, size);
  return pictures.parts.every(({ key, bytes }) => sizes.get(key) === bytes) ? pictures : NO_PICTURES;
}

interface Sources {
  bucket: R2Bucket;
  desk: DeskClient;
  pictures: PictureSource;
  newsroom: NewsroomSource;
}

/**
 * Returns the next lines of a backup: what the watch knows, the stories, what is known of the pictures, the newsroom's own pages, the
 * redirects, then drafts, people and feeds. Without anything else, feeds alone are no backup.
 */
async function nextPage({ desk, pictures, newsroom }: Sources, place: BackupCursor, hasParts: boolean) {
  if (place.watched !== null) {
    const watched = await newsroom.watchedPage(place.watched ?? '');
    if (watched) return { text: watched.text, stories: 0, next: { ...place, watched: watched.next } };
    return nextStories({ desk, pictures, newsroom }, { ...place, watched: null }, hasParts);
  }
  return nextStories({ desk, pictures, newsroom }, place, hasParts);
}

async function nextStories(
  { desk, pictures, newsroom }: Omit<Sources, 'bucket'>,
  place: BackupCursor,
  hasParts: boolean,
) {
  const ends = [place.picture, place.page, place.redirect, place.newsroom];
  const page = ends.every((each) => each === undefined) ? await desk.exportPage(place) : undefined;
  if (page) return { ...page, next: { ...place, ...page.next } };
  if (place.newsroom) return nextOfNewsroom(newsroom, place, hasParts);
  // Without a story, there is nothing to be said of pictures. An empty Desk may be about to be restored.
  const isPastStories = place.after > 0 || place.picture !== undefined;
  const listed =
    isPastStories && place.page === undefined && place.redirect === undefined
      ? await pictures.listAfter(place.picture ?? 0, PICTURES_PER_PAGE)
      : [];
  const last = listed.at(-1);
  if (last) {
    const text = listed.map((picture) => pictureLine(picture)).join('');
    return { text, stories: 0, next: { ...place, picture: last.id } };
  }
  const { redirect } = place;
  const own = redirect === undefined ? await desk.pages.exportPage(place.page ?? PAGES_START) : undefined;
  if (own) return { text: own.text, stories: 0, next: { ...place, page: own.next } };
  const old = await desk.redirects.exportPage(redirect ?? '');
  if (old) return { text: old.text, stories: 0, next: { ...place, redirect: old.next } };
  return nextOfNewsroom(newsroom, place, hasParts);
}

async function nextOfNewsroom(newsroom: NewsroomSource, place: BackupCursor, hasParts: boolean) {
  const from = place.newsroom ?? NEWSROOM_START;
  const part = await newsroom.page(from);
  if (!part || (part.next.stage === 'feeds' && !hasParts)) return undefined;
  return { text: part.text, stories: 0, next: { ...place, newsroom: part.next } };
}

async function writeParts(sources: Sources, state: BackupState, now: number): Promise<BackupState> {
  const { bucket, desk, pictures } = sources;
  const { last, running } = state;
  const {
    name,
    began,
    parts: known,
    ...begun
  } = running ?? {
    name: nameAt(now),
    began: new Date(now).toISOString(),
    parts: [],
    ...EXPORT_START,
  };
  // A copy, because `known` must stay as it was if this run fails.
  const parts = [...known];
  // A backup that an earlier version began lacks `before`.
  let place: BackupCursor = { ...EXPORT_START, ...begun };
  const kept = await keptPictures(bucket, state);
  for (let written = 0; written < PARTS_PER_RUN; written++) {
    const page = await nextPage(sources, place, parts.length > 0);
    if (!page && parts.length === 0) return { last, running: null, failure: null, pictures: kept };
    if (!page) {
      // Before what is known of the pictures, which an import accepts only if it has their bytes.
      parts.splice(parts.findLastIndex((part) => part.stories > 0) + 1, 0, ...kept.parts);
      const [stories, bytes] = [sum(parts.map((part) => part.stories)), sum(parts.map((part) => part.bytes))];
      const whole = { began, ended: new Date(now).toISOString(), stories };
      const manifest: z.output<typeof manifestSchema> = { format: 1, ...whole, parts };
      await bucket.put(manifestKey(name), JSON.stringify(manifest, null, 2), {
        customMetadata: { stories: String(stories), bytes: String(bytes) },
      });
      return { last: { name, bytes, ...whole }, running: null, failure: null, pictures: kept };
    }
    const number = parts.length + 1;
    parts.push(await putPart(bucket, page.text, page.stories, (sha256) => partKey(name, number, sha256)));
    if (page.stories > 0)
      await reportUnknownPictures(desk, await findUnknownPictures(page.text, pictures), now);
    place = page.next;
  }
  return { last, running: { name, began, parts, ...place }, failure: null, pictures: kept };
}

/** Yields the objects under the prefix in the order of their keys: the oldest backup first. */
async function* objectsOf(bucket: R2Bucket, prefix = PREFIX): AsyncGenerator<R2Object> {
  let cursor: string | undefined;
  do {
    const page: R2Objects = await bucket.list({
      prefix,
      include: ['customMetadata'],
      ...(cursor === undefined ? {} : { cursor }),
    });
    yield* page.objects;
    cursor = page.truncated ? page.cursor : undefined;
  } while (cursor !== undefined);
}

/** Removes backups that began before `before`, at most 1,000 objects. */
async function prune(bucket: R2Bucket, before: string): Promise<void> {
  const keys: string[] = [];
  for await (const { key } of objectsOf(bucket)) {
    if (key >= `${PREFIX}${before}` || keys.length === 1000) break;
    keys.push(key);
  }
  if (keys.length > 0) await bucket.delete(keys);
}

/** Lists the complete backups, newest first. */
export async function listBackups(bucket: R2Bucket): Promise<Backup[]> {
  const found: Backup[] = [];
  for await (const { key, customMetadata } of objectsOf(bucket)) {
    const name = key.slice(PREFIX.length, -'/manifest.json'.length);
    if (key !== manifestKey(name)) continue;
    found.push({ name, stories: Number(customMetadata?.stories), bytes: Number(customMetadata?.bytes) });
  }
  return found.toReversed();
}

/** A backup that differs from its manifest. */
export class DamagedBackup extends Error {}

/**
 * Opens a backup as a stream of NDJSON that can be imported. Returns undefined if there is no backup with this name. Throws
 * `DamagedBackup` if a part is missing or differs in size from the manifest. If other damage is found while the stream is read,
 * the stream ends with an error, which `onError` gets as well.
 */
export async function openBackup(
  bucket: R2Bucket,
  name: string,
  onError: (error: unknown) => void,
): Promise<ReadableStream<Uint8Array> | undefined> {
  const found = await bucket.get(manifestKey(name));
  if (!found) return undefined;
  const { parts } = manifestSchema.parse(await found.json());
  const sizes = new Map<string, number>();
  for (const folder of [name, 'pictures']) {
    for await (const { key, size } of objectsOf(bucket, `${PREFIX}${folder}/`)) sizes.set(key, size);
  }
  for (const { key, bytes } of parts) {
    if (sizes.get(key) !== bytes) throw new DamagedBackup(faultOf(key, sizes.has(key)));
  }
  const chunks = chunksOf(bucket, parts);
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await chunks.next();
        if (done) controller.close();
        else controller.enqueue(value);
      } catch (error) {
        onError(error);
        throw error;
      }
    },
  });
}

const faultOf = (key: string, isThere: boolean) =>
  `${key} ${isThere ? 'does not match the manifest' : 'is missing'}`;

async function* chunksOf(bucket: R2Bucket, parts: readonly BackupPart[]): AsyncGenerator<Uint8Array> {
  for (const { key, bytes, sha256 } of parts) {
    const part = await bucket.get(key);
    const stored = part?.checksums.sha256;
    if (!part || part.size !== bytes || !stored || toHex(stored) !== sha256) {
      throw new DamagedBackup(faultOf(key, part !== null));
    }
    for await (const chunk of part.body) yield chunk;
  }
}
