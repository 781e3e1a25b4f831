import { parseAccept } from 'hono/utils/accept';

/** Returns the quality of a type, and how exactly and how early the header names it (RFC 9110 section 12.5.1). */
function preference(ranges: ReturnType<typeof parseAccept>, type: string) {
  const names = ['*/*', `${type.split('/')[0]}/*`, type];
  return ranges
    .map((range, place) => ({ quality: range.q, exactness: names.indexOf(range.type.toLowerCase()), place }))
    .filter(({ exactness }) => exactness >= 0)
    .reduce((best, each) => (each.exactness > best.exactness ? each : best), {
      quality: 0,
      exactness: -1,
      place: 0,
    });
}

/**
 * Whether a client that sends this `Accept` prefers Markdown to HTML. At equal quality, the type that is named more exactly wins,
 * then the one that is named first: agents send `text/markdown, text/html, *\/*`, while no browser names Markdown. A client that
 * names neither gets HTML.
 */
export function prefersMarkdown(accept: string): boolean {
  // As every browser does: HTML comes first at full quality, so that only Markdown by name could beat it.
  if (/^text\/html(,|$)/.test(accept) && !/markdown/i.test(accept)) return false;
  const ranges = parseAccept(accept);
  const [markdown, html] = [preference(ranges, 'text/markdown'), preference(ranges, 'text/html')];
  if (markdown.quality !== html.quality) return markdown.quality > html.quality;
  if (markdown.quality === 0) return false;
  if (markdown.exactness !== html.exactness) return markdown.exactness > html.exactness;
  return markdown.place < html.place;
}
