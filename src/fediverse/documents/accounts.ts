import type { FediverseAccounts } from '../../settings/fediverse-schema.ts';
import type { Site } from '../../settings/site.ts';
import { personOf } from '../../site/edition/people.ts';
import { type Scope, scopeUrl } from '../../site/edition/scope.ts';

/** An account of the newsroom on the fediverse: its own, which publishes all stories, or that of an author or topic, which shares theirs. */
export interface Account {
  /** What its stories are: all, an author's, or a topic's. */
  scope: Scope;
  /** The part before the @. */
  name: string;
  /** The URL of its actor, which is its id. */
  id: string;
}

/** Where the newsroom's actor is, and below it everything else of the fediverse. */
export const ACTOR_PATH = '/actor';

type OfAccounts = Pick<Site, 'fediverse' | 'people' | 'topics' | 'url'>;

/** Returns the settings of the newsroom's own accounts; undefined if it has none. */
export const accountsIn = ({ fediverse }: Pick<Site, 'fediverse'>): FediverseAccounts | undefined =>
  fediverse !== null && typeof fediverse === 'object' ? fediverse : undefined;

const isChosen = (chosen: boolean | readonly string[], slug: string) =>
  typeof chosen === 'boolean' ? chosen : chosen.includes(slug);

/**
 * Returns all accounts, the newsroom's own first; none if the setting is off. Each has another name: where a topic is called like an author, or either like the
 * newsroom, only the first has an account.
 */
export function listAccounts(site: OfAccounts): Account[] {
  const own = accountsIn(site);
  if (!own) return [];
  const accounts: Account[] = [{ scope: 'all', name: own.username, id: `${site.url}${ACTOR_PATH}` }];
  const taken = new Set([own.username]);
  for (const [kind, directory, slugs] of [
    ['author', 'authors', site.people.map(({ slug }) => slug)],
    ['topic', 'topics', site.topics.map(({ slug }) => slug)],
  ] as const) {
    for (const slug of slugs) {
      if (taken.has(slug) || !isChosen(own[directory], slug)) continue;
      taken.add(slug);
      accounts.push({
        scope: `${kind}:${slug}`,
        name: slug,
        id: `${site.url}${ACTOR_PATH}/${directory}/${slug}`,
      });
    }
  }
  return accounts;
}

const remembered = new WeakMap<OfAccounts, ReadonlyMap<Scope, Account>>();

/** Returns the account whose stories are those of a scope; undefined if there is none. */
export function accountOf(site: OfAccounts, scope: Scope): Account | undefined {
  const known =
    remembered.get(site) ?? new Map(listAccounts(site).map((account) => [account.scope, account]));
  remembered.set(site, known);
  return known.get(scope);
}

/** Returns the newsroom's own account. Throws if it has none: who calls this has asked. */
export function ownAccount(site: OfAccounts): Account {
  const account = accountOf(site, 'all');
  if (!account) throw new Error('data/site.json has no fediverse.username.');
  return account;
}

interface Filed {
  author: readonly { name: string; url?: string | null }[];
  keywords: readonly string[];
}

const authorAccounts = ({ author }: Pick<Filed, 'author'>, site: OfAccounts): Account[] =>
  author.flatMap((each) => {
    const person = personOf(each, site);
    return (person && accountOf(site, `author:${person.slug}`)) ?? [];
  });

/** Returns the accounts of authors and topics that share a story. */
export const sharingAccounts = (story: Filed, site: OfAccounts): Account[] => [
  ...new Set([
    ...authorAccounts(story, site),
    ...story.keywords.flatMap((topic) => accountOf(site, `topic:${topic}`) ?? []),
  ]),
];

/** Returns the address by which people find an account, without the first @: `news@news.example`. */
export const addressOf = ({ name }: Pick<Account, 'name'>, { url }: Pick<Site, 'url'>): string =>
  `${name}@${new URL(url).host}`;

/** Returns the account that Mastodon names beside links to a story: its author's, the newsroom's, or the one elsewhere that data/site.json names. */
export function creatorOf(story: Pick<Filed, 'author'>, site: OfAccounts): string | undefined {
  if (typeof site.fediverse === 'string') return site.fediverse;
  const account = authorAccounts(story, site)[0] ?? accountOf(site, 'all');
  return account && `@${addressOf(account, site)}`;
}

/** Returns the account that a WebFinger query is about: `acct:name@host`, or the URL of an actor or of its page. */
export function findAccount(resource: string, site: OfAccounts): Account | undefined {
  const accounts = listAccounts(site);
  const [, address] = /^acct:@?(.+)$/i.exec(resource) ?? [];
  if (address) return accounts.find((each) => addressOf(each, site) === address.toLowerCase());
  return accounts.find(({ id, scope }) => resource === id || resource === scopeUrl(site, scope));
}
