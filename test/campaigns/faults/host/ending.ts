import type { DurableObject } from 'cloudflare:workers';
import type { Env } from '../../../../src/platform/env.ts';
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

/** The program's class. TypeScript takes the methods of a lazy object for properties, which no method can override. */
const LazyStudio = ProgramStudio as unknown as new (
  ctx: DurableObjectState,
  env: Env,
) => DurableObject<Env> & { draw(card: Card): Promise<Uint8Array> };

export class Studio extends LazyStudio {
  override draw(card: Card): Promise<Uint8Array> {
    const drawing = super.draw(card);
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
    const studio = (this.env as Env).STUDIO.getByName('main') as unknown as DurableObjectStub<Studio>;
    try {
      return new Response(await studio.draw(CARD), { headers: { 'Content-Type': 'image/png' } });
    } catch (error) {
      return new Response(String(error), { status: 500 });
    }
  }
}
