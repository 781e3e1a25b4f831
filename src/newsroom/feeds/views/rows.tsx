import { withReadableHosts } from '../../../lib/readable-host.ts';
import { countOf } from '../../frame/count.ts';
import { formatTime } from '../../frame/times.ts';
import type { Feed, ImportLine } from '../wire/feed.ts';

// The parts of the page of feeds.

interface FeedRowProps {
  feed: Feed;
  zone: string;
  /** Whether whoever is signed in may change it. */
  mayChange: boolean;
}

/** A feed, what its last answer was, and what an editor can do with it. */
export function FeedRow({ feed, zone, mayChange }: FeedRowProps) {
  const { id, address, url, title, home, state, inFile, addedBy, answer, asked, next } = feed;
  const name = title ?? withReadableHosts(address);
  const origin = [inFile ? 'whoever runs the site' : '', addedBy ?? ''].filter(Boolean).join(' and ');
  const isFailing = state === 'active' && feed.failures > 0;
  const action = (verb: 'mute' | 'unmute' | 'remove', label: string) => (
    <form method="post" action={`/newsroom/wire/feeds/${id}/${verb}`}>
      <button type="submit">
        {label}
        <span class="hidden"> {name}</span>
      </button>
    </form>
  );
  return (
    <li id={`feed-${id}`}>
      <p>
        {home === null ? (
          <span class="title" dir="auto">
            {name}
          </span>
        ) : (
          <a class="title" href={home} rel="noreferrer" dir="auto">
            {name}
          </a>
        )}{' '}
        {state === 'muted' ? <span class="state">muted</span> : ''}
        {state === 'stopped' ? <span class="state bad">stopped</span> : ''}
        {isFailing ? <span class="state bad">failing</span> : ''}
        {feed.isPushed ? <span class="state good">sends news at once</span> : ''}
      </p>
      {title === null && url === address ? (
        ''
      ) : (
        <p class="quiet">
          {withReadableHosts(address)}
          {url === address ? '' : `, now at ${withReadableHosts(url)}`}
        </p>
      )}
      <p>{answer === null ? 'Not asked yet.' : withReadableHosts(answer)}</p>
      <p class="quiet">
        {asked === null ? '' : `Last asked on ${formatTime(asked, zone)}. `}
        {next === null ? '' : `Asked again on ${formatTime(next, zone)}. `}
        {feed.failures > 1 ? `${feed.failures} requests have failed in a row. ` : ''}
        {feed.itemsPerWeek === 0 ? '' : `${countOf(feed.itemsPerWeek, 'article', 'articles')} a week. `}
        Added by {origin}.
      </p>
      {mayChange ? (
        <div class="actions">
          {state === 'active' ? action('mute', 'Mute') : action('unmute', 'Ask again')}
          {inFile ? '' : action('remove', 'Remove')}
        </div>
      ) : (
        ''
      )}
    </li>
  );
}

/** The form that adds a feed. */
export function AddFeed({ url, fault }: { url: string; fault: string | undefined }) {
  return (
    <form method="post" action="/newsroom/wire/feeds">
      <div class="field">
        <label for="url">Address of a feed</label>
        <span class="hint" id="hint-url">
          Of a feed (RSS, Atom or JSON Feed), or of a page: then you are shown the feeds that it names.
        </span>
        <input
          type="url"
          id="url"
          name="url"
          value={url}
          required
          aria-describedby={fault ? 'hint-url fault-url' : 'hint-url'}
          aria-invalid={fault ? 'true' : undefined}
        />
        {fault ? (
          <p class="fault" id="fault-url">
            {fault}
          </p>
        ) : (
          ''
        )}
      </div>
      <button class="main" type="submit">
        Add
      </button>
    </form>
  );
}

/** Feeds that a page names, each with a button that adds it. */
export function FoundFeeds({ found }: { found: readonly { url: string; title: string | null }[] }) {
  return (
    <section aria-labelledby="found-title">
      <h2 id="found-title">Feeds that the page names</h2>
      <ul class="rows">
        {found.map(({ url, title }) => (
          <li>
            <form method="post" action="/newsroom/wire/feeds" class="actions">
              <input type="hidden" name="url" value={url} />
              <button type="submit">
                Add<span class="hidden"> {title ?? withReadableHosts(url)}</span>
              </button>
              <span dir="auto">{title ?? withReadableHosts(url)}</span>
              {title === null ? '' : <span class="quiet">{withReadableHosts(url)}</span>}
            </form>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The form that imports a subscription list, and the link that exports one. */
export function Subscriptions({ mayChange }: { mayChange: boolean }) {
  return (
    <section aria-labelledby="list-title">
      <h2 id="list-title">Subscription lists</h2>
      <p>
        <a href="/newsroom/wire/feeds.opml" download="feeds.opml">
          Download these feeds
        </a>{' '}
        as a list for any feed reader (OPML).
      </p>
      {mayChange ? (
        <form method="post" action="/newsroom/wire/feeds.opml" enctype="multipart/form-data">
          <div class="field">
            <label for="list">Subscription list to add</label>
            <span class="hint" id="hint-list">
              The OPML file that a feed reader exports, of at most 1 MB.
            </span>
            <input
              type="file"
              id="list"
              name="list"
              accept=".opml,.xml,text/x-opml,text/xml,application/xml"
              required
              aria-describedby="hint-list"
            />
          </div>
          <button type="submit">Import</button>
        </form>
      ) : (
        ''
      )}
    </section>
  );
}

/** What came of each subscription of an imported list that was not added. */
export function ImportLines({ lines }: { lines: readonly ImportLine[] }) {
  const refused = lines.filter(({ result }) => result === 'refused');
  if (refused.length === 0) return '';
  return (
    <section aria-labelledby="refused-title">
      <h2 id="refused-title">Refused</h2>
      <ul>
        {refused.map(({ url, title, detail }) => (
          <li>
            <span dir="auto">{title ?? ''}</span> {withReadableHosts(url)}: {withReadableHosts(detail ?? '')}
          </li>
        ))}
      </ul>
    </section>
  );
}
