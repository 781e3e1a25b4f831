import { isLoopback } from '../../../lib/public-hosts.ts';
import { withReadableHosts } from '../../../lib/readable-host.ts';
import { deskOf } from '../../desk/desk-stub.ts';
import { REFUSAL_STATUS } from '../../desk/refusal-status.ts';
import { WireViews } from '../../events/views/views.tsx';
import {
  type Newsroom,
  type NewsroomContext,
  NewsroomError,
  readForm,
  textField,
  zoneOf,
} from '../../frame/context.ts';
import { renderNewsroom } from '../../frame/layout.tsx';
import { formatTime } from '../../frame/times.ts';
import { may } from '../../people/desk/roles.ts';
import { wireOf } from '../../wire/wire-stub.ts';
import { type Translate, useWords } from '../../words/words.ts';
import type { ObservationRefusal } from '../desk/observations.ts';
import { LISTED_AS, type ListedAs } from '../desk/watch-entry.ts';
import { SourceRows, WatchFilter } from './rows.tsx';

/** How many sources a page lists. */
const PAGE_LENGTH = 30;
const PATH = '/newsroom/wire/watch';

/** What the page lists unless one filters it: bad news, and what only a person can judge. */
const NOTEWORTHY: readonly ListedAs[] = ['gone', 'changed', 'moved', 'unconfirmed', 'unseen'];

/** Says what an action did to the source that the address names. */
async function saidIn(c: NewsroomContext) {
  const [done, url] = [c.req.query('done'), c.req.query('url')];
  const source = url && done ? await deskOf(c.env).observations.find(url) : undefined;
  if (!source) return undefined;
  if (done === 'dismissed' && source.dismissed) return { text: <Undo url={source.url} /> };
  const t = c.get('t');
  if (done === 'restored') return { text: t('It is no false alarm after all.') };
  if (done !== 'looked') return undefined;
  const values = { address: source.url, finding: t(source) };
  return { text: withReadableHosts(t('Looked at {address}: {finding}', values)) };
}

function Undo({ url }: { url: string }) {
  const t = useWords();
  return (
    <form method="post" action={`${PATH}/restore`}>
      <input type="hidden" name="url" value={url} />
      {t('{address} is set right: a false alarm. Readers are told nothing of it.', {
        address: withReadableHosts(url),
      })}{' '}
      <button type="submit" class="plain">
        {t('Undo')}
      </button>
    </form>
  );
}

interface Summary {
  sources: number;
  waiting: number;
  nextLook: string | null;
  looksPerDay: number;
  looksToday: number;
  /** Whether the site is on somebody's own computer. */
  isLocal: boolean;
}

/** Says how many sources are watched, how much of the day's budget is used, and when the next look is due. */
function describe(
  t: Translate,
  { sources, waiting, nextLook, looksPerDay, looksToday, isLocal }: Summary,
  zone: string,
): string {
  if (sources === 0) return t('No published story cites a source yet, so there is nothing to look at.');
  const cited = t(
    [
      'Published stories cite {count} source. The watch looks at each again a day, a week and a month after it was cited, then every quarter.',
      'Published stories cite {count} sources. The watch looks at each again a day, a week and a month after it was cited, then every quarter.',
    ],
    { count: sources },
  );
  if (isLocal)
    return `${cited} ${t('On a computer of your own it looks at nothing by itself, only when it is asked.')}`;
  if (looksPerDay === 0) return `${cited} ${t('It is off. An admin can turn it on, under Settings.')}`;
  const most = t(['It looks at most {count} time a day.', 'It looks at most {count} times a day.'], {
    count: looksPerDay,
  });
  const looked =
    looksToday === 0
      ? t('It has not looked today.')
      : t(['It has looked {count} time today.', 'It has looked {count} times today.'], { count: looksToday });
  const next =
    waiting > 0
      ? t(['{count} look is due.', '{count} looks are due.'], { count: waiting })
      : nextLook === null
        ? ''
        : t('The next look is due on {time}.', { time: formatTime(nextLook, zone, t.tag) });
  return [cited, most, looked, next].filter((said) => said !== '').join(' ');
}

async function showWatch(c: NewsroomContext): Promise<Response> {
  const [t, now, zone, room] = [c.get('t'), Date.now(), zoneOf(c), deskOf(c.env).observations];
  const kind = LISTED_AS.find((each) => each === c.req.query('kind'));
  const offset = Math.min(1e6, Math.max(0, Number.parseInt(c.req.query('offset') ?? '0', 10) || 0));
  const [state, found, budget, said] = await Promise.all([
    room.state(now),
    room.list({ kinds: kind ? [kind] : [...NOTEWORTHY], limit: PAGE_LENGTH + 1, offset }),
    wireOf(c.env).watch.budget(now),
    saidIn(c),
  ]);
  const older = new URLSearchParams({ ...(kind ? { kind } : {}), offset: String(offset + PAGE_LENGTH) });
  return renderNewsroom(c, {
    title: t('Watch'),
    said,
    children: (
      <>
        <WireViews current={PATH} />
        <p>
          {describe(
            t,
            { ...state, ...budget, isLocal: isLoopback(new URL(c.get('site').url).hostname) },
            zone,
          )}
        </p>
        <WatchFilter counts={state.counts} current={kind} />
        {found.length === 0 ? (
          <p>
            {offset > 0
              ? t('There are no older ones.')
              : kind
                ? t('Nothing here.')
                : t('Nothing to look at: each source is as it was, or was not looked at yet.')}
          </p>
        ) : (
          <SourceRows
            sources={found.slice(0, PAGE_LENGTH)}
            zone={zone}
            mayJudge={may(c.get('actor').role, 'curate')}
          />
        )}
        {found.length > PAGE_LENGTH ? (
          <p class="actions">
            <a class="button" href={`${PATH}?${older}`}>
              {t('Older findings')}
            </a>
          </p>
        ) : (
          ''
        )}
      </>
    ),
  });
}

type Act = (
  c: NewsroomContext,
  url: string,
) => Promise<{ ok: true; source: { url: string } } | ObservationRefusal>;

/** Makes the answer to a form about one source: the list, with what was done above it. */
const answerForm = (done: string, act: Act) => async (c: NewsroomContext) => {
  const result = await act(c, textField(await readForm(c), 'url'));
  if (!result.ok) throw new NewsroomError(REFUSAL_STATUS[result.why], 'Nothing was changed', result);
  return c.redirect(`${PATH}?${new URLSearchParams({ done, url: result.source.url })}`, 303);
};

/** Adds the page of what later looks at cited sources have found. */
export function addWatchRoutes(newsroom: Newsroom): void {
  const options = (c: NewsroomContext) => ({ actor: c.get('actor'), now: Date.now() });
  newsroom.get(PATH, showWatch);
  newsroom.post(
    `${PATH}/dismiss`,
    answerForm('dismissed', (c, url) => deskOf(c.env).observations.dismiss(url, options(c))),
  );
  newsroom.post(
    `${PATH}/restore`,
    answerForm('restored', (c, url) => deskOf(c.env).observations.restore(url, options(c))),
  );
  newsroom.post(
    `${PATH}/look`,
    answerForm('looked', (c, url) => wireOf(c.env).watch.look(url, c.get('actor'))),
  );
}
