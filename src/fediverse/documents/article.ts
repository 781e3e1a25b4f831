import { fillMessage } from '../../language/messages.ts';
import { formatDay, wordsOf } from '../../language/words.ts';
import { escapeHtml } from '../../lib/html.ts';
import { pictureUrl, type Site, storyUrl } from '../../settings/site.ts';
import { contentHtml, feedPicture, summaryText } from '../../site/edition/content.ts';
import type { FeedEntry } from '../../site/edition/edition.ts';
import { newestFirst } from '../../site/edition/order.ts';
import { scopeUrl } from '../../site/edition/scope.ts';
import { topicName } from '../../site/edition/topic-name.ts';
import { isStorySlug } from '../../site/story/slug.ts';
import { altText, lastChange, type Picture } from '../../site/story/story.ts';
import { type Account, ownAccount } from './accounts.ts';
import { type ActivityObject, PUBLIC } from './activity-streams.ts';
import { followersUrl } from './actor.ts';

/**
 * Returns the id of a story: the address at which it was first published, which leads to it for ever. Only a story that states an identifier
 * of another system has the address that it has now: if it is renamed, it is another object. So is one that was restored: servers
 * such as Mastodon never again take an object with an id that was deleted.
 */
export function objectId(
  { identifier, slug, restored }: Pick<FeedEntry, 'identifier' | 'slug' | 'restored'>,
  site: Site,
): string {
  const prefix = `tag:${site.taggingEntity}:stories/`;
  const first = identifier.startsWith(prefix) ? identifier.slice(prefix.length) : slug;
  const address = storyUrl(site, isStorySlug(first) ? first : slug);
  return restored === undefined ? address : `${address}?restored=${Date.parse(restored)}`;
}

/** Whom everything that an account says is addressed to. */
export const audienceOf = (account: Account) => ({ to: [PUBLIC], cc: [followersUrl(account)] });

/** Anybody may quote. Mastodon takes silence for a no (FEP-044f). */
export const QUOTABLE = { canQuote: { automaticApproval: [PUBLIC] } };

const paragraph = (text: string) => `<p>${escapeHtml(text).replace(/\r?\n/g, '<br>')}</p>`;

/** Returns the place that stays in view when a picture is cut, from -1 to 1, to the right and upwards; undefined if the record states none. */
function focalPoint({ focus }: Picture): [number, number] | undefined {
  if (!focus) return undefined;
  const x = focus.includes('left') ? -1 : focus.includes('right') ? 1 : 0;
  const y = focus.includes('top') ? 1 : focus.includes('bottom') ? -1 : 0;
  return [x, y];
}

function picture(entry: FeedEntry, site: Site) {
  if (!entry.image) return undefined;
  const shown = feedPicture(entry, entry.image);
  const focus = focalPoint(entry.image);
  return {
    type: 'Image',
    url: pictureUrl(site, shown),
    mediaType: shown.encodingFormat,
    width: shown.width,
    height: shown.height,
    name: altText(entry.image),
    ...(focus ? { focalPoint: focus } : {}),
  };
}

/** Returns a topic as a hashtag, whose words begin with capitals so that screen readers read them one by one; undefined if nothing is left of it. */
function hashtag(topic: string, entry: FeedEntry, site: Site) {
  const { name } = topicName(site, topic, wordsOf(entry.inLanguage, site.language));
  const words = name.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  const joined = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  return /\p{L}/u.test(joined)
    ? { type: 'Hashtag', name: `#${joined}`, href: scopeUrl(site, `topic:${topic}`) }
    : undefined;
}

/**
 * Returns what people see who see nothing else of a story: the TL;DR with its label, what the last correction says, and that the story is
 * back, if they were told that it was withdrawn. Mastodon shows this below the headline, and the link.
 */
function summaryHtml(entry: FeedEntry, site: Site): string {
  const words = wordsOf(entry.inLanguage, site.language, site.timeZone);
  const { messages } = words;
  const lines = [summaryText(entry, site)];
  // Authors list corrections in any order.
  const [correction] = newestFirst(entry.correction);
  if (correction) {
    const when = fillMessage(messages.correction, { date: formatDay(words, correction.datePublished) });
    lines.push(`${when} ${correction.text}`);
  }
  if (entry.restored)
    lines.push(`${messages.storyHistory.actions.restore} · ${formatDay(words, entry.restored)}`);
  return lines.map(paragraph).join('');
}

/**
 * Returns a story as an object of the fediverse. The maps say which language it is in. The whole text has none: it would be twice in each
 * delivery, and Mastodon takes the headline's.
 */
export function articleObject(entry: FeedEntry, site: Site): ActivityObject {
  const account = ownAccount(site);
  const { headline, inLanguage, datePublished } = entry;
  const published = new Date(datePublished);
  const changed = lastChange(entry);
  const url = storyUrl(site, entry.slug);
  const shown = summaryHtml(entry, site);
  // Mastodon’s web client sets the headline like other text, directly above this. An empty paragraph keeps them apart, and takes no room elsewhere.
  const summary = `<p></p>${shown}`;
  const image = picture(entry, site);
  const tags = entry.keywords.flatMap((topic) => hashtag(topic, entry, site) ?? []);
  const note = `<p><strong>${escapeHtml(headline)}</strong></p>${shown}<p><a href="${escapeHtml(url)}">${escapeHtml(url)}</a></p>`;
  const common = {
    attributedTo: account.id,
    url,
    published: published.toISOString(),
    ...(changed > published ? { updated: changed.toISOString() } : {}),
    ...audienceOf(account),
    sensitive: false,
    ...(image ? { attachment: [image] } : {}),
  };
  return {
    id: objectId(entry, site),
    type: 'Article',
    ...common,
    name: headline,
    nameMap: { [inLanguage]: headline },
    summary,
    summaryMap: { [inLanguage]: summary },
    content: contentHtml(entry, site),
    mediaType: 'text/html',
    ...(image ? { image } : {}),
    tag: tags,
    interactionPolicy: QUOTABLE,
    // For those who show no articles (FEP-b2b8). It has no summary: that of a note is a content warning.
    preview: { type: 'Note', ...common, content: note, contentMap: { [inLanguage]: note }, tag: tags },
  };
}
