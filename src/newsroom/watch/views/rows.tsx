import { withReadableHosts } from '../../../lib/readable-host.ts';
import { formatTime } from '../../frame/times.ts';
import { LISTED_AS, type ListedAs, type WatchEntry, type WatchState } from '../desk/watch-entry.ts';

/** What editors read for each kind of finding. */
const TITLES: Record<ListedAs, string> = {
  gone: 'Gone',
  changed: 'Quote no longer there',
  moved: 'Moved',
  unconfirmed: 'Not yet confirmed',
  unseen: 'Quote never seen there',
  refused: 'Refuses robots',
  unknown: 'Could not be read',
  dismissed: 'False alarm',
};
const BAD: readonly ListedAs[] = ['gone', 'changed'];
/** What an editor can call a false alarm. */
const DISMISSIBLE: readonly ListedAs[] = ['gone', 'changed', 'moved', 'unconfirmed', 'unseen'];

/** The links that narrow the list, with how many sources each shows. */
export function WatchFilter({
  counts,
  current,
}: Pick<WatchState, 'counts'> & { current: ListedAs | undefined }) {
  const link = (title: string, kind?: ListedAs) => (
    <li>
      <a
        href={`/newsroom/wire/watch${kind ? `?kind=${kind}` : ''}`}
        aria-current={kind === current ? 'page' : undefined}
      >
        {title}
      </a>
    </li>
  );
  return (
    <nav aria-label="Which findings" class="views">
      <ul>
        {link('To look at')}
        {LISTED_AS.filter((kind) => counts[kind] > 0 || kind === current).map((kind) =>
          link(`${TITLES[kind]} (${counts[kind].toLocaleString('en')})`, kind),
        )}
      </ul>
    </nav>
  );
}

/** A form with one button, about one source. */
function Press({ to, url, children }: { to: string; url: string; children: string }) {
  return (
    <form method="post" action={`/newsroom/wire/watch/${to}`}>
      <input type="hidden" name="url" value={url} />
      <button type="submit">
        {children}
        <span class="hidden">: {withReadableHosts(url)}</span>
      </button>
    </form>
  );
}

/** What an editor can do about a source. */
function Buttons({ url, listed, dismissed }: WatchEntry) {
  return (
    <div class="actions">
      {dismissed ? (
        <Press to="restore" url={url}>
          No false alarm after all
        </Press>
      ) : listed && DISMISSIBLE.includes(listed) ? (
        <Press to="dismiss" url={url}>
          Set right: false alarm
        </Press>
      ) : (
        ''
      )}
      <Press to="look" url={url}>
        Look again now
      </Press>
    </div>
  );
}

/** Says when what was found, and what readers are told of it. */
function describe({ found, looked, nextLook, isTold, dismissed }: WatchEntry, zone: string): string {
  const at = (time: string) => formatTime(time, zone);
  const reader = isTold ? 'Readers are told.' : 'Readers are told nothing.';
  return [
    found === null ? '' : `Found on ${at(found)}.`,
    looked === null
      ? `First look on ${at(nextLook)}.`
      : `Last look on ${at(looked)}; next on ${at(nextLook)}.`,
    dismissed ? `${dismissed.by} called it a false alarm on ${at(dismissed.at)}.` : reader,
  ]
    .filter(Boolean)
    .join(' ');
}

function SourceRow({ source, zone, mayJudge }: { source: WatchEntry; zone: string; mayJudge: boolean }) {
  const { url, listed, detail, missing, archivedAt, movedTo, stories } = source;
  const links = [
    { href: movedTo, title: 'Where it moved' },
    { href: archivedAt, title: 'Archived copy' },
  ].filter(({ href }) => href !== null);
  return (
    <li>
      <p>
        {listed ? <span class={BAD.includes(listed) ? 'state bad' : 'state'}>{TITLES[listed]}</span> : ''}{' '}
        <a href={url} rel="noreferrer" dir="ltr">
          {withReadableHosts(url)}
        </a>
      </p>
      <p>{withReadableHosts(detail)}</p>
      {missing.map((words) => (
        <blockquote dir="auto">{words}</blockquote>
      ))}
      <p class="quiet">{describe(source, zone)}</p>
      {links.length > 0 ? (
        <p class="links">
          {links.map(({ href, title }) => (
            <a href={href ?? ''} rel="noreferrer">
              {title}
              <span class="hidden">: {withReadableHosts(url)}</span>
            </a>
          ))}
        </p>
      ) : (
        ''
      )}
      <p>
        Cited by{' '}
        {stories.map(({ slug, headline }, index) => (
          <>
            {index > 0 ? ', ' : ''}
            <a href={`/newsroom/stories/${slug}`} dir="auto">
              {headline}
            </a>
          </>
        ))}
      </p>
      {mayJudge ? <Buttons {...source} /> : ''}
    </li>
  );
}

/** Cited sources with what was found of each, and what an editor can do about it. */
export function SourceRows({
  sources,
  zone,
  mayJudge,
}: {
  sources: readonly WatchEntry[];
  zone: string;
  mayJudge: boolean;
}) {
  return (
    <ul class="rows">
      {sources.map((source) => (
        <SourceRow source={source} zone={zone} mayJudge={mayJudge} />
      ))}
    </ul>
  );
}
