import type { OldAddress } from './old-site.ts';

/** How many addresses are asked for at once. */
const AT_ONCE = 8;

const entities = (text: string) => text.replaceAll('&', '&amp;').replaceAll("'", '&#39;');

/** How many searches are asked for: a reader may make 60 a minute. */
const MAX_SEARCHES = 10;
const searched = new Set<string>();

/** Whether an address is a search that is not asked for, because too many have been. */
function isTooMuch(path: string): boolean {
  if (!path.startsWith('/search')) return false;
  if (searched.size < MAX_SEARCHES) searched.add(path);
  return !searched.has(path);
}

/** Asks for an old address as a reader would. Returns what is wrong with the answer. */
async function walkOne(server: string, { path, leadsTo, shows }: OldAddress): Promise<string | undefined> {
  const first = await fetch(`${server}${path}`, { redirect: 'manual' });
  await first.body?.cancel();
  const location = first.headers.get('Location') ?? '';
  if (first.status !== 301) return `${path}: ${first.status}, not 301`;
  const target = URL.parse(location, server);
  if (!target || `${target.pathname}${target.search}` !== leadsTo) return `${path}: leads to ${location}`;
  if (isTooMuch(leadsTo)) return undefined;
  const page = await fetch(`${server}${leadsTo}`, { redirect: 'manual' });
  const text = await page.text();
  if (page.status !== 200) return `${leadsTo}: ${page.status}`;
  return text.includes(shows) || text.includes(entities(shows)) ? undefined : `${leadsTo}: not "${shows}"`;
}

/** Asks for every old address: 301, and then 200 with the right words. Returns what is wrong, a line each. */
export async function walk(server: string, addresses: readonly OldAddress[]): Promise<string[]> {
  const wrong: string[] = [];
  const left = addresses.values();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const address of left) {
        const fault = await walkOne(server, address);
        if (fault !== undefined) wrong.push(fault);
      }
    }),
  );
  return wrong;
}

/** A story as a server lists it. */
export interface ListedStory {
  slug: string;
  identifier: string;
  status: string;
}

/** Lists the stories that a server has, by `GET /api/stories`. */
export async function listStories(server: string, token: string): Promise<ListedStory[]> {
  const stories: ListedStory[] = [];
  for (let after: number | undefined = 0; after !== undefined; ) {
    const response = await fetch(`${server}/api/stories?limit=1000&after=${after}`, {
      headers: { Authorization: `Bearer ${token}` },
    });
    const page = (await response.json()) as { stories: ListedStory[]; next?: number };
    stories.push(...page.stories);
    after = page.next;
  }
  return stories;
}
