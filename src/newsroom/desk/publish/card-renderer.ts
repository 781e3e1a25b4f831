import { DurableObject } from 'cloudflare:workers';
import type { Env } from '../../../platform/env.ts';
import { type Client, clientOf } from '../../../platform/object-client.ts';
import { readPictureBytes } from '../../../platform/picture-store.ts';
import type { Card } from '../../../site/card/card.ts';
import { FONTS_FOLDER } from '../../../site/card/font-files.ts';
import type { Painter } from '../../../site/card/painter.ts';
import { parsePicturePath } from '../../../site/pictures/address.ts';
import { readCardPicture } from './card-picture.ts';

/** Returns a stub of the site's only card renderer. */
export const cardRendererOf = (env: Pick<Env, 'STUDIO'>) =>
  clientOf<Client<CardRenderer>>(env.STUDIO.getByName('main'));

/** This isolate's painter. Its promise is not kept, because the promise of an evicted object never settles. */
let painter: Painter | undefined;

/**
 * Draws cards, and stores nothing. A separate Durable Object, because it gets 30 seconds of CPU time on every plan, while a
 * Worker gets as little as 10 ms, and because its crash does not affect the Desk.
 */
export class CardRenderer extends DurableObject<Env> {
  #loading: Promise<Painter> | undefined;

  /** Draws a card, as `cardFormat` says. */
  async draw(card: Card): Promise<Uint8Array> {
    painter ??= await this.#load();
    const picture = await readCardPicture(card.picture, this.env);
    const load = (file: string | null | undefined) => (file ? this.#loadFile(file) : null);
    const brand = { face: await load(card.face?.file), logo: await load(card.logo?.file) };
    const loadFont = (path: string) => this.#loadFile(`/${FONTS_FOLDER}/${path}`);
    return painter(card, { loadFont, picture, brand });
  }

  /**
   * Loads one of the site's static files, or a picture of the newsroom; null if it is not there. Rejects if they cannot be read now, so
   * that the card is tried again.
   */
  async #loadFile(path: string): Promise<Uint8Array | null> {
    const picture = parsePicturePath(path);
    if (picture) return (await readPictureBytes(this.env, picture)) ?? null;
    const response = await this.env.ASSETS?.fetch(new URL(path, this.env.SITE_URL));
    if (response?.ok) return response.bytes();
    await response?.body?.cancel();
    if (!response || response.status === 404) return null;
    throw new Error(`The file ${path} could not be read (status ${response.status}).`);
  }

  /** Loads the painter, not before the first card: the Desk imports this file too, and should not wait for fonts. */
  #load(): Promise<Painter> {
    this.#loading ??= import('../../../site/card/painter.ts')
      .then(({ loadPainter }) => loadPainter())
      .catch((error) => {
        this.#loading = undefined;
        throw error;
      });
    return this.#loading;
  }
}
