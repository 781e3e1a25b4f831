import { withReadableHosts } from '../../../lib/readable-host.ts';
import { formatTime } from '../../frame/times.ts';
import { sentence } from '../../words/translate.ts';
import { listOf, type Translate, useWords } from '../../words/words.ts';
import { LISTED_AS, type ListedAs, type WatchEntry, type WatchState } from '../desk/watch-entry.ts';

/** What editors read for each kind of finding. */
const TITLES: Record<ListedAs, string> = {
  gone: sentence('Gone'),
  changed: sentence('Quote no longer there'),
  moved: sentence('Moved'),
  unconfirmed: sentence('Not yet confirmed'),
  unseen: sentence('Quote never seen there'),
  refused: sentence('Refuses robots'),
  unknown: sentence('Could not be read'),
  dismissed: sentence('False alarm'),
};
const BAD: readonly ListedAs[] = ['gone', 'changed'];
/** What an editor can call a false alarm. */
const DISMISSIBLE: readonly ListedAs[] = ['gone', 'changed', 'moved', 'unconfirmed', 'unseen'];

/** The links that narrow the list, with how many sources each shows. */
export function WatchFilter({
  counts,
  current,
}: Pick<WatchState, 'counts'> & { current: ListedAs | undefined }) {
  const t = useWords();
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
    <nav aria-label={t('Which findings')} class="views">
      <ul>
        {link(t('To look at'))}
        {LISTED_AS.filter((kind) => counts[kind] > 0 || kind === current).map((kind) =>
          link(`${t(TITLES[kind])} (${counts[kind].toLocaleString(t.tag)})`, kind),
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
  const t = useWords();
  return (
    <div class="actions">
      {dismissed ? (
        <Press to="restore" url={url}>
          {t('No false alarm after all')}
        </Press>
      ) : listed && DISMISSIBLE.includes(listed) ? (
        <Press to="dismiss" url={url}>
          {t('Set right: false alarm')}
        </Press>
      ) : (
        ''
      )}
      <Press to="look" url={url}>
        {t('Look again now')}
      </Press>
    </div>
  );
}

/** Says when what was found, and what readers are told of it. */
function describe(
  t: Translate,
  { found, looked, nextLook, isTold, dismissed }: WatchEntry,
  zone: string,
): string {
  const at = (time: string) => formatTime(time, zone, t.tag);
  return [
    found === null ? '' : t('Found on {time}.', { time: at(found) }),
    looked === null
      ? t('First look on {time}.', { time: at(nextLook) })
      : t('Last look on {time}; next on {nextTime}.', { time: at(looked), nextTime: at(nextLook) }),
    dismissed
      ? t('{name} called it a false alarm on {time}.', { name: dismissed.by, time: at(dismissed.at) })
      : t(isTold ? 'Readers are told.' : 'Readers are told nothing.'),
  ]
    .filter(Boolean)
    .join(' ');
}

function SourceRow({ source, zone, mayJudge }: { source: WatchEntry; zone: string; mayJudge: boolean }) {
  const t = useWords();
  const { url, listed, missing, archivedAt, movedTo, stories } = source;
  const links = [
    { href: movedTo, title: t('Where it moved') },
    { href: archivedAt, title: t('Archived copy') },
  ].filter(({ href }) => href !== null);
  return (
    <li>
      <p>
        {listed ? <span class={BAD.includes(listed) ? 'state bad' : 'state'}>{t(TITLES[listed])}</span> : ''}{' '}
        <a href={url} rel="noreferrer" dir="ltr">
          {withReadableHosts(url)}
        </a>
      </p>
      <p>{withReadableHosts(t(source))}</p>
      {missing.map((words) => (
        <blockquote dir="auto">{words}</blockquote>
      ))}
      <p class="quiet">{describe(t, source, zone)}</p>
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
        {t('Cited by {stories}', {
          stories: listOf(
            t,
            stories.map(({ slug, headline }) => (
              <a href={`/newsroom/stories/${slug}`} dir="auto">
                {headline}
              </a>
            )),
          ),
        })}
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
