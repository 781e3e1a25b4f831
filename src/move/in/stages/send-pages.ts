import { type ApiClient, jsonBody, ServerError } from '../../../cli/client/api-client.ts';
import type { PageChange, PageDetail } from '../../../newsroom/pages/api/schemas.ts';
import { findPage, isEarlier } from '../../../newsroom/pages/cli/publish-pages.ts';
import { isSamplePage } from '../../../newsroom/pages/cli/sample-pages.ts';
import { parsePageRecord } from '../../../site/site-page/parse.ts';
import { isSamePage, type SitePage } from '../../../site/site-page/site-page.ts';
import { MAX_PAGE_SLUG } from '../../../site/site-page/slugs.ts';
import type { Move } from '../move.ts';
import { freeSlug } from '../plan/slug.ts';
import type { Outcome } from '../work/acknowledgements.ts';
import { UNDONE, undoneKey } from '../work/brought.ts';
import type { StoredPlan } from '../work/plans.ts';

/** What the server has of a page of the move. */
interface Found {
  outcome: Extract<Outcome, 'new' | 'there' | 'kept'>;
  page: SitePage;
  /** What the server has at its address and gives way to it: a sample's page, or what an undo has left; null if there is nothing. */
  replaces: PageDetail | null;
  /** The revision of the server, if the page is there. */
  revision?: number;
}

/** Whether a revision of the server, or one before it, is this page. */
const wasMovedIn = async (api: ApiClient, page: SitePage, { record, revision }: PageDetail) =>
  (record !== null && isSamePage(record, page)) || (await isEarlier(api, page, revision));

/**
 * Finds out what to do with a page: it is there, it was there and has been changed, or it is new. If the server has another page at its
 * address, such as an "About" of its own, it gets the next address that is free. A sample's page that nobody has edited gives way.
 */
async function compare(
  api: ApiClient | null,
  page: SitePage,
  isTaken: (slug: string) => boolean,
  undone: number | undefined,
): Promise<Found> {
  const replaces = null;
  const others = new Set<string>();
  for (let candidate = page; api; ) {
    const remote = await findPage(api, candidate.slug);
    if (!remote) return { outcome: 'new', page: candidate, replaces };
    if (remote.revision === undone) return { outcome: 'new', page: candidate, replaces: remote };
    if (remote.record && isSamePage(remote.record, candidate))
      return { outcome: 'there', page: candidate, replaces, revision: remote.revision };
    if (await wasMovedIn(api, candidate, remote)) return { outcome: 'kept', page: candidate, replaces };
    others.add(candidate.slug);
    const slug = freeSlug(page.slug, MAX_PAGE_SLUG, (each) => others.has(each) || isTaken(each));
    if (remote.record && isSamplePage(remote.record)) {
      // An earlier run may have found no other place than beside it.
      const beside = await findPage(api, slug);
      const isBeside = beside && (await wasMovedIn(api, { ...page, slug }, beside));
      if (!isBeside) return { outcome: 'new', page: candidate, replaces: remote };
    }
    candidate = { ...page, slug };
  }
  return { outcome: 'new', page, replaces: null };
}

async function publish(
  api: ApiClient,
  page: SitePage,
  replaces: PageDetail | null,
): Promise<string | { revision: number }> {
  const condition = replaces === null ? { 'If-None-Match': '*' } : { 'If-Match': `"${replaces.revision}"` };
  try {
    return await api.json<PageChange>('PUT', `/pages/${page.slug}`, jsonBody(page, condition));
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
  const undone = work.index.get<number>(UNDONE, undoneKey(move.server, 'page', key));
  const { outcome, page, replaces, revision } = await compare(api, parsed.value, isTaken, undone);
  const known = work.acknowledged.find(ledger, 'page', key);
  const place = { entry: `"${page.title}"` };
  if (outcome === 'new' && !isDryRun && api) {
    work.acknowledged.set(ledger, 'page', key, { hash, outcome: 'sending' });
    const answer = await publish(api, page, replaces);
    if (typeof answer === 'string') {
      work.transaction(() => {
        work.acknowledged.set(ledger, 'page', key, { hash, outcome: 'refused' });
        work.losses.forget('send', key);
        work.losses.add(
          'send',
          { place, kind: 'refused', was: `the page ${slug}`, now: `left out. ${answer}` },
          key,
        );
      });
      return;
    }
    const { revision: published } = answer;
    const detail = replaces?.record ? String(replaces.revision) : null;
    work.brought.add(ledger, { kind: 'page', key, name: page.slug, revision: published, detail });
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
    if (isOurs && revision !== undefined && !isDryRun && !work.brought.find(ledger, 'page', key))
      work.brought.add(ledger, { kind: 'page', key, name: page.slug, revision, detail: null });
    if (outcome === 'new' && replaces?.record && isSamplePage(replaces.record)) {
      const was = `the page /${page.slug} of the samples, which nobody has edited`;
      work.losses.add('send', { place, kind: 'page', was, now: 'the page of the old site' }, key);
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
