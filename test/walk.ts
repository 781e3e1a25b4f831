import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith';
import type { Format } from '../src/edition/scope.ts';

/** One document of a walk through a feed's history. */
export interface Step {
  ids: string[];
  /** The address of the page before; nothing on the first. */
  previous: string | undefined;
}

const linkOf = (links: readonly { rel?: string; href?: string }[] | undefined, rel: string) =>
  links?.find((link) => link.rel === rel)?.href;

/** Reads a feed document as a client does that knows RFC 5005, or JSON Feed's `next_url`. */
export function readStep(format: Format, text: string): Step {
  if (format === 'json') {
    const feed = parseJsonFeed(text);
    return { ids: (feed.items ?? []).map(({ id }) => id ?? ''), previous: feed.next_url };
  }
  if (format === 'atom') {
    const feed = parseAtomFeed(text);
    return {
      ids: (feed.entries ?? []).map(({ id }) => id ?? ''),
      previous: linkOf(feed.links, 'prev-archive'),
    };
  }
  const feed = parseRssFeed(text);
  return {
    ids: (feed.items ?? []).map(({ guid }) => guid?.value ?? ''),
    previous: linkOf(feed.atom?.links, 'prev-archive'),
  };
}

/** Walks from a feed to the first page of its archive; `between` happens after each document. */
export async function walk(
  format: Format,
  start: string,
  read: (url: string) => Promise<Response>,
  between: () => Promise<void> = async () => {},
): Promise<string[]> {
  const ids: string[] = [];
  for (let url: string | undefined = start; url !== undefined; ) {
    const response = await read(url);
    if (response.status !== 200) throw new Error(`${url} answered ${response.status}`);
    const step = readStep(format, await response.text());
    ids.push(...step.ids);
    url = step.previous;
    await between();
  }
  return ids;
}
