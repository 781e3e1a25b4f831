import type { Site } from '../../settings/site.ts';
import { isStorySlug } from '../../site/story/slug.ts';
import { ACTOR_PATH, ownAccount } from '../documents/accounts.ts';
import { ACTIVITY_STREAMS } from '../documents/activity-streams.ts';
import type { InboxActivity } from './activity.ts';

// What this site answers to activities that ask for something.

type Of<Type extends InboxActivity['type']> = Extract<InboxActivity, { type: Type }>;

/** The terms of quotes (FEP-044f). */
const QUOTE_CONTEXT = [
  ACTIVITY_STREAMS,
  {
    QuoteRequest: 'https://w3id.org/fep/044f#QuoteRequest',
    QuoteAuthorization: 'https://w3id.org/fep/044f#QuoteAuthorization',
    gts: 'https://gotosocial.org/ns#',
    interactingObject: { '@id': 'gts:interactingObject', '@type': '@id' },
    interactionTarget: { '@id': 'gts:interactionTarget', '@type': '@id' },
  },
] as const;

/** Accepts a Follow. Nobody has to be asked. */
export const acceptFollow = ({ id, actor, followed }: Of<'Follow'>) => ({
  '@context': ACTIVITY_STREAMS,
  type: 'Accept',
  actor: followed,
  to: actor,
  object: { id, type: 'Follow', actor, object: followed },
});

/** Where the stamps are that say that a post may quote a story. */
export const QUOTES_PATH = `${ACTOR_PATH}/quotes`;

/** Returns the address of the stamp that says that a post may quote a story. */
const stampUrl = (story: string, quoting: string, site: Site): string =>
  `${site.url}${QUOTES_PATH}?${new URLSearchParams({ story, by: quoting })}`;

/** Returns the stamp that says that a post may quote a story. Nothing is kept of it: any post may quote any story. */
export const quoteAuthorization = (story: string, quoting: string, site: Site) => ({
  '@context': QUOTE_CONTEXT,
  id: stampUrl(story, quoting, site),
  type: 'QuoteAuthorization',
  attributedTo: ownAccount(site).id,
  interactingObject: quoting,
  interactionTarget: story,
});

/** Returns the slug of the story whose id this is; undefined if it is no story's. */
export function slugIn(id: string, site: Site): string | undefined {
  const prefix = `${site.url}/stories/`;
  const slug = id.startsWith(prefix) ? id.slice(prefix.length).replace(/\?restored=\d+$/, '') : '';
  return isStorySlug(slug) ? slug : undefined;
}

/** Accepts that a post quotes a story; undefined if the story is not one of this site. */
export function acceptQuote({ id, actor, story, quoting }: Of<'QuoteRequest'>, site: Site) {
  if (slugIn(story, site) === undefined) return undefined;
  return {
    '@context': QUOTE_CONTEXT,
    type: 'Accept',
    actor: ownAccount(site).id,
    to: actor,
    object: { id, type: 'QuoteRequest', actor, object: story, instrument: quoting },
    result: stampUrl(story, quoting, site),
  };
}
