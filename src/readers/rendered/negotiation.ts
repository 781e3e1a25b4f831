import { parseAccept } from 'hono/utils/accept';

/** Returns the quality that the header gives a type, and how exactly and how early it names the type (RFC 9110 section 12.5.1). */
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
 * then the one that is named first. AI agents send `text/markdown, text/html, *\/*`; no browser names Markdown. A client that
 * names neither gets HTML.
 */
export function prefersMarkdown(accept: string): boolean {
  // The header of every browser: HTML comes first at full quality, so Markdown could win only by name.
  if (/^text\/html(,|$)/.test(accept) && !/markdown/i.test(accept)) return false;
  return prefersToHtml(accept, 'text/markdown');
}

/** Whether a client that sends this `Accept` prefers an object of the fediverse to HTML, as servers of the fediverse do. */
export const prefersActivity = (accept: string): boolean =>
  /activity/i.test(accept) &&
  (prefersToHtml(accept, 'application/activity+json') || prefersToHtml(accept, 'application/ld+json'));

function prefersToHtml(accept: string, type: string): boolean {
  const ranges = parseAccept(accept);
  const [other, html] = [preference(ranges, type), preference(ranges, 'text/html')];
  if (other.quality !== html.quality) return other.quality > html.quality;
  if (other.quality === 0) return false;
  if (other.exactness !== html.exactness) return other.exactness > html.exactness;
  return other.place < html.place;
}
