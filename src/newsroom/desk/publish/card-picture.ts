import { limitBody } from '../../../lib/body.ts';
import { brokenAddressRule } from '../../../lib/public-hosts.ts';
import type { Env } from '../../../platform/env.ts';
import { readPictureBytes } from '../../../platform/picture-store.ts';
import type { CardPicture } from '../../../site/card/card.ts';
import type { PictureFile } from '../../../site/card/painter.ts';
import { parsePicturePath, parseSizePath } from '../../../site/pictures/address.ts';
import { cleanPicture } from '../../../site/pictures/clean.ts';
import { MAX_PICTURE_BYTES } from '../../../site/pictures/limits.ts';
import { isDeepPng, withoutProfile } from '../../../site/pictures/png.ts';

// Reads the picture that a card shows: one that the newsroom stores, a file of its site, or one at the address in the record.

/** What the renderer may decode: with four bytes for each pixel and as much again, it stays below half of its object's memory. */
const MAX_PIXELS = 8_000_000;
/** How long another server may take to send its picture, in milliseconds: half of what drawing may take. */
const FETCH_TIMEOUT = 5000;
/** The most redirects to a picture. */
const MAX_REDIRECTS = 3;

type PictureEnv = Pick<Env, 'STORIES' | 'MEDIA' | 'ASSETS' | 'SITE_URL' | 'HUB_LOOPBACK'>;

/**
 * Reads the file of a card's picture. Returns null if there is none, or if it is too large or damaged: a card is
 * better without its picture than not drawn. Rejects if what stores it has failed.
 */
export async function readCardPicture(
  picture: CardPicture | null,
  env: PictureEnv,
): Promise<PictureFile | null> {
  if (picture === null || picture.width * picture.height > MAX_PIXELS) return null;
  const bytes = await readBytes(new URL(picture.url), env);
  if (!bytes) return null;
  const result = cleanPicture(bytes);
  if (!result.ok) return null;
  const isPng = result.extension === 'png';
  // The record states a size too, but the file decides how much memory it needs.
  const pixels = result.width * result.height * (isPng && isDeepPng(result.bytes) ? 2 : 1);
  if (pixels > MAX_PIXELS) return null;
  return isPng ? { ...result, bytes: withoutProfile(result.bytes) } : result;
}

async function readBytes(url: URL, env: PictureEnv): Promise<Uint8Array | undefined> {
  if (url.origin !== new URL(env.SITE_URL).origin) return fetchPicture(url, env);
  const id = parsePicturePath(url.pathname) ?? parseSizePath(url.pathname);
  if (id) return readPictureBytes(env, id);
  const response = await env.ASSETS?.fetch(url);
  return response && readBody(response);
}

/** Fetches a picture from another server; returns undefined whatever goes wrong there. */
async function fetchPicture(url: URL, env: PictureEnv): Promise<Uint8Array | undefined> {
  const signal = AbortSignal.timeout(FETCH_TIMEOUT);
  const rules = { siteUrl: env.SITE_URL, isLoopbackAllowed: env.HUB_LOOPBACK === 'true' };
  try {
    let next = url;
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      if (brokenAddressRule(next, rules) !== undefined) return undefined;
      const response = await fetch(next, { redirect: 'manual', signal, headers: { Accept: 'image/*' } });
      const location = response.headers.get('Location');
      if (response.status < 300 || response.status >= 400 || location === null)
        return await readBody(response);
      await response.body?.cancel();
      next = new URL(location, next);
    }
  } catch {
    // Unreachable, too slow, too large, or an address that is none.
  }
  return undefined;
}

/** Reads the body of a successful response; undefined for any other. Rejects if it is longer than a picture may be. */
async function readBody(response: Response): Promise<Uint8Array | undefined> {
  if (response.ok && response.body) {
    const body = response.body.pipeThrough(limitBody(MAX_PICTURE_BYTES));
    return new Uint8Array(await new Response(body).arrayBuffer());
  }
  await response.body?.cancel();
  return undefined;
}
