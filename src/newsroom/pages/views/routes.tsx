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
  zoneOf,
} from '../../frame/context.ts';
import { renderNewsroom } from '../../frame/layout.tsx';
import { may } from '../../people/desk/roles.ts';
import type { PageRefusal, PageRevision } from '../desk/page-revision.ts';
import { EMPTY_PAGE, readTyped, recordOf, type TypedPage, typedOf } from './form.ts';
import { editPath, PageForm, PageHistory, PageList } from './views.tsx';

const mayPublish = (c: NewsroomContext) => may(c.get('person').role, 'publish');

/** What a change did, by the word in the address that leads back to a page. */
const DONE: Record<string, string> = {
  published: 'The page is published. Readers see it within a minute.',
  same: 'Nothing was changed, so nothing was published.',
  withdrawn: 'The page is withdrawn. Its address is not found from now on; its versions stay.',
};

const saidIn = (c: NewsroomContext) => {
  const text = DONE[c.req.query('done') ?? ''];
  return text === undefined ? undefined : { text };
};

async function showPages(c: NewsroomContext): Promise<Response> {
  const pages = await deskOf(c.env).pages.list();
  return renderNewsroom(c, {
    title: 'Pages',
    said: saidIn(c),
    children: (
      <>
        <p>The newsroom’s own pages, such as About and Contact, each at an address of its own.</p>
        <p class="actions">
          {mayPublish(c) ? (
            <a class="button" href="/newsroom/new-page">
              New page
            </a>
          ) : (
            ''
          )}
          <a href="/newsroom/redirects">Old addresses</a>
        </p>
        {pages.length === 0 ? <p>There are none yet.</p> : <PageList pages={pages} zone={zoneOf(c)} />}
      </>
    ),
  });
}

interface FormPage {
  typed: TypedPage;
  isNew: boolean;
  faults?: readonly Fault[];
  refusal?: PageRefusal;
  other?: PageRevision | undefined;
  said?: { text: string; isWrong?: boolean } | undefined;
}

/** Shows the form of a page with what was typed. */
async function showForm(c: NewsroomContext, page: FormPage): Promise<Response> {
  const { typed, isNew, faults = [], refusal, other, said } = page;
  const revisions = isNew ? [] : await deskOf(c.env).pages.revisions(typed.slug);
  const wrong = faults.length > 0 ? 'The page was not published. The form says why.' : refusal?.detail;
  const status = faults.length > 0 ? 422 : refusal && REFUSAL_STATUS[refusal.why];
  const isPublished = revisions.at(-1)?.status === 'published';
  return renderNewsroom(c, {
    title: isNew ? 'New page' : typed.title || typed.slug,
    said: said ?? (wrong === undefined ? saidIn(c) : { text: wrong, isWrong: true }),
    ...(status === undefined ? {} : { status }),
    children: (
      <>
        {isNew ? (
          ''
        ) : (
          <p class="quiet">
            {isPublished ? <a href={`/${typed.slug}`}>/{typed.slug}</a> : `/${typed.slug} is withdrawn.`}
          </p>
        )}
        <PageForm typed={typed} faults={faults} isNew={isNew} mayPublish={mayPublish(c)} other={other} />
        {revisions.length > 0 ? (
          <>
            <h2>Versions</h2>
            <PageHistory revisions={revisions} zone={zoneOf(c)} />
          </>
        ) : (
          ''
        )}
        {isPublished && mayPublish(c) ? (
          <form method="post" action={`${editPath(typed.slug)}/withdraw`}>
            <h2>Withdraw</h2>
            <p>Readers then find nothing at /{typed.slug}. Every version is kept.</p>
            <input type="hidden" name="revision" value={String(typed.revision)} />
            <p class="actions">
              <button type="submit">Withdraw the page</button>
            </p>
          </form>
        ) : (
          ''
        )}
      </>
    ),
  });
}

/** Finds the page at the request's address. Throws 404 if there never was one. */
async function findPage(c: NewsroomContext): Promise<PageRevision> {
  const slug = c.req.param('slug') ?? '';
  const found = pageSlug.safeParse(slug).success ? await deskOf(c.env).pages.find(slug) : undefined;
  if (found) return found;
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
  const newest = await findPage(c);
  const asked = c.req.query('revision');
  const said =
    asked !== undefined && Number(asked) !== newest.revision
      ? { text: `This is version ${asked}. Publish it to put it in place of the newest one.` }
      : undefined;
  return showForm(c, { typed: typedOf(await shownRecord(c, newest), newest.revision), isNew: false, said });
}

/** Publishes what was typed, if nobody has changed the page since the editor opened it. */
async function publish(c: NewsroomContext, before: PageRevision | undefined): Promise<Response> {
  const typed = readTyped(await readForm(c), before?.slug ?? '');
  const isNew = before === undefined;
  const made = recordOf(typed, before);
  if (!made.ok) return showForm(c, { typed, isNew, faults: made.faults });
  const expected = typed.revision === 0 ? 'new' : { revision: typed.revision };
  const options = { expected, actor: c.get('actor'), now: Date.now() } as const;
  const done = await deskOf(c.env).pages.save(made.value, options);
  if (done.ok) return c.redirect(`${editPath(typed.slug)}?done=${done.changed ? 'published' : 'same'}`, 303);
  if (done.why !== 'stale') return showForm(c, { typed, isNew, refusal: done });
  const other = await deskOf(c.env).pages.find(typed.slug);
  if (isNew) {
    const rule = `is the address of another page, which ${other?.who} has published. Choose another`;
    return showForm(c, { typed, isNew, faults: [{ field: 'slug', value: undefined, rule }] });
  }
  const said = {
    text: `${other?.who} has changed the page while you were writing, so yours is not published yet. Below is what you typed, and beside it what ${other?.who} published. Publish yours in its place, after you have taken over what you need. Every version is kept.`,
    isWrong: true,
  };
  return showForm(c, {
    typed: { ...typed, revision: other?.revision ?? 0 },
    isNew,
    refusal: done,
    other,
    said,
  });
}

async function withdraw(c: NewsroomContext): Promise<Response> {
  const { slug } = await findPage(c);
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
    `${done.detail} Open the page again to see it as it is now.`,
  );
}

/** Shows what was typed as readers would get it. Nothing is stored. */
async function preview(c: NewsroomContext): Promise<Response> {
  const typed = readTyped(await readForm(c), '');
  const made = recordOf({ ...typed, slug: 'preview' }, undefined);
  if (!made.ok) {
    const rules = made.faults.map(({ field, rule }) => `${field} ${rule}.`).join(' ');
    throw new NewsroomError(422, 'No preview', `${rules} Close this tab, correct it and try again.`);
  }
  const site = c.get('site');
  for (const [name, value] of Object.entries(await securityHeaders(site))) c.header(name, value);
  return c.html(renderSitePagePreview({ ...made.value, changed: new Date().toISOString() }, site));
}

/** Adds the pages on which the newsroom's own pages are written. */
export function addPageRoutes(newsroom: Newsroom): void {
  newsroom.get('/newsroom/pages', showPages);
  newsroom.get('/newsroom/new-page', (c) => showForm(c, { typed: EMPTY_PAGE, isNew: true }));
  newsroom.post('/newsroom/new-page', (c) => publish(c, undefined));
  newsroom.post('/newsroom/page-preview', preview);
  newsroom.get('/newsroom/pages/:slug', showPage);
  newsroom.post('/newsroom/pages/:slug', async (c) => publish(c, await findPage(c)));
  newsroom.post('/newsroom/pages/:slug/withdraw', withdraw);
}
