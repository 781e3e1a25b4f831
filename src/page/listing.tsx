import { channelOf } from '../edition/channel.ts';
import type { Edition, Entry } from '../edition/edition.ts';
import { isFinished, type Scope, scopePath, scopeTitle } from '../edition/scope.ts';
import { type Site, storyUrl } from '../site.ts';
import { aiLabel } from '../story/notice.ts';
import { HistoryLinks } from './archive.tsx';
import { Facts } from './facts.tsx';
import { Day, renderLayout } from './layout.tsx';

/** How many stories are shown with their TL;DR; the others of the edition follow by their headlines. */
const WITH_TLDR = 10;

function Teaser({ entry, site }: { entry: Entry; site: Site }) {
  const label = aiLabel(entry.provenance.abstract);
  return (
    <li>
      <h2 lang={entry.inLanguage} dir="auto">
        <a href={storyUrl(site, entry.slug)}>{entry.headline}</a>
      </h2>
      <p lang={entry.inLanguage} dir="auto">
        {label ? (
          <>
            <span class="label">{`TL;DR · ${label}`}</span>{' '}
          </>
        ) : (
          ''
        )}
        {entry.abstract}
      </p>
      <Facts story={entry} site={site} withAuthors={false} />
    </li>
  );
}

function heading(scope: Scope, site: Site): string {
  const title = scopeTitle(site, scope);
  if (title === undefined) return 'Latest stories';
  return scope.startsWith('source:') ? `Stories that cite ${title}` : title;
}

/** The page of a scope: what its feeds hold, to be read here. */
export function renderListingPage(edition: Edition, site: Site): string {
  const { scope, entries, count } = edition;
  const channel = channelOf(edition, site);
  return renderLayout({
    site,
    title: channel.title,
    description: channel.description,
    url: channel.homePageUrl,
    scopes: scope === 'all' ? ['all'] : [scope, 'all'],
    allFeeds: scope === 'all',
    children: (
      <>
        <h1 class={scope === 'all' ? 'hidden' : undefined}>{heading(scope, site)}</h1>
        {scope === 'all' ? (
          ''
        ) : (
          <p class="facts">
            {`${count} ${count === 1 ? 'story' : 'stories'}. `}
            {isFinished(site, scope) ? 'This topic is closed: no story will come any more. ' : ''}
            {isFinished(site, scope) ? 'Its feeds: ' : 'Follow by '}
            <a href={`${scopePath(scope)}/rss.xml`}>RSS</a>
            {', '}
            <a href={`${scopePath(scope)}/atom.xml`}>Atom</a>
            {' or '}
            <a href={`${scopePath(scope)}/feed.json`}>JSON Feed</a>.
          </p>
        )}
        {entries.length === 0 ? <p>Nothing has been published here yet.</p> : ''}
        <ol class="stories">
          {entries.slice(0, WITH_TLDR).map((entry) => (
            <Teaser entry={entry} site={site} />
          ))}
        </ol>
        {entries.length > WITH_TLDR ? (
          <>
            <h2>Earlier</h2>
            <ul class="more">
              {entries.slice(WITH_TLDR).map((entry) => (
                <li lang={entry.inLanguage} dir="auto">
                  <a href={storyUrl(site, entry.slug)}>{entry.headline}</a>
                  <Day time={entry.datePublished} language={site.language} />
                </li>
              ))}
            </ul>
          </>
        ) : (
          ''
        )}
        <HistoryLinks sheet={edition} />
      </>
    ),
  });
}
