import { fillMessage } from '../../language/messages.ts';
import { formatNumber, type Words } from '../../language/words.ts';
import type { Site } from '../../settings/site.ts';
import { channelOf, siteInLanguageOf } from '../edition/channel.ts';
import type { FeedPage } from '../edition/edition.ts';
import { listingPageUrl } from '../edition/formats/feed-links.ts';
import { newestFirst } from '../edition/order.ts';
import { archivePath, scopePath } from '../edition/scope.ts';
import { renderLayout, siteWords } from './layout.tsx';
import { DaySection, groupByDay, Headlines, Prefetching } from './listing/day.tsx';
import { DottedList } from './message.tsx';
import { describeArchive } from './metadata/description.ts';
import { pageAsData, wayTo } from './metadata/json-ld.ts';

/** Links to the older and newer pages of the archive. */
export function HistoryLinks({
  feedPage,
  words,
}: {
  feedPage: Pick<FeedPage, 'scope' | 'previous' | 'archive'>;
  words: Words;
}) {
  const { scope, previous, archive } = feedPage;
  const { messages } = words;
  if (previous === 0 && !archive) return '';
  const older = (
    <a rel="prev" href={archivePath(scope, previous)}>
      {messages.older}
    </a>
  );
  const newer = archive && (
    <a rel="next" href={archivePath(scope, archive.next)}>
      {messages.newer}
    </a>
  );
  const latest = <a href={scopePath(scope) || '/'}>{messages.latestStories}</a>;
  return (
    <nav class="history" aria-label={messages.history}>
      <DottedList
        items={[
          ...(previous > 0 ? [older] : []),
          ...(archive && archive.next > 0 ? [newer] : []),
          ...(archive ? [latest] : []),
        ]}
      />
    </nav>
  );
}

/** Renders a page of a scope's archive: headlines by day. */
export function renderArchivePage(
  feedPage: FeedPage & { archive: NonNullable<FeedPage['archive']> },
  newsroom: Site,
): string {
  const { scope, entries, archive } = feedPage;
  const site = siteInLanguageOf(scope, newsroom);
  const channel = channelOf(feedPage, site);
  const words = siteWords(site);
  const { messages } = words;
  const page = fillMessage(messages.archivePage, { page: formatNumber(words, archive.page) });
  const heading = fillMessage(messages.archive, { title: channel.title });
  const url = listingPageUrl(feedPage, site);
  const days = groupByDay(newestFirst(entries), ({ datePublished }) => datePublished, words);
  return renderLayout({
    site: newsroom,
    ...(site === newsroom ? {} : { language: site.language }),
    title: fillMessage(messages.numberedPage, { title: heading, page: formatNumber(words, archive.page) }),
    description: describeArchive(scope, site),
    url,
    structuredData: pageAsData('CollectionPage', [...wayTo(scope, site), { name: page, url }], {
      language: site.language,
    }),
    scopes: scope === 'all' ? ['all'] : [scope, 'all'],
    headEnd: <Prefetching />,
    mainClass: 'h-feed',
    children: (
      <>
        <h1 class="p-name">{heading}</h1>
        <p class="facts">{page}</p>
        {entries.length === 0 ? <p>{messages.allWithdrawn}</p> : ''}
        {Array.from(days, ([day, stories]) => (
          <DaySection day={day} isBrief words={words}>
            <Headlines stories={stories} shows="time" site={site} />
          </DaySection>
        ))}
        <HistoryLinks feedPage={feedPage} words={words} />
      </>
    ),
  });
}
