import type { Feed } from './feed.ts';
import { boundXml, TooLarge } from './parse/bounds.ts';
import { textOf } from './parse/plain-text.ts';

/** The most feeds of a subscription list that are read. */
const MAX_OUTLINES = 2000;

/** A subscription of a list. */
interface Outline {
  url: string;
  title: string | null;
}

type OpmlResult = { ok: true; outlines: Outline[]; left: number } | { ok: false; detail: string };

interface Node {
  text?: string;
  title?: string;
  xmlUrl?: string;
  outlines?: Node[];
}

/** Returns the subscriptions of all folders, in the order of the list. */
function flatten(nodes: readonly Node[]): Outline[] {
  return nodes.flatMap(({ xmlUrl, title, text, outlines }) => [
    ...(xmlUrl === undefined ? [] : [{ url: xmlUrl, title: textOf(title ?? text ?? '', 200) || null }]),
    ...flatten(outlines ?? []),
  ]);
}

/** Reads a subscription list in OPML (http://opml.org/spec2.opml), whatever folders it has. Never rejects. */
export async function readOpml(text: string): Promise<OpmlResult> {
  const { parseOpml } = await import('feedsmith');
  try {
    const found = flatten((parseOpml(boundXml(text.replace(/^\ufeff/, ''))).body?.outlines ?? []) as Node[]);
    if (found.length === 0)
      return { ok: false, detail: 'The list names no feeds: none of its outlines has an xmlUrl.' };
    return {
      ok: true,
      outlines: found.slice(0, MAX_OUTLINES),
      left: Math.max(0, found.length - MAX_OUTLINES),
    };
  } catch (error) {
    const reason = error instanceof TooLarge ? ` ${error.message}` : '';
    return {
      ok: false,
      detail: `This is no OPML that can be read.${reason} Export the list again from your feed reader.`,
    };
  }
}

/** Writes feeds as a subscription list in OPML 2.0, in a folder called `title`. The same feeds give the same bytes. */
export async function writeOpml(feeds: readonly Feed[], title: string): Promise<string> {
  const { generateOpml } = await import('feedsmith');
  const outlines = feeds.map((feed) => ({
    type: 'rss',
    text: feed.title ?? feed.url,
    title: feed.title ?? feed.url,
    xmlUrl: feed.url,
    ...(feed.home === null ? {} : { htmlUrl: feed.home }),
  }));
  return generateOpml({
    head: { title, docs: 'http://opml.org/spec2.opml' },
    body: { outlines: [{ text: title, outlines }] },
  });
}
