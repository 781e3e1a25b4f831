import { channelOf } from '../edition/channel.ts';
import type { Sheet } from '../edition/edition.ts';
import { pageUrl } from '../edition/history.ts';
import { archivePath, type Scope, scopePath } from '../edition/scope.ts';
import { type Site, storyUrl } from '../site.ts';
import { Day, renderLayout } from './layout.tsx';

/** The way to the stories before and after those of the sheet. */
export function HistoryLinks({ sheet }: { sheet: Pick<Sheet, 'scope' | 'previous' | 'archive'> }) {
  const { scope, previous, archive } = sheet;
  const hasMore = previous > 0 || archive !== null;
  return hasMore ? (
    <nav class="history" aria-label="Older and newer stories">
      <ul>
        {previous > 0 ? (
          <li>
            <a rel="prev" href={archivePath(scope, previous)}>
              Older stories
            </a>
          </li>
        ) : (
          ''
        )}
        {archive && archive.next > 0 ? (
          <li>
            <a rel="next" href={archivePath(scope, archive.next)}>
              Newer stories
            </a>
          </li>
        ) : (
          ''
        )}
        {archive ? (
          <li>
            <a href={scopePath(scope) || '/'}>Latest stories</a>
          </li>
        ) : (
          ''
        )}
      </ul>
    </nav>
  ) : (
    ''
  );
}

/** A page of a scope's archive. */
export function renderArchivePage(
  sheet: Sheet & { archive: NonNullable<Sheet['archive']> },
  site: Site,
): string {
  const { scope, entries, archive } = sheet;
  const channel = channelOf(sheet, site);
  const scopes: Scope[] = scope === 'all' ? ['all'] : [scope, 'all'];
  return renderLayout({
    site,
    title: `${channel.title}: archive, page ${archive.page}`,
    description: channel.description,
    url: pageUrl(sheet, site),
    scopes,
    children: (
      <>
        <h1>{scope === 'all' ? 'Archive' : `${channel.title}: archive`}</h1>
        <p class="facts">{`Page ${archive.page}, counted from the oldest`}</p>
        {entries.length === 0 ? <p>Every story of this page was withdrawn.</p> : ''}
        <ul class="more">
          {entries.map((entry) => (
            <li lang={entry.inLanguage} dir="auto">
              <a href={storyUrl(site, entry.slug)}>{entry.headline}</a>
              <Day time={entry.datePublished} language={site.language} />
            </li>
          ))}
        </ul>
        <HistoryLinks sheet={sheet} />
      </>
    ),
  });
}
