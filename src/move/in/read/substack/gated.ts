import { Parser } from 'htmlparser2';

/** Elements without an end. */
const VOID = new Set([
  'area',
  'base',
  'br',
  'col',
  'embed',
  'hr',
  'img',
  'input',
  'link',
  'meta',
  'source',
  'track',
  'wbr',
]);

/** Whether a text has the mark below which Substack shows it to those who pay. */
export const hasPaywall = (html: string) => /class\s*=\s*["'][^"']*\bpaywall-jump\b/i.test(html);

/**
 * Takes out the blocks that a public post of Substack showed only to subscribers: `<div class="dynamic-content-block"
 * data-dynamic-audiences="free_sub">`. Everything else stays as it is. Returns what was taken out, too.
 */
export function withoutGated(html: string): { html: string; gated: string[] } {
  if (!html.includes('dynamic-content-block')) return { html, gated: [] };
  const cuts: { start: number; end: number }[] = [];
  let start = -1;
  let depth = 0;
  const parser = new Parser({
    onopentag(name, attributes) {
      if (start >= 0) {
        if (!VOID.has(name)) depth++;
        return;
      }
      const isBlock = /\bdynamic-content-block\b/.test(attributes.class ?? '');
      if (!isBlock || /\bnon_sub\b/.test(attributes['data-dynamic-audiences'] ?? '')) return;
      start = parser.startIndex;
      depth = 0;
    },
    onclosetag(name) {
      if (start < 0 || VOID.has(name)) return;
      if (depth-- > 0) return;
      cuts.push({ start, end: Math.min(html.length, parser.endIndex + 1) });
      start = -1;
    },
  });
  parser.end(html);
  const gated = cuts.map((cut) => html.slice(cut.start, cut.end));
  const left = cuts.reduceRight((text, cut) => text.slice(0, cut.start) + text.slice(cut.end), html);
  return { html: left, gated };
}
