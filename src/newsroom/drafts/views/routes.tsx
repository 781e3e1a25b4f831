import { type Site, storyUrl } from '../../../settings/site.ts';
import { isStorySlug } from '../../../site/story/slug.ts';
import { deskOf } from '../../desk/desk-stub.ts';
import { type Newsroom, type NewsroomContext, readForm, textField, zoneOf } from '../../frame/context.ts';
import { LanguageField } from '../../frame/language-field.tsx';
import { renderNewsroom } from '../../frame/layout.tsx';
import { dayOf, formatTime } from '../../frame/times.ts';
import { useWords } from '../../words/words.ts';
import { proposeName } from '../desk/draft-name.ts';
import { MAX_LISTED } from '../desk/drafts.ts';
import { FilterForm, filterDrafts, readFilter, States } from './filter.tsx';
import { newDraftText } from './new-draft.ts';
import { DraftRows } from './rows.tsx';

async function showDrafts(c: NewsroomContext, attempt?: Attempt): Promise<Response> {
  if (c.req.query('state') === 'discarded') return showDiscarded(c);
  const t = c.get('t');
  const [actor, zone, filter] = [c.get('actor'), zoneOf(c), readFilter(c)];
  const all = await deskOf(c.env).drafts.list({ actor });
  const drafts = filterDrafts(all, filter);
  const waits = drafts.filter(
    ({ state, reviewer }) => state === 'in review' && reviewer !== null && reviewer === actor.person,
  );
  const discarded = c.req.query('discarded');
  return renderNewsroom(c, {
    title: t('Drafts'),
    status: attempt ? 422 : 200,
    ...(discarded && /^[\da-f]{32}$/.test(discarded) ? { said: { text: <Undo id={discarded} /> } } : {}),
    children: (
      <>
        <details open={attempt !== undefined || c.req.query('new') !== undefined}>
          <summary>{t('New draft')}</summary>
          <NewDraft
            {...(attempt ?? { headline: '', name: '', language: c.get('site').language })}
            site={c.get('site')}
          />
        </details>
        <p class="links">
          <a href="/newsroom/wire/draft">{t('Draft from sources')}</a>
        </p>
        <States filter={filter} drafts={all} />
        <FilterForm filter={filter} drafts={all} topics={c.get('site').topics} />
        {waits.length > 0 ? (
          <section aria-labelledby="waits-title">
            <h2 id="waits-title">{t('Waiting for your review')}</h2>
            <DraftRows drafts={waits} zone={zone} />
            <h2>{t('All of these')}</h2>
          </section>
        ) : (
          ''
        )}
        {drafts.length > 0 ? <DraftRows drafts={drafts} zone={zone} /> : <p>{t('No drafts here.')}</p>}
        {all.length === MAX_LISTED ? (
          <p>{t('These are among the {count} drafts that changed last.', { count: MAX_LISTED })}</p>
        ) : (
          ''
        )}
        <p>
          <a href="/newsroom/drafts?state=discarded">{t('Discarded drafts')}</a>
        </p>
      </>
    ),
  });
}

function Undo({ id }: { id: string }) {
  const t = useWords();
  return (
    <form method="post" action={`/newsroom/drafts/${id}/restore`}>
      {t('The draft is discarded. It is kept for 30 days.')}{' '}
      <button type="submit" class="plain">
        {t('Undo')}
      </button>
    </form>
  );
}

async function showDiscarded(c: NewsroomContext): Promise<Response> {
  const drafts = await deskOf(c.env).drafts.list({ actor: c.get('actor'), discarded: true });
  const t = c.get('t');
  return renderNewsroom(c, {
    title: t('Discarded drafts'),
    children: (
      <>
        <p>{t('A discarded draft is deleted after 30 days.')}</p>
        <ul class="rows">
          {drafts.map(({ id, name, headline, discarded }) => (
            <li>
              <p>
                <a class="title" href={`/newsroom/drafts/${id}`} dir="auto">
                  {headline ?? name}
                </a>{' '}
                <span class="quiet">
                  {t('discarded on {time}', { time: formatTime(discarded ?? '', zoneOf(c), t.tag) })}
                </span>
              </p>
              <form method="post" action={`/newsroom/drafts/${id}/restore`}>
                <button type="submit" aria-label={t('Restore {name}', { name: headline ?? name })}>
                  {t('Restore')}
                </button>
              </form>
            </li>
          ))}
        </ul>
        {drafts.length === 0 ? <p>{t('There are none.')}</p> : ''}
      </>
    ),
  });
}

interface Attempt {
  headline: string;
  name: string;
  language: string;
  fault?: string;
}

/** The form that begins a draft. */
function NewDraft({ headline, name, language, fault, site }: Attempt & { site: Site }) {
  const t = useWords();
  return (
    <form method="post" action="/newsroom/drafts">
      <div class="field">
        <label for="headline">{t('Headline')}</label>
        <span class="hint" id="hint-headline">
          {t('It can be changed later.')}
        </span>
        <input
          type="text"
          id="headline"
          name="headline"
          value={headline}
          dir="auto"
          aria-describedby="hint-headline"
        />
      </div>
      <LanguageField language={language} own={site.language} />
      <div class="field">
        <label for="name">{t('Address of the story')}</label>
        <span class="hint" id="hint-name">
          {t('Leave this empty to have the address made from the headline, or write what follows {address}', {
            address: storyUrl(site, ''),
          })}
        </span>
        <input
          type="text"
          id="name"
          name="name"
          value={name}
          autocapitalize="none"
          aria-describedby={fault ? 'hint-name fault-name' : 'hint-name'}
          aria-invalid={fault ? 'true' : undefined}
        />
        {fault ? (
          <p class="fault" id="fault-name">
            {fault}
          </p>
        ) : (
          ''
        )}
      </div>
      <button class="main" type="submit">
        {t('Begin')}
      </button>
    </form>
  );
}

async function beginDraft(c: NewsroomContext): Promise<Response> {
  const t = c.get('t');
  const form = await readForm(c);
  const [headline, typed, language] = ['headline', 'name', 'language'].map((name) =>
    textField(form, name).trim(),
  ) as [string, string, string];
  const [now, zone] = [Date.now(), zoneOf(c)];
  const name = typed === '' ? proposeName(headline, dayOf(now, zone)) : typed;
  if (!isStorySlug(name)) {
    const fault = t(
      'Use small letters from a to z, digits, and hyphens between words, like rates-fall-again; at most 120 characters.',
    );
    return showDrafts(c, { headline, name: typed, language, fault });
  }
  const text = newDraftText({
    headline,
    language: language || c.get('site').language,
    author: c.get('person').name,
  });
  const made = await deskOf(c.env).drafts.create({ name, text, base: null, actor: c.get('actor'), now });
  if (!made.ok) return showDrafts(c, { headline, name: typed, language, fault: t(made) });
  return c.redirect(`/newsroom/drafts/${made.draft.id}`, 303);
}

/** Adds the list of drafts, on which one is begun. */
export function addDraftRoutes(newsroom: Newsroom): void {
  newsroom.get('/newsroom/drafts', (c) => showDrafts(c));
  newsroom.post('/newsroom/drafts', beginDraft);
}
