import { env } from 'cloudflare:workers';
import { onTestFinished } from 'vitest';
import { deskOf } from '../../../../src/newsroom/desk/desk-stub.ts';
import type { Draft } from '../../../../src/newsroom/drafts/desk/draft.ts';
import { publishDraft } from '../../../../src/newsroom/drafts/desk/publish-draft.ts';
import type { Actor, Role } from '../../../../src/newsroom/people/desk/roles.ts';
import { readSettings } from '../../../../src/settings/settings.ts';
import type { NewsroomSettings } from '../../../../src/settings/site-schema.ts';

// A newsroom in tests: people, their drafts, and approvals.

export const now = Date.parse('2026-11-26T10:00:00Z');

/** Sets "review" of data/site.json until the test ends. */
export function setReviewPolicy(review: NewsroomSettings['review']): void {
  const { newsroom } = readSettings(env);
  newsroom.review = review;
  onTestFinished(() => {
    newsroom.review = 'none';
  });
}

/** A person who has joined the newsroom with this role. */
export async function member(name: string, role: Role): Promise<Actor> {
  const { id } = await deskOf(env).people.add({ name, role }, now);
  return { name, role, person: id };
}

/** An author's file without faults. */
export const fileOf = (headline: string, fields = ''): string =>
  `---\nheadline: ${headline}\nabstract: What happened.\ninLanguage: en\ndatePublished: 2026-11-20T09:00:00Z\n${fields}---\n\nWhat we think.\n`;

export async function begin(
  actor: Actor,
  name = 'rates-fall',
  text = fileOf('Rates fall'),
  base: Draft['base'] = null,
): Promise<Draft> {
  const created = await deskOf(env).drafts.create({ name, text, base, actor, now });
  if (!created.ok) throw new Error(created.detail);
  return created.draft;
}

/** Returns a draft as it is now. */
export async function find({ id }: Pick<Draft, 'id'>, actor: Actor): Promise<Draft> {
  const found = await deskOf(env).drafts.find(id, actor);
  if (!found.ok) throw new Error(found.detail);
  return found.draft;
}

/** Saves a text in place of the newest version. Returns the draft. */
export async function save(draft: Pick<Draft, 'id'>, text: string, actor: Actor): Promise<Draft> {
  const { version } = await find(draft, actor);
  const saved = await deskOf(env).drafts.save(draft.id, { text, version, actor, now: now + 60_000 });
  if (!saved.ok) throw new Error(saved.detail);
  return find(draft, actor);
}

/** Has somebody approve the newest version of a draft. */
export async function approve(draft: Pick<Draft, 'id'>, actor: Actor, at = now + 120_000) {
  const { version } = await find(draft, actor);
  return deskOf(env).reviews.approve(draft.id, { version, actor, now: at });
}

/** Publishes the newest version of a draft. */
export async function publish(draft: Pick<Draft, 'id'>, actor: Actor) {
  const { id, version } = await find(draft, actor);
  return publishDraft(env, { id, version, actor, now: now + 180_000 });
}
