import type { Env } from '../../../platform/env.ts';
import { deskOf } from '../../desk/desk-stub.ts';
import type { DraftOrigin } from '../../drafts/desk/draft-origin.ts';
import type { ReadSource } from '../../drafts/desk/read-source.ts';
import type { Actor, Capability } from '../../people/desk/roles.ts';
import type { Told } from '../../words/translate.ts';

/** What drafting needs of the Desk. */
export interface DraftingDesk {
  /** Returns why somebody's role is not enough, or undefined. */
  whyNot(actor: Actor, capability: Capability): Promise<Told | undefined>;
  /**
   * Records how a draft was made, then creates it, once for each id. In this order, because the origin decides who may publish it
   * (`model-share.ts`): there is never a draft of a model without it.
   */
  create(draft: {
    id: string;
    name: string;
    text: string;
    origin: DraftOrigin;
    actor: Actor;
    now: number;
  }): Promise<{ ok: true } | ({ ok: false } & Told)>;
  /** Keeps what a draft was made from, privately. */
  keep(id: string, sources: readonly ReadSource[]): Promise<void>;
}

/** Returns the Desk of the site. */
export const deskFor = (env: Env): DraftingDesk => ({
  whyNot: (actor, capability) => deskOf(env).people.whyNot(actor, capability),
  create: async ({ origin, ...draft }) => {
    await deskOf(env).draftSources.setOrigin(draft.id, origin);
    return deskOf(env).drafts.create({ ...draft, base: null });
  },
  keep: (id, sources) => deskOf(env).draftSources.keep(id, sources),
});
