import type { Site } from '../../settings/site.ts';
import { type Account, ownAccount } from './accounts.ts';
import type { Activity, ActivityObject } from './activity-streams.ts';
import { followersUrl } from './actor.ts';
import { audienceOf } from './article.ts';

// What the newsroom's accounts do. Each activity has an id of its own, by which servers know one that they have had.

/** Publishes a story, or the note of a withdrawal. */
export const createActivity = (object: ActivityObject, site: Site): Activity => {
  const account = ownAccount(site);
  return {
    id: `${object.id}#create`,
    type: 'Create',
    actor: account.id,
    ...(object.published ? { published: object.published } : {}),
    ...audienceOf(account),
    object,
  };
};

/** Shares a story from the account of an author or topic with its followers. The story itself stays the newsroom's. */
export const announceActivity = (
  { id, published }: Pick<ActivityObject, 'id' | 'published'>,
  account: Account,
): Activity => ({
  id: `${account.id}#shares/${encodeURIComponent(id)}`,
  type: 'Announce',
  actor: account.id,
  ...(published ? { published } : {}),
  ...audienceOf(account),
  object: id,
});

/**
 * Publishes a story as it is now. Servers take over only what was updated later than what they have. The story itself does not say when
 * a small change was made, so that is when they are told.
 */
export const updateActivity = (object: ActivityObject, site: Site, at: Date): Activity => {
  const account = ownAccount(site);
  return {
    id: `${object.id}#updates/${at.getTime()}`,
    type: 'Update',
    actor: account.id,
    published: at.toISOString(),
    ...audienceOf(account),
    object: { ...object, updated: at.toISOString() },
  };
};

/** What is left of a story that was withdrawn. */
export const tombstoneObject = (id: string, at: Date): ActivityObject => ({
  id,
  type: 'Tombstone',
  formerType: 'Article',
  deleted: at.toISOString(),
});

/** Takes a story back. */
export const deleteActivity = (id: string, site: Site, at: Date): Activity => {
  const account = ownAccount(site);
  return {
    id: `${id}#deletes/${at.getTime()}`,
    type: 'Delete',
    actor: account.id,
    published: at.toISOString(),
    ...audienceOf(account),
    object: tombstoneObject(id, at),
  };
};

/** Sends an account's followers to another account, which must name this one in its `alsoKnownAs`. */
export const moveActivity = (account: Account, target: string): Activity => ({
  id: `${account.id}#moves/${encodeURIComponent(target)}`,
  type: 'Move',
  actor: account.id,
  to: [followersUrl(account)],
  object: account.id,
  target,
});
