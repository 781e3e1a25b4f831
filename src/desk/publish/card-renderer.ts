import { DurableObject } from 'cloudflare:workers';
import type { Card } from '../../card/card.ts';
import type { Painter } from '../../card/painter.ts';
import type { Env } from '../../env.ts';

/** What a module of data or WebAssembly holds. Whatever tools take its name for, the runtime gives its content. */
async function content<T>(module: Promise<unknown>): Promise<T> {
  return ((await module) as { default: T }).default;
}

/** The one Studio of the site. */
export const cardRendererOf = (env: Pick<Env, 'STUDIO'>) =>
  env.STUDIO.getByName('main') as unknown as DurableObjectStub<CardRenderer>;

/** Loaded when the first card is drawn, so that whoever only reads never waits for it. */
export async function loadPainter(): Promise<Painter> {
  const { makePainter } = await import('../../card/painter.ts');
  return makePainter({
    renderer: await content(import('@takumi-rs/wasm/takumi_wasm_bg.wasm')),
    serif: await content(import('@expo-google-fonts/source-serif-4/700Bold/SourceSerif4_700Bold.ttf')),
    sans: await content(import('@fontsource/source-sans-3/files/source-sans-3-latin-600-normal.woff2')),
    mark: await content(import('../../../data/public/logo.png')),
  });
}

/** What draws, once it is ready. No promise of it: when the object that makes ready ends, its promises are never kept. */
let painter: Painter | undefined;

/**
 * Draws cards. It keeps nothing: it is a Durable Object because one has 30 seconds of CPU time on every plan where a Worker
 * may have 10 ms, and because whatever happens to it here does not happen to the Desk.
 */
export class CardRenderer extends DurableObject<Env> {
  #opening: Promise<Painter> | undefined;

  /** The card as PNG. */
  async draw(card: Card): Promise<Uint8Array> {
    painter ??= await this.#open();
    return painter(card);
  }

  #open(): Promise<Painter> {
    this.#opening ??= loadPainter().catch((error) => {
      this.#opening = undefined;
      throw error;
    });
    return this.#opening;
  }
}
