import { DurableObject } from 'cloudflare:workers';
import type { Card } from '../../card/card.ts';
import type { Painter } from '../../card/painter.ts';
import type { Env } from '../../env.ts';

/** Returns a stub of the site's only card renderer. */
export const cardRendererOf = (env: Pick<Env, 'STUDIO'>) =>
  env.STUDIO.getByName('main') as unknown as DurableObjectStub<CardRenderer>;

/** This isolate's painter. Its promise is not kept, because the promise of an evicted object never settles. */
let painter: Painter | undefined;

/**
 * Draws cards, and stores nothing. A separate Durable Object, because it gets 30 seconds of CPU time on every plan, while a
 * Worker gets as little as 10 ms, and because its crash does not affect the Desk.
 */
export class CardRenderer extends DurableObject<Env> {
  #loading: Promise<Painter> | undefined;

  /** Draws a card as PNG. */
  async draw(card: Card): Promise<Uint8Array> {
    painter ??= await this.#load();
    return painter(card);
  }

  /** Loads the painter, not before the first card: worker.ts imports this file, and readers should not wait for fonts. */
  #load(): Promise<Painter> {
    this.#loading ??= import('../../card/painter.ts')
      .then(({ loadPainter }) => loadPainter())
      .catch((error) => {
        this.#loading = undefined;
        throw error;
      });
    return this.#loading;
  }
}
