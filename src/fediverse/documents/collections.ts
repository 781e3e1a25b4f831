import type { Site } from '../../settings/site.ts';
import type { Edition } from '../../site/edition/edition.ts';
import { newestFirst } from '../../site/edition/order.ts';
import type { Account } from './accounts.ts';
import { announceActivity, createActivity } from './activities.ts';
import type { ActivityObject } from './activity-streams.ts';
import { followersUrl, outboxUrl } from './actor.ts';
import { articleObject } from './article.ts';

/** The most activities that an outbox lists: those of the newest stories. With their texts, twenty take some 200 kB. */
const LISTED = 20;

/** Returns an account's outbox: how many stories there are, and the newest. Those of authors and topics share what the newsroom's own publishes. */
export function outboxCollection(account: Account, edition: Edition, site: Site): ActivityObject {
  const id = outboxUrl(account);
  const entries = newestFirst(edition.entries).slice(0, LISTED);
  return {
    id,
    type: 'OrderedCollection',
    totalItems: edition.count,
    first: {
      id: `${id}?page=1`,
      type: 'OrderedCollectionPage',
      partOf: id,
      orderedItems: entries.map((entry) => {
        const object = articleObject(entry, site);
        return account.scope === 'all' ? createActivity(object, site) : announceActivity(object, account);
      }),
    },
  };
}

/** Returns an account's followers: how many there are, if that is known. Nobody is told who. */
export const followersCollection = (account: Account, totalItems?: number): ActivityObject => ({
  id: followersUrl(account),
  type: 'OrderedCollection',
  ...(totalItems === undefined ? {} : { totalItems }),
});
