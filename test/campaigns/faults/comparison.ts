import { createHash } from 'node:crypto';
import { FEEDS, NEWS_SITEMAP, SCOPES, STORY_SITEMAP } from './addresses.ts';
import { type Answer, ask, type Campaign } from './campaign.ts';
import { markOf, marksIn } from './faults.ts';
import type { ExpectedStory } from './record.ts';

/** Compares every page, card, feed, archive and sitemap with the acknowledged changes. Returns how many stories are right. */
export async function compareWithAcknowledged(
  campaign: Campaign,
  expected: readonly ExpectedStory[],
): Promise<number> {
  const say = (what: string) => campaign.tally.breach('kept', what);
  let found = 0;
  for (const story of expected) {
    const faults = await findStoryFaults(campaign, story);
    if (faults.length === 0) found++;
    for (const fault of faults) say(`${story.slug} ${fault}`);
  }
  const shown = expected.filter(({ isWithdrawn }) => !isWithdrawn);
  for (const [scope, path] of Object.entries(SCOPES)) {
    const marks = shown
      .filter(({ topic, source }) => ['all', `topic:${topic}`, `source:${source}`].includes(scope))
      .map(({ number, version }) => markOf(number, version))
      .toSorted();
    for (const format of FEEDS) {
      for (const fault of await findWalkFaults(campaign, `${path}/${format}`, marks)) say(fault);
    }
  }
  for (const fault of await findSitemapFaults(campaign, shown)) say(fault);
  return found;
}

/** Says what is wrong with a story's page, its card, or the redirects from its former slugs. */
async function findStoryFaults(campaign: Campaign, story: ExpectedStory): Promise<string[]> {
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
      faults.push(`was ${old}, which answers ${moved?.status} and leads to ${to}`);
  }
  const [, address] = /property="og:image" content="([^"]+)"/.exec(text) ?? [];
  const { pathname, search } = new URL(address ?? `/stories/${slug}/card.png`, campaign.runtime.url);
  const card = await ask(campaign, pathname + search);
  if (!isCardOf(campaign, story, card)) faults.push(`has a card that was not drawn for it: ${card?.status}`);
  return faults;
}

/** Whether a card is the one that was drawn last for the story. A withdrawn story has none. */
function isCardOf(
  { witness }: Campaign,
  { slug, isWithdrawn }: ExpectedStory,
  card: Answer | undefined,
): boolean {
  if (isWithdrawn) return card?.status === 302;
  const drawn = witness.valuesOf(`card:${slug}`).at(-1)?.content;
  const picture = `picture ${createHash('sha1')
    .update(card?.body ?? '')
    .digest('hex')}`;
  // The response is immutable only if the card shows the very words of the page.
  return (
    card?.status === 200 && picture === drawn && /immutable/.test(card.headers.get('Cache-Control') ?? '')
  );
}

/** Says what is wrong with the sitemaps and the lists of feeds. */
async function findSitemapFaults(campaign: Campaign, shown: readonly ExpectedStory[]): Promise<string[]> {
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
  if (news !== edition) faults.push(`${NEWS_SITEMAP} has ${news} instead of ${edition}`);
  for (const path of ['/subscribe', '/feeds.opml', '/sitemaps/listings.xml']) {
    const text = await textOf(path);
    for (const scope of Object.values(SCOPES)) {
      if (!text.includes(`${scope}/`) && !text.includes(`${scope}<`))
        faults.push(`${path} does not name ${scope}`);
    }
  }
  return faults;
}

/**
 * Says what is wrong with a feed and its archive, which have to meet each story (docs/decisions/0002-archive-pages.md): the archive
 * once, and the feed perhaps once more, in the same version.
 */
async function findWalkFaults(
  campaign: Campaign,
  path: string,
  expected: readonly string[],
): Promise<string[]> {
  const [feed = [], ...pages] = await walkArchive(campaign, path);
  const archive = pages.flat();
  const walked = new Set([...feed, ...archive]);
  const repeated = (marks: readonly string[]) => marks.filter((mark, index) => marks.indexOf(mark) < index);
  const faults = {
    lack: expected.filter((mark) => !walked.has(mark)),
    'should not have': [...walked].filter((mark) => !expected.includes(mark)),
    'repeat within the feed': repeated(feed),
    'repeat within the archive': repeated(archive),
  };
  return Object.entries(faults).flatMap(([what, marks]) =>
    marks.length > 0 ? [`${path} and its archive ${what}: ${marks}`] : [],
  );
}

/** Returns the marks of each item in a feed and in each of its archive pages, found by `prev-archive` links (RFC 5005). */
async function walkArchive(campaign: Campaign, path: string): Promise<string[][]> {
  const documents: string[][] = [];
  for (let next: string | undefined = path; next !== undefined; ) {
    const answer = await ask(campaign, next);
    if (answer?.status !== 200) {
      campaign.tally.breach('kept', `${next}, which a feed links to, was answered with ${answer?.status}`);
      return documents;
    }
    documents.push(
      itemsIn(answer.body.toString()).flatMap((item) => marksIn(item).split(' ').filter(Boolean)),
    );
    const [, older] = /<([^>]+)>; rel="prev-archive"/.exec(answer.headers.get('Link') ?? '') ?? [];
    next = older && new URL(older).pathname;
  }
  return documents;
}

/** Returns the items of a feed document, each as text. */
function itemsIn(document: string): string[] {
  if (document.startsWith('{'))
    return (JSON.parse(document) as { items: unknown[] }).items.map((item) => JSON.stringify(item));
  return document.match(/<(item|entry)>[\s\S]*?<\/\1>/g) ?? [];
}
