import { escapeHtml } from '../../lib/html.ts';
import { pictureUrl, type Site } from '../../settings/site.ts';
import { channelOf } from '../../site/edition/channel.ts';
import { beginningOf } from '../../site/edition/edition.ts';
import { personOfScope } from '../../site/edition/people.ts';
import { scopeUrl } from '../../site/edition/scope.ts';
import { ACTOR_PATH, type Account, accountsIn, addressOf } from './accounts.ts';
import { ACTIVITY_JSON, type ActivityObject } from './activity-streams.ts';

/** Returns the inbox that all accounts share. */
const sharedInbox = (site: Pick<Site, 'url'>): string => `${site.url}${ACTOR_PATH}/inbox`;

/** Returns the id of an account's key. All accounts have the same key, each under an id of its own: Mastodon wants its owner to be the actor. */
export const keyId = ({ id }: Pick<Account, 'id'>): string => `${id}#main-key`;

export const followersUrl = ({ id }: Pick<Account, 'id'>): string => `${id}/followers`;
export const outboxUrl = ({ id }: Pick<Account, 'id'>): string => `${id}/outbox`;

const link = (name: string, url: string) => ({
  type: 'PropertyValue',
  name,
  value: `<a href="${escapeHtml(url)}" rel="me noopener">${escapeHtml(url.replace(/^https?:\/\/|\/$/g, ''))}</a>`,
});

/** Returns an account's actor. Authors' and topics' accounts say that a program runs them: they share what the newsroom's own account publishes. */
export function actorDocument(account: Account, site: Site, publicKeyPem: string): ActivityObject {
  const { id, name, scope } = account;
  const person = personOfScope(site, scope);
  const { title, description } = channelOf({ scope }, site);
  const url = scopeUrl(site, scope);
  const picture = person?.picture;
  const isOwn = scope === 'all';
  const isListed = site.usage?.search !== false;
  const { alsoKnownAs = [], movedTo = null } = (isOwn && accountsIn(site)) || {};
  return {
    id,
    type: isOwn ? 'Organization' : 'Service',
    preferredUsername: name,
    // Mastodon names authors below links to their stories.
    name: person?.name ?? title,
    summary: `<p>${escapeHtml(description)}</p>`,
    url,
    icon: picture
      ? { type: 'Image', url: pictureUrl(site, picture) }
      : { type: 'Image', url: site.logo.url, mediaType: site.logo.encodingFormat },
    attachment: [site.url, ...(person?.url ? [person.url] : [])].map((each) => link('Web', each)),
    inbox: `${id}/inbox`,
    outbox: outboxUrl(account),
    followers: followersUrl(account),
    endpoints: { sharedInbox: sharedInbox(site) },
    publicKey: { id: keyId(account), owner: id, publicKeyPem },
    published: beginningOf(site).toISOString(),
    manuallyApprovesFollowers: false,
    discoverable: isListed,
    indexable: isListed,
    // Mastodon believes `fediverse:creator` only of pages on these hosts.
    attributionDomains: [new URL(site.url).host],
    ...(alsoKnownAs.length > 0 ? { alsoKnownAs } : {}),
    ...(movedTo === null ? {} : { movedTo }),
  };
}

/** What WebFinger answers of an account (RFC 7033). */
export const webFingerDocument = (account: Account, site: Site) => ({
  subject: `acct:${addressOf(account, site)}`,
  aliases: [account.id, scopeUrl(site, account.scope)],
  links: [
    { rel: 'self', type: ACTIVITY_JSON, href: account.id },
    {
      rel: 'http://webfinger.net/rel/profile-page',
      type: 'text/html',
      href: scopeUrl(site, account.scope),
    },
  ],
});
