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
import { renderNewsroom } from '../../frame/layout.tsx';
import { formatTime } from '../../frame/times.ts';
import { sentence } from '../../words/translate.ts';
import type { Translate } from '../../words/words.ts';
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
  saved: sentence('Saved. Readers see it within two minutes.'),
  same: sentence('Nothing was changed, so nothing was saved.'),
};

interface Page {
  typed: Typed;
  pressed?: string;
  faults?: Extract<ReadArrangement, { ok: false }>['faults'];
  /** Why nothing was saved, as the page says it. */
  refusal?: { why: FrontRefusal['why']; text: string };
  said?: { text: string; isWrong?: boolean };
}

/** What a sentence about a version needs. */
interface Words {
  t: Translate;
  headlineOf: (slug: string) => string;
  site: Site;
  zone: string;
}

/** Finds the headlines of the stories that lead in versions. */
async function wordsFor(c: NewsroomContext, versions: readonly FrontVersion[]): Promise<Words> {
  const leads = new Set(versions.flatMap(({ lead }) => (lead ? [lead.story] : [])));
  const { named } = await deskOf(c.env).front.choices([...leads]);
  const headlines = new Map(named.map(({ slug, headline }) => [slug, headline]));
  return {
    t: c.get('t'),
    headlineOf: (slug) => headlines.get(slug) ?? slug,
    site: c.get('site'),
    zone: zoneOf(c),
  };
}

/** Says what a version arranges, in a line. */
function sayVersion({ lead, order, blocks }: FrontVersion, { t, headlineOf, site, zone }: Words): string {
  const parts: string[] = [];
  if (lead)
    parts.push(
      t('“{headline}” leads until {time}', {
        headline: isolate(headlineOf(lead.story)),
        time: formatTime(lead.until, zone, t.tag),
      }),
    );
  if (order)
    parts.push(
      t(['{count} story in order until {time}', '{count} stories in order until {time}'], {
        count: order.stories.length,
        time: formatTime(order.until, zone, t.tag),
      }),
    );
  for (const { topic, count } of blocks)
    parts.push(
      t(['{topic}: {count} headline', '{topic}: {count} headlines'], {
        topic: isolate(topicTitle(site, topic)),
        count,
      }),
    );
  return parts.length === 0 ? t('All by date.') : `${parts.join('; ')}.`;
}

/** Who arranged what, each with a button that puts it back. */
function Versions({ versions, words }: { versions: readonly FrontVersion[]; words: Words }) {
  const { t } = words;
  const [newest] = versions;
  if (!newest) return '';
  // Older versions than the list has are there, but few would look for them.
  const all = versions.at(-1)?.version === 1 ? [...versions, NEVER_ARRANGED] : versions;
  return (
    <>
      <h2>{t('What was arranged before')}</h2>
      <ol class="rows">
        {all.map((version, index) => (
          <li>
            <p>
              {sayVersion(version, words)}
              {index === 0 ? ` ${t('This is so now.')}` : ''}
            </p>
            <p class="quiet">
              {version.at === null ? (
                t('Before anything was arranged')
              ) : (
                <>
                  {version.who === null ? t('A time ended') : <bdi>{version.who}</bdi>},{' '}
                  {formatTime(version.at, words.zone, t.tag)}
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
                    {t('Put back')}
                    <span class="hidden">: {t('version {number}', { number: version.version })}</span>
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
  const [t, desk, zone, site] = [c.get('t'), deskOf(c.env), zoneOf(c), c.get('site')];
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
  const wrong = Object.keys(faults).length > 0 ? t('Nothing was saved. The form says why.') : refusal?.text;
  return renderNewsroom(c, {
    title: t('Front page'),
    scripts: ['front'],
    said:
      wrong !== undefined
        ? { text: wrong, isWrong: true }
        : (said ?? (done === undefined ? undefined : { text: t(done) })),
    ...(wrong === undefined ? {} : { status: refusal ? REFUSAL_STATUS[refusal.why] : 422 }),
    children: (
      <>
        <p>
          {t(
            'Without any of this, the front page has the newest story first. Feeds are always by date, and so are the pages of topics.',
          )}
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
  const t = c.get('t');
  const form = await readForm(c);
  const typed = readTyped(form);
  const pressed = textField(form, 'do');
  if (pressed !== '')
    return show(c, {
      typed: afterPress(typed, pressed, form),
      pressed,
      said: { text: t('Changed on this page, and not saved yet. “Save” is below.') },
    });
  const { front } = deskOf(c.env);
  const current = await front.current();
  const read = readArrangement(t, typed, current, zoneOf(c));
  if (!read.ok) return show(c, { typed, faults: read.faults });
  const options = { expected: typed.base, actor: c.get('actor'), now: Date.now() };
  const done = await front.replace(read.arrangement, options);
  if (done.ok) return c.redirect(`${PATH}?done=${done.changed ? 'saved' : 'same'}`, 303);
  if (done.why !== 'stale') return show(c, { typed, refusal: { why: done.why, text: t(done) } });
  // What was typed stays. To save it again takes the place of what another has arranged.
  const arrangement = sayVersion(current, await wordsFor(c, [current]));
  const text = `${t(done)} ${t('There it says now: {arrangement} Save again to put yours in its place.', { arrangement })}`;
  return show(c, { typed: { ...typed, base: current.version }, refusal: { why: done.why, text } });
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
  throw new NewsroomError(REFUSAL_STATUS[done.why], 'Not put back', done);
}

/** Adds the page on which the front page is arranged. */
export function addFrontRoutes(newsroom: Newsroom): void {
  newsroom.get(PATH, (c) => show(c));
  newsroom.post(PATH, save);
  newsroom.post(`${PATH}/restore`, restore);
}
