import type { Subscription } from './application.ts';
import type { Changes, Newsroom } from './newsroom.ts';
import { type Item, linksIn, type ReadItem, seenTitle, textOf } from './reader.ts';

export const CHECKS = ['content', 'links', 'authors', 'poll', 'update', 'rename', 'withdrawal'] as const;
export type Check = (typeof CHECKS)[number];
/** For each check that was made, what is wrong; `undefined` if nothing is. */
export type Verdict = Partial<Record<Check, string | undefined>>;

/** Lists the reader's copies of a story, found by its id, or by its link or headline if the reader has no ids. */
const copiesOf = (items: readonly ReadItem[], { id, link, title }: Item) =>
  items.filter((item) => (item.id === null ? item.link === link || item.title === title : item.id === id));

/** Describes the first fault. Each story must have exactly one copy, in which `faultOf` finds nothing. */
function findFault(
  items: readonly ReadItem[],
  stories: readonly Item[],
  faultOf: (copy: ReadItem, story: Item) => string | undefined,
): string | undefined {
  for (const story of stories) {
    const [copy, ...more] = copiesOf(items, story);
    if (!copy) return `${story.link} is missing`;
    if (more.length > 0) return `${story.link} appears ${more.length + 1} times`;
    const fault = faultOf(copy, story);
    if (fault !== undefined) return `${story.link}: ${fault}`;
  }
  return undefined;
}

function contentFault(copy: ReadItem, story: Item): string | undefined {
  if (seenTitle(copy.title) !== story.title) return `the headline is ${copy.title}`;
  const [found, wanted] = [textOf(copy.content), textOf(story.content)];
  if (found === wanted) return undefined;
  const at = [...wanted].findIndex((character, index) => character !== [...found][index]);
  return `the text differs at "${found.slice(Math.max(0, at - 10), at + 30)}"`;
}

function linkFault(copy: ReadItem, { link, citations }: Item): string | undefined {
  if (copy.link !== link) return `it leads to ${copy.link}`;
  const links = new Set(linksIn(copy.content));
  const missing = citations.find((url) => !links.has(url));
  return missing && `no link to ${missing}`;
}

function authorFault(copy: ReadItem, { authors }: Item): string | undefined {
  const found = copy.authors.join(', ');
  const missing = authors.find((name) => !found.includes(name));
  return missing && `${missing} is missing in "${found}"`;
}

/** Judges a new subscription. */
export async function judgeReading(
  subscription: Subscription,
  newsroom: Newsroom,
  path: string,
): Promise<Verdict> {
  newsroom.takeFetches();
  // newsboat sends its first conditional request at the third reload.
  for (let poll = 0; poll < 3; poll++) await subscription.refresh();
  const items = await subscription.items();
  const homePage = await subscription.homePage();
  const last = newsroom.takeFetches().findLast((fetch) => fetch.path === path);
  return {
    content: findFault(items, newsroom.items, contentFault),
    links:
      homePage === null || homePage === newsroom.homePage
        ? findFault(items, newsroom.items, linkFault)
        : `the home page is ${homePage}`,
    authors: findFault(items, newsroom.items, authorFault),
    poll:
      last?.status === 304
        ? undefined
        : last
          ? `the ${last.conditional ? 'conditional' : 'unconditional'} request was answered with ${last.status}`
          : 'it did not poll again',
  };
}

/** Judges the subscription after the changes. */
export async function judgeChanges(subscription: Subscription, changes: Changes): Promise<Verdict> {
  await subscription.refresh();
  const items = await subscription.items();
  const { corrected, renamed, withdrawn, reason } = changes;
  return {
    update: findFault(items, [corrected], contentFault),
    rename: findFault(items, [renamed], linkFault),
    withdrawal: findFault(items, [withdrawn], (copy, story) => {
      const text = textOf(copy.content);
      if (!text.includes(textOf(reason))) return 'the reason is missing';
      return textOf(copy.title) === textOf(story.title) || text.includes(textOf(story.content))
        ? 'the story is still there'
        : undefined;
    }),
  };
}
