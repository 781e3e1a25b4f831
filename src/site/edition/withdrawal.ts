import { fillMessage } from '../../language/messages.ts';
import { formatDay, wordsOf } from '../../language/words.ts';
import { escapeHtml } from '../../lib/html.ts';
import { type Site, storyUrl } from '../../settings/site.ts';
import type { FeedEntry, FeedPage, Withdrawal } from './edition.ts';
import { newestFirst } from './order.ts';

/**
 * A feed's item in place of a withdrawn story. It has the same id and says that the story was withdrawn, when and why. Readers
 * that do not know tombstones would otherwise keep showing the story.
 */
export interface WithdrawalNotice {
  identifier: string;
  /** The URL of the story's page, which has status 410 and says the same. */
  url: string;
  title: string;
  /** The language of the notice: the story's, or the site's if the program has no words in the story's. */
  language: string;
  /** Plain text. */
  summary: string;
  html: string;
  /** The story's date, so that readers do not show the notice as news. */
  datePublished: string;
  withdrawnAt: string;
}

/** An item of a feed: a story, or the notice in place of a withdrawn one. */
export type FeedItem = FeedEntry | WithdrawalNotice;

/** Whether an item is the notice in place of a withdrawn story. */
export const isWithdrawalNotice = (item: FeedItem): item is WithdrawalNotice => 'withdrawnAt' in item;

/** Renders a reason as HTML. If it names the story that the withdrawn one was merged into, the headline is the link there. */
function reasonHtml(reason: string, headline: string, link: string): string {
  const html = escapeHtml(reason);
  return (link === '' ? html : html.replace(headline, () => link)).replace(/\r?\n/g, '<br>');
}

/** Builds the notice of a withdrawal; returns undefined if an earlier version stored the withdrawal without the needed fields. */
function toNotice(
  { identifier, at, reason, story, mergedInto }: Withdrawal,
  site: Site,
): WithdrawalNotice | undefined {
  if (!story) return undefined;
  const words = wordsOf(story.inLanguage, site.language, site.timeZone);
  const { messages } = words;
  const fact = fillMessage(messages.withdrawnOn, { date: formatDay(words, at) });
  const isStated = reason.trim() !== '';
  const headline = escapeHtml(mergedInto?.headline ?? '');
  const link = mergedInto ? `<a href="${escapeHtml(storyUrl(site, mergedInto.slug))}">${headline}</a>` : '';
  const why = isStated
    ? `<p><strong>${escapeHtml(messages.withdrawalReason)}</strong> <span dir="auto">${reasonHtml(reason, headline, link)}</span></p>\n`
    : '';
  const survivor = link === '' || why.includes(link) ? '' : `<p dir="auto">${link}</p>\n`;
  const content = `<p>${escapeHtml(fact)}</p>\n${why}${survivor}`;
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
 * Returns the items of a feed by date of publication, newest first. A notice has its story's date, and comes after stories of the same
 * time.
 */
export function feedItems(
  { entries, withdrawn }: Pick<FeedPage, 'entries' | 'withdrawn'>,
  site: Site,
): FeedItem[] {
  const notices = site.withdrawalNotices
    ? withdrawn.flatMap((withdrawal) => toNotice(withdrawal, site) ?? [])
    : [];
  return newestFirst<FeedItem>([...entries, ...notices]);
}
