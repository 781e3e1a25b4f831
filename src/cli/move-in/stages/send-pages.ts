import type { PageRevision } from '../../../desk/pages/page-revision.ts';
import { parsePageRecord } from '../../../story/site-page/parse.ts';
import { isSamePage, type SitePage } from '../../../story/site-page/site-page.ts';
import { MAX_PAGE_SLUG } from '../../../story/site-page/slugs.ts';
import { type ApiClient, jsonBody, ServerError } from '../../client/api-client.ts';
import { findPage, isEarlier } from '../../pages/publish-pages.ts';
import type { Move } from '../move.ts';
import { freeSlug } from '../plan/slug.ts';
import type { Outcome } from '../work/acknowledgements.ts';
import type { StoredPlan } from '../work/plans.ts';

/** What the server has of a page of the move. */
interface Found {
  outcome: Extract<Outcome, 'new' | 'there' | 'kept'>;
  page: SitePage;
}

/** Whether a revision of the server, or one before it, is this page. */
const wasMovedIn = async (api: ApiClient, page: SitePage, { record, revision }: PageRevision) =>
  (record !== null && isSamePage(record, page)) || (await isEarlier(api, page, revision));

/**
 * Finds out what to do with a page: it is there, it was there and has been changed, or it is new. If the server has another page at its
 * address, such as an "About" of its own, it gets the next address that is free.
 */
async function compare(
  api: ApiClient | null,
  page: SitePage,
  isTaken: (slug: string) => boolean,
): Promise<Found> {
  const others = new Set<string>();
  for (let candidate = page; api; ) {
    const remote = await findPage(api, candidate.slug);
    if (!remote) return { outcome: 'new', page: candidate };
    if (remote.record && isSamePage(remote.record, candidate)) return { outcome: 'there', page: candidate };
    if (await wasMovedIn(api, candidate, remote)) return { outcome: 'kept', page: candidate };
    others.add(candidate.slug);
    const slug = freeSlug(page.slug, MAX_PAGE_SLUG, (each) => others.has(each) || isTaken(each));
    candidate = { ...page, slug };
  }
  return { outcome: 'new', page };
}

async function publish(api: ApiClient, page: SitePage): Promise<string | undefined> {
  try {
    await api.request('PUT', `/pages/${page.slug}`, jsonBody(page, { 'If-None-Match': '*' }));
    return undefined;
  } catch (error) {
    if (error instanceof ServerError && error.problem && error.problem.status < 500) return error.message;
    throw error;
  }
}

async function sendPage(move: Move, { key, hash, slug, body }: StoredPlan): Promise<void> {
  const { work, api, ledger, isDryRun } = move;
  const parsed = parsePageRecord(JSON.parse(body ?? ''));
  if (!parsed.ok) throw new Error(`The page ${slug} is not one any more.`);
  const isTaken = (each: string) => each !== slug && work.plans.hasSlug('page', each);
  const { outcome, page } = await compare(api, parsed.value, isTaken);
  const known = work.acknowledged.find(ledger, 'page', key);
  const place = { entry: `"${page.title}"` };
  if (outcome === 'new' && !isDryRun && api) {
    work.acknowledged.set(ledger, 'page', key, { hash, outcome: 'sending' });
    const refusal = await publish(api, page);
    if (refusal !== undefined) {
      work.transaction(() => {
        work.acknowledged.set(ledger, 'page', key, { hash, outcome: 'refused' });
        work.losses.forget('send', key);
        work.losses.add(
          'send',
          { place, kind: 'refused', was: `the page ${slug}`, now: `left out. ${refusal}` },
          key,
        );
      });
      return;
    }
  }
  const isOurs = outcome === 'there' && (known?.outcome === 'sending' || known?.outcome === 'new');
  work.transaction(() => {
    work.acknowledged.set(ledger, 'page', key, { hash, outcome: isOurs ? 'new' : outcome });
    work.losses.forget('send', key);
    if (page.slug !== slug) work.plans.setSlug(key, page.slug);
    if (page.slug !== parsed.value.slug) {
      const was = `the page /${parsed.value.slug}, where the server has another one`;
      const now = `/${page.slug}. The old address shows the page that was here before`;
      work.losses.add('send', { place, kind: 'slug', was, now }, key);
    }
    if (outcome === 'kept') {
      const now = 'as it is here: it was changed or withdrawn since it moved in';
      work.losses.add('send', { place, kind: 'kept', was: `the page /${page.slug}`, now }, key);
    }
  });
}

/** Publishes the pages that the server does not have. One that was changed there stays as it is. */
export async function sendPages(move: Move): Promise<void> {
  const { work, progress, interruption } = move;
  progress.begin('Pages', work.plans.count('page'));
  let done = 0;
  for (const plan of work.plans.all('page')) {
    await sendPage(move, plan);
    progress.update(++done);
    await interruption.check();
  }
  progress.end();
}
