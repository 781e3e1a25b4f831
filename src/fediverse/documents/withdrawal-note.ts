import { fillMessage } from '../../language/messages.ts';
import { formatDay, wordsOf } from '../../language/words.ts';
import { isolateIfUnbalanced } from '../../lib/bidi.ts';
import { escapeHtml } from '../../lib/html.ts';
import { type Site, storyUrl } from '../../settings/site.ts';
import type { Tombstone } from '../../site/story/tombstone.ts';
import { ACTOR_PATH, ownAccount } from './accounts.ts';
import type { ActivityObject } from './activity-streams.ts';
import { audienceOf, QUOTABLE } from './article.ts';

/** Returns the path of the note about a withdrawal. A story that is withdrawn again has another note. */
const withdrawalNotePath = (slug: string, { at }: Pick<Tombstone['withdrawn'], 'at'>): string =>
  `${ACTOR_PATH}/withdrawals/${slug}/${Date.parse(at)}`;

/**
 * Returns the note that tells the followers what was withdrawn, and why: a server that is told to delete a story removes it without a
 * word. It names the story unless the newsroom hides the headlines of withdrawn stories.
 */
export function withdrawalNote(slug: string, withdrawn: Tombstone['withdrawn'], site: Site): ActivityObject {
  const { reason, at, story } = withdrawn;
  const words = wordsOf(story?.inLanguage ?? site.language, site.language, site.timeZone);
  const { messages } = words;
  const account = ownAccount(site);
  const url = storyUrl(site, slug);
  const lines = [
    ...(story ? [`<strong>${escapeHtml(isolateIfUnbalanced(story.headline))}</strong>`] : []),
    escapeHtml(fillMessage(messages.withdrawnOn, { date: formatDay(words, at) })),
    ...(reason.trim() === ''
      ? []
      : [`${escapeHtml(messages.withdrawalReason)} ${escapeHtml(reason).replace(/\r?\n/g, '<br>')}`]),
    // The class keeps Mastodon from showing beside it a card that it has kept of the story.
    `<a href="${escapeHtml(url)}" class="u-url">${escapeHtml(url)}</a>`,
  ];
  const content = lines.map((line) => `<p>${line}</p>`).join('');
  return {
    id: `${site.url}${withdrawalNotePath(slug, withdrawn)}`,
    type: 'Note',
    attributedTo: account.id,
    url,
    published: new Date(at).toISOString(),
    ...audienceOf(account),
    sensitive: false,
    content,
    contentMap: { [words.tag]: content },
    interactionPolicy: QUOTABLE,
  };
}
