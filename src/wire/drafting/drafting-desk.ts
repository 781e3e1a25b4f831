import { draftSourcesOf, draftsOf, peopleOf } from '../../desk/desk-stub.ts';
import type { DraftOrigin } from '../../desk/drafts/draft-origin.ts';
import type { ReadSource } from '../../desk/drafts/read-source.ts';
import type { Actor, Role } from '../../desk/people/roles.ts';
import type { Env } from '../../env.ts';

/** What drafting needs of the Desk. */
export interface DraftingDesk {
  /** Returns why somebody's role is not enough, or undefined. */
  whyNot(actor: Actor, least: Role): Promise<string | undefined>;
  /** Creates a draft, once for each id. */
  create(draft: {
    id: string;
    name: string;
    text: string;
    actor: Actor;
    now: number;
  }): Promise<{ ok: true } | { ok: false; detail: string }>;
  /** Keeps what a draft was made from, privately, and how it was made. */
  keep(id: string, sources: readonly ReadSource[], origin: DraftOrigin): Promise<void>;
}

/** Returns the Desk of the site. */
export const deskFor = (env: Env): DraftingDesk => ({
  whyNot: (actor, least) => peopleOf(env).whyNot(actor, least),
  create: async (draft) => draftsOf(env).create({ ...draft, base: null }),
  keep: async (id, sources, origin) => {
    await draftSourcesOf(env).keep(id, sources);
    await draftSourcesOf(env).setOrigin(id, origin);
  },
});
