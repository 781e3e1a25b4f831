import { raw } from 'hono/html';
import { fillMessage } from '../../language/messages.ts';
import { directionOf, formatNumber, pluralForm, type Words } from '../../language/words.ts';
import { type Site, storyUrl } from '../../settings/site.ts';
import { channelOf } from '../edition/channel.ts';
import { contentHtml } from '../edition/content.ts';
import type { Edition, FeedEntry } from '../edition/edition.ts';
import { newestFirst } from '../edition/order.ts';
import { FORMATS, type Format, feedUrl, summarizedScope } from '../edition/scope.ts';
import { feedItems, isWithdrawalNotice, type WithdrawalNotice } from '../edition/withdrawal.ts';
import { renderLayout, siteWords } from './layout.tsx';
import { Day } from './message.tsx';

/** The most stories in a preview: a few are enough to show what the feed is about. */
const MAX_PREVIEWED = 5;

/** Returns the stories that the preview of an edition may show. Withdrawal notices can displace some of them. */
export const previewedStories = ({ entries }: Pick<Edition, 'entries'>) =>
  newestFirst(entries).slice(0, MAX_PREVIEWED);

/** Renders a story's feed content for display on a page. Its pictures are requested without a referrer. */
export const feedContentHtml = (entry: FeedEntry, site: Site): string =>
  contentHtml(entry, site).replace('<img ', '<img referrerpolicy="no-referrer" ');

/** Lowers headings by one level, because the page shows the content below an h2. */
const lowerHeadings = (html: string): string =>
  html.replaceAll(/<(\/?)h([2-5])\b/g, (_tag, slash, level) => `<${slash}h${Number(level) + 1}`);

function Item({
  title,
  url,
  language,
  datePublished,
  html,
  words,
}: Pick<WithdrawalNotice, 'title' | 'url' | 'language' | 'datePublished' | 'html'> & { words: Words }) {
  return (
    <li lang={language} dir={directionOf(language)}>
      <h2>
        <a href={url}>{title}</a>
      </h2>
      <p class="facts" lang={words.tag} dir={words.direction}>
        <Day time={datePublished} words={words} />
      </p>
      {raw(lowerHeadings(html))}
    </li>
  );
}

/** Renders the page that a browser shows at a feed's address: what a feed is, how to subscribe, and the newest stories. */
export function renderFeedPreviewPage(edition: Edition, site: Site, format: Format): string {
  const channel = channelOf(edition, site);
  const words = siteWords(site);
  const { messages } = words;
  const count = edition.entries.length;
  const isSummaries = summarizedScope(edition.scope) !== undefined;
  return renderLayout({
    site,
    title: `${channel.title} (${FORMATS[format].title})`,
    scopes: [edition.scope],
    children: (
      <>
        <h1>{channel.title}</h1>
        <p>
          {fillMessage(messages.webFeed, { format: FORMATS[format].title })}{' '}
          <a href="/subscribe">{messages.howToSubscribe}</a>
        </p>
        <pre dir="ltr">
          <code>{feedUrl(site, edition.scope, format)}</code>
        </pre>
        <p class="facts">
          {fillMessage(pluralForm(words, isSummaries ? messages.stories : messages.storiesInFull, count), {
            count: formatNumber(words, count),
          })}
        </p>
        <ol class="preview">
          {feedItems(edition, site)
            .slice(0, MAX_PREVIEWED)
            .map((item) =>
              isWithdrawalNotice(item) ? (
                <Item {...item} words={words} />
              ) : (
                <Item
                  title={item.headline}
                  url={storyUrl(site, item.slug)}
                  language={item.inLanguage}
                  datePublished={item.datePublished}
                  html={feedContentHtml(item, site)}
                  words={words}
                />
              ),
            )}
        </ol>
      </>
    ),
  });
}
