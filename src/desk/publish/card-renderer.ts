import { DurableObject } from 'cloudflare:workers';
import type { Card } from '../../card/card.ts';
import type { Painter } from '../../card/painter.ts';
import type { Env } from '../../env.ts';

/** Returns the site's one card renderer. */
export const cardRendererOf = (env: Pick<Env, 'STUDIO'>) =>
  env.STUDIO.getByName('main') as unknown as DurableObjectStub<CardRenderer>;

/** The painter of this isolate. Its promise is not kept: once an object is evicted, a promise that it made never settles. */
let painter: Painter | undefined;

/**
 * Draws cards, and stores nothing. It is a Durable Object because one has 30 seconds of CPU time on every plan, where a Worker may
 * have 10 ms, and because a crash in it leaves the Desk alone.
 */
export class CardRenderer extends DurableObject<Env> {
  #loading: Promise<Painter> | undefined;

  /** Draws a card as PNG. */
  async draw(card: Card): Promise<Uint8Array> {
    painter ??= await this.#load();
    return painter(card);
  }

  /** Loads the painter for the first card: worker.ts imports this file, and no reader should wait for fonts. */
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
