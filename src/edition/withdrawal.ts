import { fill } from '../language/messages.ts';
import { formatDay, wordsOf } from '../language/words.ts';
import { escapeHtml } from '../lib/html.ts';
import { type Site, storyUrl } from '../site.ts';
import type { Entry, FeedPage, Withdrawal } from './edition.ts';

/**
 * What a feed shows in place of a withdrawn story, under the story's id: that it was withdrawn, when and why. Readers that
 * know no tombstones would keep the story as it was.
 */
export interface WithdrawalNotice {
  identifier: string;
  /** The story's page, which answers 410 and says the same. */
  url: string;
  title: string;
  /** The language of the program's words: the story's, or the site's where there are none in the story's. */
  language: string;
  /** Plain text. */
  summary: string;
  html: string;
  /** That of the story, so that readers do not show the notice as news. */
  datePublished: string;
  withdrawnAt: string;
}

/** What stands in a feed: stories, and notices in place of withdrawn ones. */
export type FeedItem = Entry | WithdrawalNotice;

export const isNotice = (item: FeedItem): item is WithdrawalNotice => 'withdrawnAt' in item;

/** Makes the notice of a withdrawal; undefined if an earlier version stored the withdrawal without what the notice needs. */
function toNotice({ identifier, at, reason, story }: Withdrawal, site: Site): WithdrawalNotice | undefined {
  if (!story) return undefined;
  const words = wordsOf(story.inLanguage, site.language);
  const { messages } = words;
  const fact = fill(messages.withdrawnOn, { date: formatDay(words, at) });
  const isStated = reason.trim() !== '';
  const why = isStated
    ? `<p><strong>${escapeHtml(messages.withdrawalReason)}</strong> <span dir="auto">${escapeHtml(reason).replace(/\r?\n/g, '<br>')}</span></p>\n`
    : '';
  const content = `<p>${escapeHtml(fact)}</p>\n${why}`;
  return {
    identifier,
    url: storyUrl(site, story.slug),
    title: messages.withdrawn,
    language: words.tag,
    summary: isStated ? `${fact} ${messages.withdrawalReason} ${reason}` : fact,
    html: words.direction === 'rtl' ? `<div dir="rtl">\n${content}</div>\n` : content,
    datePublished: story.datePublished,
    withdrawnAt: at,
  };
}

/**
 * The items of a feed, newest first. Stories keep their order, and a notice stands before the first of them that was published
 * earlier than its own story. Stories do not carry their place. The date also works where some stories are left out, and most
 * readers sort by it anyway.
 */
export function feedItems(
  { entries, withdrawn }: Pick<FeedPage, 'entries' | 'withdrawn'>,
  site: Site,
): FeedItem[] {
  if (!site.withdrawalNotices || withdrawn.length === 0) return [...entries];
  const time = ({ datePublished }: { datePublished: string }) => Date.parse(datePublished);
  const notices = withdrawn
    .flatMap((withdrawal) => toNotice(withdrawal, site) ?? [])
    .sort((a, b) => time(b) - time(a));
  const items: FeedItem[] = [];
  let next = 0;
  for (const entry of entries) {
    for (let notice = notices[next]; notice && time(notice) > time(entry); notice = notices[++next]) {
      items.push(notice);
    }
    items.push(entry);
  }
  return [...items, ...notices.slice(next)];
}
