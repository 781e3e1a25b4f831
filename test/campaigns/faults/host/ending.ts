import type { CardRenderer } from '../../../../src/newsroom/desk/publish/card-renderer.ts';
import type { Env } from '../../../../src/platform/env.ts';
import { type Client, clientOf } from '../../../../src/platform/object-client.ts';
import type { Card } from '../../../../src/site/card/card.ts';
import Program, { Studio as ProgramStudio } from '../../../../src/worker.ts';

// The built Worker, except that its first Studio is aborted as soon as it has begun to draw.

export { Desk, Search, Subscriptions, Wire } from '../../../../src/worker.ts';

const CARD: Card = {
  headline: 'A headline',
  language: 'en',
  site: 'A site',
  tagline: 'What it is about',
  facts: [],
  label: null,
  factsLanguage: 'en',
  siteLanguage: 'en',
  picture: null,
};

let isFirst = true;

export class Studio extends ProgramStudio {
  override call(path: readonly string[], parameters: unknown[]): unknown {
    const drawing = super.call(path, parameters);
    if (isFirst) {
      isFirst = false;
      this.ctx.abort('aborted by the test');
    }
    return drawing;
  }
}

/** Answers with a card, or with 500 if drawing failed. */
export default class extends Program {
  override async fetch(): Promise<Response> {
    const studio = clientOf<Client<CardRenderer>>((this.env as Env).STUDIO.getByName('main'));
    try {
      return new Response((await studio.draw(CARD)) as Uint8Array<ArrayBuffer>, {
        headers: { 'Content-Type': 'image/png' },
      });
    } catch (error) {
      return new Response(String(error), { status: 500 });
    }
  }
}
