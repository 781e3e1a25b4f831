import { mediaTypeOf } from '../../../lib/body.ts';
import { readSettings } from '../../../settings/settings.ts';
import { sitePageUrl } from '../../../settings/site.ts';
import { MAX_PAGE_CHARACTERS, parsePageFile, parsePageJson } from '../../../site/site-page/parse.ts';
import { pageSlug, type SitePage } from '../../../site/site-page/site-page.ts';
import { countFaults, type Fault } from '../../../site/story/parse/fault.ts';
import { readText } from '../../api/body.ts';
import type { ApiContext } from '../../api/context.ts';
import { etagHeader, type Handlers } from '../../api/operation.ts';
import { ProblemError, refusalProblem } from '../../api/problem.ts';
import { readPrecondition, requireType } from '../../api/request.ts';
import { deskOf } from '../../desk/desk-stub.ts';
import type { Precondition } from '../../desk/ledger/change-result.ts';
import type { PageRefusal, PageRevision } from '../desk/page-revision.ts';
import type { pageOperations } from './operations.ts';

const urlOf = (c: ApiContext, slug: string) => sitePageUrl(readSettings(c.env).site, slug);

/** Returns a page as the API sends it. */
const detailOf = (c: ApiContext, page: PageRevision) => ({
  ...page,
  status: page.record ? ('published' as const) : ('withdrawn' as const),
  url: urlOf(c, page.slug),
});

/** Reads the slug in the request's address. Throws 404 if no page can have it. */
function readSlug(c: ApiContext): string {
  const parsed = pageSlug.safeParse(c.req.param('slug'));
  if (parsed.success) return parsed.data;
  throw new ProblemError(404, `There can be no such page: its slug ${parsed.error.issues[0]?.message}.`);
}

const unknown = (slug: string) => new ProblemError(404, `There is no page "${slug}".`);

const invalid = (faults: Fault[]) => {
  const count = countFaults(faults);
  const detail = `The page has ${count === 1 ? 'a fault' : `${count} faults`}, so it was not published. Correct it and send it again.`;
  return new ProblemError(422, detail, { faults });
};

/** Reads the page in the request's body. */
async function readPage(c: ApiContext, slug: string): Promise<SitePage> {
  requireType(c, 'application/json', 'text/markdown');
  const text = await readText(c.req.raw, 'A page', 4 * MAX_PAGE_CHARACTERS);
  const isJson = mediaTypeOf(c.req.raw.headers) === 'application/json';
  const parsed = isJson ? parsePageJson(text, slug) : parsePageFile(text, slug);
  if (!parsed.ok) throw invalid(parsed.faults);
  if (parsed.value.slug === slug) return parsed.value;
  const rule = `must be the slug in the address, "${slug}"`;
  throw invalid([{ field: 'slug', value: JSON.stringify(parsed.value.slug), rule }]);
}

const problemOf = ({ current, ...refusal }: PageRefusal, expected: Precondition) =>
  refusalProblem(refusal, {
    ...(current ? { current } : {}),
    ...(refusal.why === 'stale'
      ? { yours: { replaces: typeof expected === 'object' ? expected.revision : null } }
      : {}),
  });

export const pageHandlers: Handlers<typeof pageOperations> = {
  async listPages(c, send) {
    const pages = await deskOf(c.env).pages.list();
    return send(200, { pages: pages.map((page) => ({ ...page, url: urlOf(c, page.slug) })) });
  },

  async getPage(c, send) {
    const slug = readSlug(c);
    const page = await deskOf(c.env).pages.find(slug);
    if (!page) throw unknown(slug);
    return send(200, detailOf(c, page), etagHeader(page.revision));
  },

  async putPage(c, send) {
    const slug = readSlug(c);
    const expected = readPrecondition(c);
    const record = await readPage(c, slug);
    const options = { expected, actor: c.get('actor'), now: Date.now() };
    const done = await deskOf(c.env).pages.save(record, options);
    if (!done.ok) throw problemOf(done, expected);
    const { record: _record, ...page } = detailOf(c, done.page);
    const isNew = done.changed && page.revision === 1;
    return send(isNew ? 201 : 200, { ...page, changed: done.changed }, etagHeader(page.revision));
  },

  async withdrawPage(c, send) {
    const slug = readSlug(c);
    const expected = readPrecondition(c);
    const options = { expected, actor: c.get('actor'), now: Date.now() };
    const done = await deskOf(c.env).pages.withdraw(slug, options);
    if (!done.ok) throw problemOf(done, expected);
    const { record: _record, ...page } = detailOf(c, done.page);
    return send(200, { ...page, changed: done.changed }, etagHeader(page.revision));
  },

  async listPageRevisions(c, send) {
    const slug = readSlug(c);
    const revisions = await deskOf(c.env).pages.revisions(slug);
    if (revisions.length === 0) throw unknown(slug);
    return send(200, { revisions });
  },

  async getPageRevision(c, send) {
    const slug = readSlug(c);
    const revision = c.req.param('revision') ?? '';
    const found = /^[1-9]\d{0,8}$/.test(revision)
      ? await deskOf(c.env).pages.revision(slug, Number(revision))
      : undefined;
    if (found) return send(200, detailOf(c, found));
    throw new ProblemError(
      404,
      `The page "${slug}" has no revision ${JSON.stringify(revision.slice(0, 20))}.`,
    );
  },
};
