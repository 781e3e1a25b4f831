import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith';
import { en } from '../src/language/messages/en.ts';
import type { Format } from '../src/site/edition/scope.ts';

/** One document of a walk through a feed's history. */
export interface Step {
  /** The ids of stories. */
  ids: string[];
  /** The ids of withdrawn stories, from their notices. */
  notices: string[];
  /** The URL of the previous archive page; undefined on the first page. */
  previous: string | undefined;
}

const linkOf = (links: readonly { rel?: string; href?: string }[] | undefined, rel: string) =>
  links?.find((link) => link.rel === rel)?.href;

/** Whether an item is the notice of a withdrawal, in English. */
export const isNotice = ({ title }: { title?: string | undefined }): boolean => title === en.withdrawn;

function parse(format: Format, text: string) {
  if (format === 'json') {
    const { items = [], next_url } = parseJsonFeed(text);
    return { items, previous: next_url };
  }
  if (format === 'atom') {
    const { entries = [], links } = parseAtomFeed(text);
    const items = entries.map(({ id, title }) => ({ id, title: title?.value ?? '' }));
    return { items, previous: linkOf(links, 'prev-archive') };
  }
  const { items = [], atom } = parseRssFeed(text);
  return {
    items: items.map(({ guid, title }) => ({ id: guid?.value, title })),
    previous: linkOf(atom?.links, 'prev-archive'),
  };
}

/** Reads a feed document like a client that supports RFC 5005 or JSON Feed's `next_url`. */
export function readStep(format: Format, text: string): Step {
  const { items, previous } = parse(format, text);
  const idsOf = (some: readonly { id?: string | undefined }[]) => some.map(({ id }) => id ?? '');
  return {
    ids: idsOf(items.filter((item) => !isNotice(item))),
    notices: idsOf(items.filter(isNotice)),
    previous,
  };
}

/** Walks from a feed to the first page of its archive. Calls `between` after each document. Returns the ids of all stories. */
export async function walk(
  format: Format,
  start: string,
  read: (url: string) => Promise<Response>,
  between: () => Promise<void> = async () => {},
): Promise<string[]> {
  const ids: string[] = [];
  for (let url: string | undefined = start; url !== undefined; ) {
    const response = await read(url);
    if (response.status !== 200) throw new Error(`${url} was answered with ${response.status}`);
    const step = readStep(format, await response.text());
    ids.push(...step.ids);
    url = step.previous;
    await between();
  }
  return ids;
}
