import { fill } from '../language/messages.ts';
import { formatDay, wordsOf } from '../language/words.ts';
import { escapeHtml } from '../lib/html.ts';
import { type Site, storyUrl } from '../site.ts';
import type { Entry, FeedPage, Withdrawal } from './edition.ts';

/**
 * What a feed shows in place of a withdrawn story, under the same id: that it was withdrawn, when and why. Readers that do not
 * know tombstones would otherwise keep showing the story.
 */
export interface WithdrawalNotice {
  identifier: string;
  /** The URL of the story's page, which answers 410 and says the same. */
  url: string;
  title: string;
  /** The language of the notice: the story's, or the site's if the program has no words in the story's. */
  language: string;
  /** Plain text. */
  summary: string;
  html: string;
  /** The story's own, so that readers do not show the notice as news. */
  datePublished: string;
  withdrawnAt: string;
}

/** An item of a feed: a story, or the notice in place of a withdrawn one. */
export type FeedItem = Entry | WithdrawalNotice;

export const isNotice = (item: FeedItem): item is WithdrawalNotice => 'withdrawnAt' in item;

/** Builds the notice of a withdrawal; undefined if an earlier version stored it without the fields that a notice needs. */
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
 * Returns the items of a feed, newest first. Stories keep their order; a notice comes before the first story with an earlier date
 * than its own. Entries do not carry their place, but most readers sort by date anyway.
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
