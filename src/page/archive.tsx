import { channelOf } from '../edition/channel.ts';
import type { FeedPage } from '../edition/edition.ts';
import { listingPageUrl } from '../edition/history.ts';
import { archivePath, scopePath } from '../edition/scope.ts';
import { fill } from '../language/messages.ts';
import { directionOf, type Words } from '../language/words.ts';
import { isolateIfUnbalanced } from '../lib/bidi.ts';
import { type Site, storyUrl } from '../site.ts';
import { renderLayout, siteWords } from './layout.tsx';
import { Day, DottedList } from './message.tsx';

/** The way to the stories before and after those of the sheet. */
export function HistoryLinks({
  sheet,
  words,
}: {
  sheet: Pick<FeedPage, 'scope' | 'previous' | 'archive'>;
  words: Words;
}) {
  const { scope, previous, archive } = sheet;
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

/** A page of a scope's archive. */
export function renderArchivePage(
  sheet: FeedPage & { archive: NonNullable<FeedPage['archive']> },
  site: Site,
): string {
  const { scope, entries, archive } = sheet;
  const channel = channelOf(sheet, site);
  const words = siteWords(site);
  const { messages } = words;
  const page = fill(messages.archivePage, { page: archive.page });
  const heading = fill(messages.archive, { title: channel.title });
  return renderLayout({
    site,
    title: `${heading}, ${page}`,
    description: channel.description,
    url: listingPageUrl(sheet, site),
    scopes: scope === 'all' ? ['all'] : [scope, 'all'],
    children: (
      <>
        <h1>{heading}</h1>
        <p class="facts">{page}</p>
        {entries.length === 0 ? <p>{messages.allWithdrawn}</p> : ''}
        <ul class="more">
          {entries.map((entry) => (
            <li lang={entry.inLanguage} dir={directionOf(entry.inLanguage)}>
              <a href={storyUrl(site, entry.slug)}>{isolateIfUnbalanced(entry.headline)}</a>
              <span lang={words.tag} dir={words.direction}>
                <Day time={entry.datePublished} words={words} />
              </span>
            </li>
          ))}
        </ul>
        <HistoryLinks sheet={sheet} words={words} />
      </>
    ),
  });
}
