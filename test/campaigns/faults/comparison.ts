import { createHash } from 'node:crypto';
import { FEEDS, NEWS_SITEMAP, SCOPES, STORY_SITEMAP } from './addresses.ts';
import { type Answer, ask, type Campaign } from './campaign.ts';
import { markOf, marksIn } from './faults.ts';
import type { Told } from './record.ts';

// The site at the end, compared with what was acknowledged.

/** Compares every page, card, feed, archive and sitemap. Gives how many stories it found. */
export async function compare(campaign: Campaign, told: readonly Told[]): Promise<number> {
  const say = (what: string) => campaign.tally.breach('kept', what);
  let found = 0;
  for (const story of told) {
    const faults = await faultsOfStory(campaign, story);
    if (faults.length === 0) found++;
    for (const fault of faults) say(`${story.slug} ${fault}`);
  }
  const shown = told.filter(({ isWithdrawn }) => !isWithdrawn);
  for (const [scope, path] of Object.entries(SCOPES)) {
    const expected = shown
      .filter(({ topic, source }) => ['all', `topic:${topic}`, `source:${source}`].includes(scope))
      .map(({ number, version }) => markOf(number, version))
      .toSorted();
    for (const format of FEEDS) {
      const walked = (await walk(campaign, `${path}/${format}`)).toSorted();
      if (walked.join() !== expected.join()) {
        const missing = expected.filter((mark) => !walked.includes(mark));
        const odd = walked.filter((mark, index) => !expected.includes(mark) || walked[index - 1] === mark);
        say(`${path}/${format} and its archive lack ${missing}, and should not have ${odd}`);
      }
    }
  }
  for (const fault of await faultsOfSitemaps(campaign, shown)) say(fault);
  return found;
}

/** What is wrong with the page of a story, its card, or the way to it from the slugs that it had. */
async function faultsOfStory(campaign: Campaign, story: Told): Promise<string[]> {
  const { slug, former, number, version, isWithdrawn } = story;
  const faults: string[] = [];
  const page = await ask(campaign, `/stories/${slug}`);
  const text = page?.body.toString() ?? '';
  const mark = markOf(number, version);
  const isThere = isWithdrawn
    ? page?.status === 410
    : page?.status === 200 && marksIn(text).split(' ').includes(mark);
  if (!isThere) faults.push(`should be ${isWithdrawn ? 'withdrawn' : mark}: ${page?.status}`);
  for (const old of former) {
    const moved = await ask(campaign, `/stories/${old}`);
    const to = new URL(moved?.headers.get('Location') ?? '/', campaign.runtime.url).pathname;
    if (moved?.status !== 301 || to !== `/stories/${slug}`)
      faults.push(`was ${old}, which leads to ${to}: ${moved?.status}`);
  }
  const [, address] = /property="og:image" content="([^"]+)"/.exec(text) ?? [];
  const { pathname, search } = new URL(address ?? `/stories/${slug}/card.png`, campaign.runtime.url);
  const card = await ask(campaign, pathname + search);
  if (!isCardOf(campaign, story, card))
    faults.push(`has another card than was drawn for it: ${card?.status}`);
  return faults;
}

/** Whether a card is the one that was drawn, for the words that the page has; where a story is withdrawn it has none. */
function isCardOf({ witness }: Campaign, { slug, isWithdrawn }: Told, card: Answer | undefined): boolean {
  if (isWithdrawn) return card?.status === 302;
  const drawn = witness.valuesOf(`card:${slug}`).at(-1)?.says;
  const picture = `picture ${createHash('sha1')
    .update(card?.body ?? '')
    .digest('hex')}`;
  // What is kept for ever is the card of just these words.
  return (
    card?.status === 200 && picture === drawn && /immutable/.test(card.headers.get('Cache-Control') ?? '')
  );
}

/** What is wrong with the sitemaps and with what lists the feeds. */
async function faultsOfSitemaps(campaign: Campaign, shown: readonly Told[]): Promise<string[]> {
  const textOf = async (path: string) => (await ask(campaign, path))?.body.toString() ?? '';
  const faults: string[] = [];
  const index = await textOf('/sitemap.xml');
  for (const path of [STORY_SITEMAP, '/sitemaps/listings.xml']) {
    if (!index.includes(`${path}<`)) faults.push(`/sitemap.xml does not lead to ${path}`);
  }
  const listed = Array.from(
    (await textOf(STORY_SITEMAP)).matchAll(/\/stories\/([^<]+)<\/loc>/g),
    ([, slug = '']) => slug,
  );
  const slugs = shown.map(({ slug }) => slug);
  if (listed.toSorted().join() !== slugs.toSorted().join()) {
    const missing = slugs.filter((slug) => !listed.includes(slug));
    faults.push(
      `${STORY_SITEMAP} lacks ${missing}, and should not have ${listed.filter((slug) => !slugs.includes(slug))}`,
    );
  }
  const news = marksIn(await textOf(NEWS_SITEMAP));
  const edition = marksIn(await textOf('/atom.xml'));
  if (news !== edition) faults.push(`${NEWS_SITEMAP} has ${news}, and not ${edition}`);
  for (const path of ['/subscribe', '/feeds.opml', '/sitemaps/listings.xml']) {
    const text = await textOf(path);
    for (const scope of Object.values(SCOPES)) {
      if (!text.includes(`${scope}/`) && !text.includes(`${scope}<`))
        faults.push(`${path} does not name ${scope}`);
    }
  }
  return faults;
}

/** The marks of a feed and of the pages of its archive, as a reader meets them who walks back. */
async function walk(campaign: Campaign, path: string): Promise<string[]> {
  const marks: string[] = [];
  for (let next: string | undefined = path; next !== undefined; ) {
    const answer = await ask(campaign, next);
    if (answer?.status !== 200) {
      campaign.tally.breach('kept', `${next}, which a feed leads to, is answered ${answer?.status}`);
      return marks;
    }
    const text = answer.body.toString();
    marks.push(...marksIn(text).split(' ').filter(Boolean));
    const [, older] = /<([^>]+)>; rel="prev-archive"/.exec(answer.headers.get('Link') ?? '') ?? [];
    next = older && new URL(older).pathname;
  }
  return marks;
}
