import type { PageList } from '../../../newsroom/pages/api/schemas.ts';
import { pathOfKey, redirectKey } from '../../../site/redirects/address.ts';
import { isAlwaysAnswered, ownRedirect, whatAnswers } from '../../../site/redirects/own-addresses.ts';
import type { Move } from '../move.ts';
import type { OldPost, Place } from '../old-site.ts';
import { describeTarget, type TargetContext, targetPath } from '../plan/redirect-target.ts';
import type { Plan } from '../work/plans.ts';

/** How many entries are looked at between two commits. */
const BATCH = 500;
/** How many addresses that showed the same are in one line of the report. */
const LOST_PER_LINE = 20;

const bareHost = (url: string) => URL.parse(url)?.hostname.replace(/^www\./, '') ?? '';

/** Where a post is now; null if readers find it nowhere. */
function pathOf(plan: Pick<Plan, 'kind' | 'slug'> | undefined): string | null {
  if (plan?.kind === 'story') return `/stories/${plan.slug}`;
  return plan?.kind === 'page' ? `/${plan.slug}` : null;
}

/** Collects where the addresses of the old site are to lead. */
class Collector {
  readonly #move: Move;
  readonly #hosts: ReadonlySet<string>;
  /** The slugs of the pages that the site will have. */
  readonly #pages: ReadonlySet<string>;

  constructor(move: Move, hosts: ReadonlySet<string>, pages: ReadonlySet<string>) {
    this.#move = move;
    this.#hosts = hosts;
    this.#pages = pages;
  }

  /** Returns what readers get at a key without any redirect, in words; undefined if that is nothing. */
  #shownAt(key: string): string | undefined {
    if (key !== pathOfKey(key)) return undefined;
    if (this.#pages.has(key.slice(1))) return `the page ${key}`;
    return isAlwaysAnswered(key) ? whatAnswers(key) : undefined;
  }

  lose(place: Place, was: string, now: string): void {
    this.#move.work.losses.add('redirects', { place, kind: 'redirect', was, now });
  }

  add(address: string, target: string, place: Place): void {
    const url = URL.parse(address);
    const key = redirectKey(address);
    if (!url || key === null) {
      this.lose(place, address, '404: it is not a web address');
      return;
    }
    if (!this.#hosts.has(bareHost(address))) {
      this.lose(place, address, 'no redirect: it is on another site');
      return;
    }
    // The site answers there by itself, or is the same in both.
    if (ownRedirect(address) === target || key === target) return;
    const shown = this.#shownAt(key);
    if (shown !== undefined) {
      this.lose(place, address, `no redirect: ${shown} answers there`);
      return;
    }
    const other = this.#move.work.redirects.add({ key, address, target, entry: place.entry ?? '' });
    if (other !== undefined) this.lose(place, `${address}, which led to ${target}`, `it leads to ${other}`);
  }

  addPost({ key, place, addresses, unpublished }: OldPost): void {
    // Nobody could read it before.
    if (unpublished !== null) return;
    const target = pathOf(this.#move.work.plans.find(key));
    const [first] = addresses;
    if (target !== null) for (const address of addresses) this.add(address, target, place);
    else if (first !== undefined) this.lose(place, addresses.join(' '), '404: it is not public here');
  }
}

/** Lists the slugs of the server's pages, and of those of the move. */
async function listPages({ api, work }: Move): Promise<string[]> {
  const moved = Array.from(work.plans.all('page'), ({ slug }) => slug ?? '');
  if (!api) return moved;
  const { pages } = await api.json<PageList>('GET', '/pages');
  return [...moved, ...pages.filter(({ status }) => status === 'published').map(({ slug }) => slug)];
}

/** Finds out where each address of the old site is to lead, into the work folder. */
export async function planRedirects(
  move: Move,
  options: {
    /** Addresses of the old site, whose hosts are its own. */
    homes: readonly (string | null | undefined)[];
    context: TargetContext;
    /** Other addresses of a picture: of its smaller copies. */
    pictureRedirects(url: string): Promise<{ from: string; to: string }[]>;
  },
): Promise<void> {
  const { work, interruption, progress } = move;
  const { context } = options;
  const pages = new Set(await listPages(move));
  const collector = new Collector(
    move,
    new Set(options.homes.map((home) => bareHost(home ?? '')).filter(Boolean)),
    pages,
  );
  work.redirects.clear();
  work.losses.forget('redirects');
  let waiting: (() => void)[] = [];
  let done = 0;
  progress.begin('Addresses', work.entries.countPosts());
  const commit = async () => {
    work.transaction(() => {
      for (const change of waiting) change();
    });
    waiting = [];
    progress.update(done);
    await interruption.check();
  };
  const later = async (change: () => void) => {
    waiting.push(change);
    if (waiting.length >= BATCH) await commit();
  };
  for (const post of work.entries.posts()) {
    done++;
    await later(() => collector.addPost(post));
  }
  const lose = (entry: string, addresses: readonly string[]) =>
    collector.lose({ entry }, addresses.join(' '), '404: nothing here shows the same');
  /** The addresses of what has nothing like it here, by what they showed: they share lines of the report. */
  const lost = new Map<string, string[]>();
  for (const { address, target } of work.entries.all('address')) {
    const path = targetPath(target, context);
    const shown = describeTarget(target);
    if (path !== null) await later(() => collector.add(address, path, { entry: shown }));
    else {
      const addresses = [...(lost.get(shown) ?? []), address];
      lost.set(shown, addresses);
      if (addresses.length < LOST_PER_LINE) continue;
      lost.delete(shown);
      await later(() => lose(shown, addresses));
    }
  }
  for (const [shown, addresses] of lost) await later(() => lose(shown, addresses));
  for (const { url } of work.pictures.distinct()) {
    for (const { from, to } of await options.pictureRedirects(url))
      await later(() => collector.add(from, to, { entry: 'a picture' }));
  }
  await commit();
  progress.end();
}
