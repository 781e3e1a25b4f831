import { withReadableHosts } from '../../../lib/readable-host.ts';
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
import { may } from '../../people/desk/roles.ts';
import { wireOf } from '../../wire/wire-stub.ts';
import { sentence } from '../../words/translate.ts';
import { type FeedRefusal, type ImportLine, MAX_OPML_BYTES } from '../wire/feed.ts';
import { countResults, IMPORTED } from '../wire/import-report.ts';
import { AddFeed, FeedRow, FoundFeeds, ImportLines, Subscriptions } from './rows.tsx';

// The feeds that the newsroom follows. Everybody sees them; editors change them.

const SAID: Record<string, string> = {
  added: sentence('Added.'),
  known: sentence('It is followed already.'),
  muted: sentence('Muted. It is not asked any more.'),
  unmuted: sentence('It is asked again.'),
  removed: sentence('Removed. What it reported stays for its 30 days.'),
};

const feedsOf = (c: NewsroomContext) => wireOf(c.env).feeds;
const byWhom = (c: NewsroomContext) => ({ actor: c.get('actor'), now: Date.now() });

interface Outcome {
  refusal?: FeedRefusal;
  /** The address that was to be added. */
  url?: string;
  lines?: ImportLine[];
}

async function showFeeds(c: NewsroomContext, { refusal, url, lines }: Outcome = {}): Promise<Response> {
  const t = c.get('t');
  const feeds = await feedsOf(c).list(Date.now());
  const mayChange = may(c.get('actor').role, 'curate');
  const said = SAID[c.req.query('said') ?? ''];
  const done = lines ? t(IMPORTED, countResults(lines)) : said && t(said);
  const fault = refusal && withReadableHosts(t(refusal));
  const ofField = url === undefined ? undefined : fault;
  return renderNewsroom(c, {
    title: t('Feeds'),
    status: refusal ? REFUSAL_STATUS[refusal.why] : 200,
    said:
      fault !== undefined && ofField === undefined
        ? { text: fault, isWrong: true }
        : done === undefined
          ? undefined
          : { text: done },
    children: (
      <>
        <WireViews current="/newsroom/wire/feeds" />
        {lines ? <ImportLines lines={lines} /> : ''}
        {mayChange ? (
          <AddFeed url={url ?? ''} fault={ofField} />
        ) : (
          <p>{t('Editors add feeds and mute them.')}</p>
        )}
        {refusal?.found ? <FoundFeeds found={refusal.found} /> : ''}
        <h2>{t('Followed feeds')}</h2>
        {feeds.length === 0 ? (
          <p>{t('None yet. What the feeds of sources report is shown under Events.')}</p>
        ) : (
          <ul class="rows">
            {feeds.map((feed) => (
              <FeedRow feed={feed} zone={zoneOf(c)} mayChange={mayChange} />
            ))}
          </ul>
        )}
        <Subscriptions mayChange={mayChange} />
      </>
    ),
  });
}

async function addFeed(c: NewsroomContext): Promise<Response> {
  const url = textField(await readForm(c), 'url').trim();
  const added = await feedsOf(c).add({ url, title: null }, byWhom(c));
  if (!added.ok) return showFeeds(c, { refusal: added, url });
  return c.redirect(
    `/newsroom/wire/feeds?said=${added.isNew ? 'added' : 'known'}#feed-${added.feed.id}`,
    303,
  );
}

const CHANGES = { mute: 'muted', unmute: 'unmuted', remove: 'removed' } as const;

async function changeFeed(c: NewsroomContext, verb: keyof typeof CHANGES): Promise<Response> {
  const done = await feedsOf(c)[verb](c.req.param('id') ?? '', byWhom(c));
  if (!done.ok) return showFeeds(c, { refusal: done });
  const place = verb === 'remove' ? '' : `#feed-${done.feed.id}`;
  return c.redirect(`/newsroom/wire/feeds?said=${CHANGES[verb]}${place}`, 303);
}

async function importList(c: NewsroomContext): Promise<Response> {
  const file = (await readForm(c, MAX_OPML_BYTES + 10_000)).get('list');
  if (!(file instanceof File) || file.size === 0)
    throw new NewsroomError(
      400,
      'No file',
      'Choose the list (an OPML file) that your feed reader has exported.',
    );
  const done = await feedsOf(c).importOpml(await file.text(), byWhom(c));
  return showFeeds(c, done.ok ? { lines: done.lines } : { refusal: done });
}

async function exportList(c: NewsroomContext): Promise<Response> {
  const opml = await feedsOf(c).exportOpml(
    c.get('t')('Feeds that {site} follows', { site: c.get('site').title }),
    Date.now(),
  );
  return c.body(opml, 200, { 'Content-Type': 'text/x-opml; charset=utf-8' });
}

/** Adds the page of feeds. */
export function addFeedRoutes(newsroom: Newsroom): void {
  newsroom.get('/newsroom/wire/feeds', (c) => showFeeds(c));
  newsroom.post('/newsroom/wire/feeds', addFeed);
  newsroom.get('/newsroom/wire/feeds.opml', exportList);
  newsroom.post('/newsroom/wire/feeds.opml', importList);
  newsroom.post('/newsroom/wire/feeds/:id/mute', (c) => changeFeed(c, 'mute'));
  newsroom.post('/newsroom/wire/feeds/:id/unmute', (c) => changeFeed(c, 'unmute'));
  newsroom.post('/newsroom/wire/feeds/:id/remove', (c) => changeFeed(c, 'remove'));
}
