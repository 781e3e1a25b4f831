import { withReadableHosts } from '../../../lib/readable-host.ts';
import { formatTime } from '../../frame/times.ts';
import { type Translate, useWords } from '../../words/words.ts';
import type { Feed, ImportLine } from '../wire/feed.ts';

// The parts of the page of feeds.

interface FeedRowProps {
  feed: Feed;
  zone: string;
  /** Whether whoever is signed in may change it. */
  mayChange: boolean;
}

const sayFailures = (t: Translate, count: number) =>
  t(['{count} request has failed.', '{count} requests have failed in a row.'], { count });

/** Says who has added a feed. */
function sayOrigin(t: Translate, inFile: boolean, name: string | null): string {
  if (name === null) return t('Added by whoever runs the site.');
  return inFile ? t('Added by whoever runs the site and {name}.', { name }) : t('Added by {name}.', { name });
}

/** A feed, what its last answer was, and what an editor can do with it. */
export function FeedRow({ feed, zone, mayChange }: FeedRowProps) {
  const t = useWords();
  const { id, address, url, title, home, state, inFile, addedBy, answer, said, asked, next } = feed;
  const name = title ?? withReadableHosts(address);
  const time = (at: string) => formatTime(at, zone, t.tag);
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
        {state === 'muted' ? <span class="state">{t('muted')}</span> : ''}
        {state === 'stopped' ? <span class="state bad">{t('stopped')}</span> : ''}
        {isFailing ? <span class="state bad">{t('failing')}</span> : ''}
        {feed.isPushed ? <span class="state good">{t('sends news at once')}</span> : ''}
      </p>
      {title === null && url === address ? (
        ''
      ) : (
        <p class="quiet">
          {url === address
            ? withReadableHosts(address)
            : t('{address}, now at {newAddress}', {
                address: withReadableHosts(address),
                newAddress: withReadableHosts(url),
              })}
        </p>
      )}
      <p>
        {answer === null
          ? t('Not asked yet.')
          : withReadableHosts(said ? said.map((each) => t(each)).join(' ') : t(answer))}
      </p>
      <p class="quiet">
        {asked === null ? '' : `${t('Last asked on {time}.', { time: time(asked) })} `}
        {next === null ? '' : `${t('Asked again on {time}.', { time: time(next) })} `}
        {feed.failures > 1 ? `${sayFailures(t, feed.failures)} ` : ''}
        {feed.itemsPerWeek === 0
          ? ''
          : `${t(['{count} article a week.', '{count} articles a week.'], { count: feed.itemsPerWeek })} `}
        {sayOrigin(t, inFile, addedBy)}
      </p>
      {mayChange ? (
        <div class="actions">
          {state === 'active' ? action('mute', t('Mute')) : action('unmute', t('Ask again'))}
          {inFile ? '' : action('remove', t('Remove'))}
        </div>
      ) : (
        ''
      )}
    </li>
  );
}

/** The form that adds a feed. */
export function AddFeed({ url, fault }: { url: string; fault: string | undefined }) {
  const t = useWords();
  return (
    <form method="post" action="/newsroom/wire/feeds">
      <div class="field">
        <label for="url">{t('Address of a feed')}</label>
        <span class="hint" id="hint-url">
          {t('Of a feed, or of a page: then you are shown the feeds that it names.')}
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
        {t('Add')}
      </button>
    </form>
  );
}

/** Feeds that a page names, each with a button that adds it. */
export function FoundFeeds({ found }: { found: readonly { url: string; title: string | null }[] }) {
  const t = useWords();
  return (
    <section aria-labelledby="found-title">
      <h2 id="found-title">{t('Feeds that the page names')}</h2>
      <ul class="rows">
        {found.map(({ url, title }) => (
          <li>
            <form method="post" action="/newsroom/wire/feeds" class="actions">
              <input type="hidden" name="url" value={url} />
              <button type="submit">
                {t('Add')}
                <span class="hidden"> {title ?? withReadableHosts(url)}</span>
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
  const t = useWords();
  return (
    <section aria-labelledby="list-title">
      <h2 id="list-title">{t('Subscription lists')}</h2>
      <p>
        {t('{link} as a list for any feed reader (OPML).', {
          link: (
            <a href="/newsroom/wire/feeds.opml" download="feeds.opml">
              {t('Download these feeds')}
            </a>
          ),
        })}
      </p>
      {mayChange ? (
        <form method="post" action="/newsroom/wire/feeds.opml" enctype="multipart/form-data">
          <div class="field">
            <label for="list">{t('Subscription list to add')}</label>
            <span class="hint" id="hint-list">
              {t('The OPML file that a feed reader exports, of at most 1 MB.')}
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
          <button type="submit">{t('Import')}</button>
        </form>
      ) : (
        ''
      )}
    </section>
  );
}

/** What came of each subscription of an imported list that was not added. */
export function ImportLines({ lines }: { lines: readonly ImportLine[] }) {
  const t = useWords();
  const refused = lines.filter(({ result }) => result === 'refused');
  if (refused.length === 0) return '';
  return (
    <section aria-labelledby="refused-title">
      <h2 id="refused-title">{t('Refused')}</h2>
      <ul>
        {refused.map(({ url, title, detail, said }) => (
          <li>
            <span dir="auto">{title ?? ''}</span> {withReadableHosts(url)}:{' '}
            {withReadableHosts(t(said ?? detail ?? ''))}
          </li>
        ))}
      </ul>
    </section>
  );
}
