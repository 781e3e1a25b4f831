import { securityHeaders } from '../../../site/page/security.ts';
import { renderSitePagePreview } from '../../../site/page/site-page.tsx';
import { pageSlug } from '../../../site/site-page/site-page.ts';
import type { Fault } from '../../../site/story/parse/fault.ts';
import { deskOf } from '../../desk/desk-stub.ts';
import { REFUSAL_STATUS } from '../../desk/refusal-status.ts';
import {
  type Newsroom,
  type NewsroomContext,
  NewsroomError,
  readForm,
  textField,
  wantsJson,
  zoneOf,
} from '../../frame/context.ts';
import { renderNewsroom } from '../../frame/layout.tsx';
import { formatTime } from '../../frame/times.ts';
import { may } from '../../people/desk/roles.ts';
import { asValue, sentence } from '../../words/translate.ts';
import type { Translate } from '../../words/words.ts';
import type { PageDraft, PageDraftResult } from '../desk/page-draft.ts';
import type { PageRefusal, PageRevision } from '../desk/page-revision.ts';
import { EMPTY_PAGE, readTyped, recordOf, type TypedPage, typedInDraft, typedOf } from './form.ts';
import {
  editPath,
  NewPageForm,
  type OtherText,
  PageForm,
  PageHistory,
  PageList,
  sayFault,
} from './views.tsx';

const mayPublish = (c: NewsroomContext) => may(c.get('person').role, 'publish');

/** What a change did, by the word in the address that leads back to a page. */
const DONE: Record<string, string> = {
  saved: sentence('The draft is saved. Readers do not see it.'),
  discarded: sentence('The draft is gone.'),
  published: sentence('The page is published. Readers see it within a minute.'),
  same: sentence('Nothing was changed, so nothing was published.'),
  withdrawn: sentence('The page is withdrawn. Its address is not found from now on; its versions stay.'),
};

const saidIn = (c: NewsroomContext) => {
  const text = DONE[c.req.query('done') ?? ''];
  return text === undefined ? undefined : { text: c.get('t')(text) };
};

async function showPages(c: NewsroomContext): Promise<Response> {
  const t = c.get('t');
  const desk = deskOf(c.env);
  const pages = await desk.pages.list();
  const drafts = mayPublish(c) ? await desk.pageDrafts.list() : [];
  return renderNewsroom(c, {
    title: t('Pages'),
    said: saidIn(c),
    children: (
      <>
        <p>{t('The newsroom’s own pages, such as About and Contact, each at an address of its own.')}</p>
        <p class="actions">
          {mayPublish(c) ? (
            <a class="button" href="/newsroom/new-page">
              {t('New page')}
            </a>
          ) : (
            ''
          )}
          <a href="/newsroom/redirects">{t('Old addresses')}</a>
        </p>
        {pages.length + drafts.length === 0 ? (
          <p>{t('There are none yet.')}</p>
        ) : (
          <PageList pages={pages} drafts={drafts} zone={zoneOf(c)} />
        )}
      </>
    ),
  });
}

interface FormPage {
  typed: TypedPage;
  draft?: PageDraft | undefined;
  faults?: readonly Fault[];
  refusal?: PageRefusal;
  other?: OtherText | undefined;
  status?: number;
  said?: { text: string; isWrong?: boolean } | undefined;
}

/** Shows the form of a page with what was typed. */
async function showForm(c: NewsroomContext, page: FormPage): Promise<Response> {
  const t = c.get('t');
  const { typed, draft, faults = [], refusal, other, said } = page;
  const address = `/${typed.slug}`;
  const revisions = await deskOf(c.env).pages.revisions(typed.slug);
  const wrong =
    faults.length > 0 ? t('The page was not published. The form says why.') : refusal && t(refusal);
  const status = faults.length > 0 ? 422 : refusal ? REFUSAL_STATUS[refusal.why] : page.status;
  const isPublished = revisions.at(-1)?.status === 'published';
  return renderNewsroom(c, {
    title: typed.title || typed.slug,
    scripts: mayPublish(c) ? ['page'] : [],
    said: said ?? (wrong === undefined ? saidIn(c) : { text: wrong, isWrong: true }),
    ...(status === undefined ? {} : { status }),
    children: (
      <>
        <p class="quiet">
          {isPublished ? (
            <a href={address}>{address}</a>
          ) : revisions.length > 0 ? (
            t('{address} is withdrawn.', { address })
          ) : (
            t('{address} is not published.', { address })
          )}
          {draft
            ? ` ${t('This is a draft, which {name} saved {time}. Readers do not see it.', {
                name: draft.by,
                time: formatTime(draft.at, zoneOf(c), t.tag),
              })}`
            : ''}
        </p>
        <PageForm
          typed={typed}
          faults={faults}
          person={c.get('person').id}
          mayPublish={mayPublish(c)}
          isDraft={draft !== undefined}
          site={c.get('site')}
          other={other}
        />
        {revisions.length > 0 ? (
          <>
            <h2>{t('Versions')}</h2>
            <PageHistory revisions={revisions} zone={zoneOf(c)} />
          </>
        ) : (
          ''
        )}
        {isPublished && mayPublish(c) ? (
          <form method="post" action={`${editPath(typed.slug)}/withdraw`}>
            <h2>{t('Withdraw')}</h2>
            <p>{t('Readers then find nothing at {address}. Every version is kept.', { address })}</p>
            <input type="hidden" name="revision" value={String(typed.revision)} />
            <p class="actions">
              <button type="submit">{t('Withdraw the page')}</button>
            </p>
          </form>
        ) : (
          ''
        )}
      </>
    ),
  });
}

/** The page at the request's address: the newest of its revisions, and its draft. It has at least one of both. */
interface OpenedPage {
  slug: string;
  newest: PageRevision | undefined;
  draft: PageDraft | undefined;
}

/** Finds the page at the request's address. Throws 404 if there never was one. */
async function openPage(c: NewsroomContext): Promise<OpenedPage> {
  const slug = c.req.param('slug') ?? '';
  const { pages, pageDrafts } = deskOf(c.env);
  const isSlug = pageSlug.safeParse(slug).success;
  const newest = isSlug ? await pages.find(slug) : undefined;
  const draft = isSlug && mayPublish(c) ? await pageDrafts.find(slug) : undefined;
  if (newest || draft) return { slug, newest, draft };
  throw new NewsroomError(404, 'No such page', 'There is no page at this address. “Pages” lists all.');
}

/** Returns the revision of a page that the form shows: the one that is asked for, or the newest that has a text. */
async function shownRecord(c: NewsroomContext, newest: PageRevision) {
  const asked = Number(c.req.query('revision'));
  const first = Number.isSafeInteger(asked) && asked > 0 ? asked : newest.revision;
  for (let revision = Math.min(first, newest.revision); revision > 0; revision--) {
    const found = await deskOf(c.env).pages.revision(newest.slug, revision);
    if (found?.record) return found.record;
  }
  return { slug: newest.slug, title: newest.slug, inLanguage: null, description: null, body: '' };
}

async function showPage(c: NewsroomContext): Promise<Response> {
  const { newest, draft } = await openPage(c);
  const t = c.get('t');
  const asked = c.req.query('revision');
  if (!newest || (draft && asked === undefined))
    return showForm(c, { typed: typedInDraft(draft as PageDraft), draft });
  const said =
    asked !== undefined && Number(asked) !== newest.revision
      ? {
          text: draft
            ? t(
                'This is version {number}. Publish it to put it in place of the newest one. The draft, which {name} saved, stays.',
                { number: asked, name: draft.by },
              )
            : t('This is version {number}. Publish it to put it in place of the newest one.', {
                number: asked,
              }),
        }
      : undefined;
  // Of no version of the draft: nobody saves or publishes this over a draft that it does not show.
  const typed = typedOf(await shownRecord(c, newest), newest.revision);
  return showForm(c, { typed, said });
}

/** What somebody else has made of a page meanwhile. */
const publishedBy = (t: Translate, { who, record }: PageRevision): OtherText => ({
  heading: t('Published by {name}', { name: who }),
  text: record ? `${record.title}\n\n${record.body}` : t('{name} has withdrawn the page.', { name: who }),
});
const savedBy = (t: Translate, { by, typed }: PageDraft): OtherText => ({
  heading: t('Saved by {name}', { name: by }),
  text: `${typed.title}\n\n${typed.body}`,
});

const draftOf = ({ slug, version, revision, title, inLanguage, description, body }: TypedPage) => ({
  ...{ slug, version, base: revision },
  typed: { title, inLanguage, description, body },
});

/** Asks for the address and the title of a new page. */
const showNewPage = (c: NewsroomContext, typed: TypedPage = EMPTY_PAGE, faults: readonly Fault[] = []) =>
  renderNewsroom(c, {
    title: c.get('t')('New page'),
    ...(faults.length > 0 ? { status: 422 } : {}),
    children: <NewPageForm typed={typed} faults={faults} />,
  });

/** Begins the draft of a new page. */
async function beginPage(c: NewsroomContext): Promise<Response> {
  const typed = readTyped(await readForm(c), '');
  const refuse = (rule: string) => showNewPage(c, typed, [{ field: 'slug', value: typed.slug, rule }]);
  const parsed = pageSlug.safeParse(typed.slug);
  if (!parsed.success) return refuse(parsed.error.issues[0]?.message ?? '');
  const { pages, pageDrafts } = deskOf(c.env);
  const known = await pages.find(typed.slug);
  const begun = known ? undefined : await pageDrafts.save(draftOf(typed), c.get('actor'), Date.now());
  if (begun?.ok) return c.redirect(editPath(typed.slug), 303);
  const by = known?.who ?? begun?.current?.by;
  if (by !== undefined) return refuse(`must not be the address of another page, by ${by}`);
  if (begun) throw new NewsroomError(REFUSAL_STATUS[begun.why], 'Not begun', begun);
  return c.redirect(editPath(typed.slug), 303);
}

/** Saves what was typed as the draft of a page, if nobody else has saved it since. */
async function saveDraft(c: NewsroomContext): Promise<Response> {
  const { slug } = await openPage(c);
  const typed = readTyped(await readForm(c), slug);
  const saved = await deskOf(c.env).pageDrafts.save(draftOf(typed), c.get('actor'), Date.now());
  if (wantsJson(c)) return answerSaved(c, saved);
  if (saved.ok) return c.redirect(`${editPath(slug)}?done=saved`, 303);
  const { current } = saved;
  const t = c.get('t');
  const reason = t(saved);
  const said = { text: t('Not saved. {reason} What you typed is still here.', { reason }), isWrong: true };
  const shown = {
    typed: { ...typed, version: current?.version ?? 0 },
    said,
    other: current && savedBy(t, current),
  };
  return showForm(c, { ...shown, status: REFUSAL_STATUS[saved.why] });
}

/** Answers the page's script as the editor of drafts does. */
function answerSaved(c: NewsroomContext, saved: PageDraftResult): Response {
  if (saved.ok) return c.json({ version: saved.version, state: '', voided: false });
  if (!saved.current) throw new NewsroomError(REFUSAL_STATUS[saved.why], 'Not saved', saved);
  const { version, by, at, typed } = saved.current;
  const { inLanguage, ...fields } = typed;
  const current = {
    version,
    by,
    at: new Date(at).toISOString(),
    fields: { ...fields, language: inLanguage },
  };
  return c.json({ detail: c.get('t')(saved), current }, REFUSAL_STATUS.stale);
}

async function discardDraft(c: NewsroomContext): Promise<Response> {
  const { slug, newest } = await openPage(c);
  const version = Number(textField(await readForm(c), 'version'));
  const done = await deskOf(c.env).pageDrafts.discard(slug, version, c.get('actor'));
  if (!done.ok) throw new NewsroomError(REFUSAL_STATUS[done.why], 'Not discarded', done);
  return c.redirect(`${newest ? editPath(slug) : '/newsroom/pages'}?done=discarded`, 303);
}

/** Publishes what was typed, if nobody has changed the page since the editor opened it. */
async function publish(c: NewsroomContext): Promise<Response> {
  const { slug, newest: before, draft } = await openPage(c);
  const typed = readTyped(await readForm(c), slug);
  const made = recordOf(typed, before);
  if (!made.ok) return showForm(c, { typed, draft, faults: made.faults });
  const { pages, pageDrafts } = deskOf(c.env);
  const expected = typed.revision === 0 ? 'new' : { revision: typed.revision };
  const actor = c.get('actor');
  const done = await pages.save(made.value, { expected, actor, now: Date.now() });
  if (done.ok) {
    // A draft that somebody has saved meanwhile stays.
    await pageDrafts.discard(slug, typed.version, actor);
    return c.redirect(`${editPath(slug)}?done=${done.changed ? 'published' : 'same'}`, 303);
  }
  const other = done.why === 'stale' ? await pages.find(slug) : undefined;
  if (!other) return showForm(c, { typed, draft, refusal: done });
  const said = {
    text: c.get('t')(
      '{name} has changed the page while you were writing, so yours is not published yet. Below is what you typed, and beside it what {name} published. Publish yours in its place, after you have taken over what you need. Every version is kept.',
      { name: other.who },
    ),
    isWrong: true,
  };
  const shown = { typed: { ...typed, revision: other.revision }, draft, refusal: done };
  return showForm(c, { ...shown, other: publishedBy(c.get('t'), other), said });
}

async function withdraw(c: NewsroomContext): Promise<Response> {
  const { slug } = await openPage(c);
  const revision = Number(textField(await readForm(c), 'revision'));
  if (!Number.isSafeInteger(revision) || revision < 1)
    throw new NewsroomError(
      400,
      'Not withdrawn',
      'The form does not say which version it is about. Open the page again.',
    );
  const options = { expected: { revision }, actor: c.get('actor'), now: Date.now() };
  const done = await deskOf(c.env).pages.withdraw(slug, options);
  if (done.ok) return c.redirect('/newsroom/pages?done=withdrawn', 303);
  throw new NewsroomError(
    REFUSAL_STATUS[done.why],
    'Not withdrawn',
    '{reason} Open the page again to see it as it is now.',
    { reason: asValue(done) },
  );
}

/** Shows what was typed as readers would get it. Nothing is stored. */
async function preview(c: NewsroomContext): Promise<Response> {
  const typed = readTyped(await readForm(c), '');
  const made = recordOf({ ...typed, slug: 'preview' }, undefined);
  if (!made.ok) {
    const rules = made.faults.map((fault) => sayFault(c.get('t'), fault)).join(' ');
    throw new NewsroomError(422, 'No preview', '{faults} Close this tab, correct it and try again.', {
      faults: rules,
    });
  }
  const site = c.get('site');
  for (const [name, value] of Object.entries(await securityHeaders(site))) c.header(name, value);
  return c.html(renderSitePagePreview({ ...made.value, changed: new Date().toISOString() }, site));
}

/** Adds the pages on which the newsroom's own pages are written. */
export function addPageRoutes(newsroom: Newsroom): void {
  newsroom.get('/newsroom/pages', showPages);
  newsroom.get('/newsroom/new-page', (c) => showNewPage(c));
  newsroom.post('/newsroom/new-page', beginPage);
  newsroom.post('/newsroom/page-preview', preview);
  newsroom.get('/newsroom/pages/:slug', showPage);
  newsroom.post('/newsroom/pages/:slug', publish);
  newsroom.post('/newsroom/pages/:slug/draft', saveDraft);
  newsroom.post('/newsroom/pages/:slug/discard', discardDraft);
  newsroom.post('/newsroom/pages/:slug/withdraw', withdraw);
}
