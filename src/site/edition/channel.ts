import { fillMessage } from '../../language/messages.ts';
import { ownNameOf, wordsOf } from '../../language/words.ts';
import { readableHost } from '../../lib/readable-host.ts';
import { type Site, topicTitle } from '../../settings/site.ts';
import type { Edition } from './edition.ts';
import { personOfScope } from './people.ts';
import { type Scope, scopeUrl, summarizedScope } from './scope.ts';

/** The facts that a feed states about itself, the same in every format. */
export interface Channel {
  title: string;
  description: string;
  /** The language of the feed; its items state theirs if it is another. */
  language: string;
  homePageUrl: string;
  /** A permanent `tag:` URI without the site's address, like the ids of stories. */
  id: string;
}

/** Returns the topic's title, the publisher's domain as people write it, the author's or the language's
 * own name, the name of a series, or the words of a search; undefined for `all` and its summaries. */
export function scopeTitle(site: Pick<Site, 'topics' | 'people'>, scope: Scope): string | undefined {
  const [kind, name = ''] = scope.split(/:(.*)/s, 2);
  if (kind === 'all') return undefined;
  if (kind === 'topic') return topicTitle(site, name);
  if (kind === 'source') return readableHost(name);
  if (kind === 'language') return ownNameOf(name);
  if (kind === 'series') return decodeURIComponent(name);
  if (kind === 'search') return [...new URLSearchParams(name).values()].join(', ');
  if (kind === 'summaries') return scopeTitle(site, name as Scope);
  return site.people.find(({ slug }) => slug === name)?.name ?? name;
}

/** Returns the heading of a scope in the site's language, or that of a feed of summaries in its own; undefined for `all`. */
export function scopeHeading(
  scope: Scope,
  site: Pick<Site, 'topics' | 'people' | 'language'>,
): string | undefined {
  const title = scopeTitle(site, scope);
  const { messages } = wordsOf(
    summarizedScope(scope) ? languageOfScope(scope, site) : site.language,
    site.language,
  );
  if (summarizedScope(scope))
    return title
      ? fillMessage(messages.labelled, { label: title, text: messages.summaries })
      : messages.summaries;
  if (title && scope.startsWith('source:')) return fillMessage(messages.storiesCiting, { publisher: title });
  if (title && scope.startsWith('author:')) return fillMessage(messages.storiesBy, { author: title });
  if (title && scope.startsWith('series:'))
    return fillMessage(messages.labelled, { label: messages.series, text: title });
  if (title && scope.startsWith('search:'))
    return fillMessage(messages.labelled, { label: messages.search.title, text: title });
  return title;
}

/** Returns the language of a scope's page and feeds. */
function languageOfScope(scope: Scope, { language }: Pick<Site, 'language'>): string {
  const stories = summarizedScope(scope) ?? scope;
  return stories.startsWith('language:') ? stories.slice('language:'.length) : language;
}

const translated = new WeakMap<Site, Map<string, Site>>();

/**
 * Returns the site as the page of a scope has it: in the scope's language, if there are words in it. It is the same object for the same
 * language, because pages remember what they have rendered for a site.
 */
export function siteInLanguageOf(scope: Scope, site: Site): Site {
  const { tag } = wordsOf(languageOfScope(scope, site), site.language);
  if (!scope.startsWith('language:') || tag === site.language) return site;
  const known = translated.get(site) ?? new Map<string, Site>();
  translated.set(site, known);
  const own = known.get(tag) ?? { ...site, language: tag };
  known.set(tag, own);
  return own;
}

/** Returns the facts about a scope's feeds. */
export function channelOf(edition: Pick<Edition, 'scope'>, site: Site): Channel {
  const { scope } = edition;
  const heading = scopeHeading(scope, site);
  const person = personOfScope(site, scope);
  const { messages } = wordsOf(site.language, site.language);
  return {
    title:
      heading === undefined
        ? site.title
        : fillMessage(messages.labelled, { label: site.title, text: heading }),
    description: person?.about ?? person?.role ?? site.tagline,
    language: languageOfScope(scope, site),
    homePageUrl: scopeUrl(site, scope),
    id: `tag:${site.taggingEntity}:feeds/${scope.split(/:(.*)/s, 2).map(encodeURIComponent).join('/')}`,
  };
}
