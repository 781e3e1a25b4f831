import { isolate } from '../../../lib/bidi.ts';
import { type Site, topicTitle } from '../../../settings/site.ts';
import { deskOf } from '../../desk/desk-stub.ts';
import { REFUSAL_STATUS } from '../../desk/refusal-status.ts';
import { requireCapability } from '../../frame/access.ts';
import {
  type Newsroom,
  type NewsroomContext,
  NewsroomError,
  readForm,
  textField,
  zoneOf,
} from '../../frame/context.ts';
import { countOf } from '../../frame/count.ts';
import { renderNewsroom } from '../../frame/layout.tsx';
import { formatTime } from '../../frame/times.ts';
import { type FrontRefusal, type FrontVersion, NEVER_ARRANGED } from '../desk/arrangement.ts';
import { FrontForm } from './form.tsx';
import {
  afterPress,
  type ReadArrangement,
  readArrangement,
  readTyped,
  type Typed,
  typedFrom,
} from './typed.ts';

// The page on which editors arrange the front page of the readers.

const PATH = '/newsroom/front';

const SAID: Record<string, string> = {
  saved: 'Saved. Readers see it within two minutes.',
  same: 'Nothing was changed, so nothing was saved.',
};

interface Page {
  typed: Typed;
  pressed?: string;
  faults?: Extract<ReadArrangement, { ok: false }>['faults'];
  refusal?: FrontRefusal;
  said?: { text: string; isWrong?: boolean };
}

/** What a sentence about a version needs. */
interface Words {
  headlineOf: (slug: string) => string;
  site: Site;
  zone: string;
}

/** Finds the headlines of the stories that lead in versions. */
async function wordsFor(c: NewsroomContext, versions: readonly FrontVersion[]): Promise<Words> {
  const leads = new Set(versions.flatMap(({ lead }) => (lead ? [lead.story] : [])));
  const { named } = await deskOf(c.env).front.choices([...leads]);
  const headlines = new Map(named.map(({ slug, headline }) => [slug, headline]));
  return { headlineOf: (slug) => headlines.get(slug) ?? slug, site: c.get('site'), zone: zoneOf(c) };
}

/** Says what a version arranges, in a line. */
function sayVersion({ lead, order, blocks }: FrontVersion, { headlineOf, site, zone }: Words): string {
  const parts = [
    ...(lead ? [`“${isolate(headlineOf(lead.story))}” leads until ${formatTime(lead.until, zone)}`] : []),
    ...(order
      ? [
          `${countOf(order.stories.length, 'story', 'stories')} in order until ${formatTime(order.until, zone)}`,
        ]
      : []),
    ...blocks.map(
      ({ topic, count }) => `${isolate(topicTitle(site, topic))}: ${countOf(count, 'headline', 'headlines')}`,
    ),
  ];
  return parts.length === 0 ? 'All by date.' : `${parts.join('; ')}.`;
}

/** Who arranged what, each with a button that puts it back. */
function Versions({ versions, words }: { versions: readonly FrontVersion[]; words: Words }) {
  const [newest] = versions;
  if (!newest) return '';
  // Older versions than the list has are there, but few would look for them.
  const all = versions.at(-1)?.version === 1 ? [...versions, NEVER_ARRANGED] : versions;
  return (
    <>
      <h2>What was arranged before</h2>
      <ol class="rows">
        {all.map((version, index) => (
          <li>
            <p>
              {sayVersion(version, words)}
              {index === 0 ? ' This is so now.' : ''}
            </p>
            <p class="quiet">
              {version.at === null ? (
                'Before anything was arranged'
              ) : (
                <>
                  {version.who === null ? 'A time ended' : <bdi>{version.who}</bdi>},{' '}
                  {formatTime(version.at, words.zone)}
                </>
              )}
            </p>
            {index === 0 ? (
              ''
            ) : (
              <form method="post" action={`${PATH}/restore`}>
                <input type="hidden" name="version" value={String(newest.version)} />
                <input type="hidden" name="earlier" value={String(version.version)} />
                <p class="actions">
                  <button type="submit">
                    Put back<span class="hidden"> version {version.version}</span>
                  </button>
                </p>
              </form>
            )}
          </li>
        ))}
      </ol>
    </>
  );
}

async function show(c: NewsroomContext, page?: Page): Promise<Response> {
  requireCapability(c, 'publish');
  const [desk, zone, site] = [deskOf(c.env), zoneOf(c), c.get('site')];
  const [current, versions] = await Promise.all([desk.front.current(), desk.front.versions()]);
  const {
    typed,
    pressed = '',
    faults = {},
    refusal,
    said,
  } = page ?? { typed: typedFrom(current, Date.now(), zone) };
  const asked = c.req.query('story') ?? '';
  const slugs = [...new Set([typed.lead, ...typed.order, asked].filter((slug) => slug !== ''))];
  const [choices, words] = await Promise.all([desk.front.choices(slugs), wordsFor(c, versions)]);
  const done = SAID[c.req.query('done') ?? ''];
  const wrong = Object.keys(faults).length > 0 ? 'Nothing was saved. The form says why.' : refusal?.detail;
  return renderNewsroom(c, {
    title: 'Front page',
    scripts: ['front'],
    said:
      wrong !== undefined
        ? { text: wrong, isWrong: true }
        : (said ?? (done === undefined ? undefined : { text: done })),
    ...(wrong === undefined ? {} : { status: refusal ? REFUSAL_STATUS[refusal.why] : 422 }),
    children: (
      <>
        <p>
          Without any of this, the front page has the newest story first. Feeds are always by date, and so are
          the pages of topics.
        </p>
        <FrontForm
          typed={typed}
          faults={faults}
          pressed={pressed}
          asked={asked}
          {...choices}
          site={site}
          zone={zone}
        />
        <Versions versions={versions} words={words} />
      </>
    ),
  });
}

async function save(c: NewsroomContext): Promise<Response> {
  requireCapability(c, 'publish');
  const form = await readForm(c);
  const typed = readTyped(form);
  const pressed = textField(form, 'do');
  if (pressed !== '')
    return show(c, {
      typed: afterPress(typed, pressed, form),
      pressed,
      said: { text: 'Changed on this page, and not saved yet. “Save” is below.' },
    });
  const { front } = deskOf(c.env);
  const current = await front.current();
  const read = readArrangement(typed, current, zoneOf(c));
  if (!read.ok) return show(c, { typed, faults: read.faults });
  const options = { expected: typed.base, actor: c.get('actor'), now: Date.now() };
  const done = await front.replace(read.arrangement, options);
  if (done.ok) return c.redirect(`${PATH}?done=${done.changed ? 'saved' : 'same'}`, 303);
  if (done.why !== 'stale') return show(c, { typed, refusal: done });
  // What was typed stays. To save it again takes the place of what another has arranged.
  const detail = `${done.detail} There it says now: ${sayVersion(current, await wordsFor(c, [current]))} Save again to put yours in its place.`;
  return show(c, { typed: { ...typed, base: current.version }, refusal: { ...done, detail } });
}

async function restore(c: NewsroomContext): Promise<Response> {
  const form = await readForm(c);
  const options = {
    expected: Number(textField(form, 'version')),
    actor: c.get('actor'),
    now: Date.now(),
  };
  const done = await deskOf(c.env).front.restore(Number(textField(form, 'earlier')), options);
  if (done.ok) return c.redirect(`${PATH}?done=${done.changed ? 'saved' : 'same'}`, 303);
  throw new NewsroomError(REFUSAL_STATUS[done.why], 'Not put back', done.detail);
}

/** Adds the page on which the front page is arranged. */
export function addFrontRoutes(newsroom: Newsroom): void {
  newsroom.get(PATH, (c) => show(c));
  newsroom.post(PATH, save);
  newsroom.post(`${PATH}/restore`, restore);
}
