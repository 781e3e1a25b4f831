import { Parser } from 'htmlparser2';
import { escapeHtml } from '../../../../lib/html.ts';
import type { LossKind } from '../../loss-kinds.ts';
import type { OldPost, Place, Unpublished } from '../../old-site.ts';
import { fieldOf, lineOf, plainText, type Row, textOf } from '../fields.ts';
import { addressIn, UNKNOWN_SITE } from '../old-site-address.ts';
import { readDate } from '../zone.ts';

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
const hasPaywall = (html: string) => /class\s*=\s*["'][^"']*\bpaywall-jump\b/i.test(html);

/**
 * Takes out the blocks that a public post of Substack showed only to subscribers: `<div class="dynamic-content-block"
 * data-dynamic-audiences="free_sub">`. Everything else stays as it is. Returns what was taken out, too.
 */
function withoutGated(html: string): { html: string; gated: string[] } {
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

/** Reports something of a post that could not move in as it was. */
type Lose = (kind: LossKind, was: string, now: string) => void;

const isTrue = (row: Row, name: string) => /^(true|1)$/i.test(textOf(row, name)?.trim() ?? '');

/** Why a post was not public; null if it was. */
function unpublishedBecause(row: Row, html: string): Unpublished | null {
  if (!isTrue(row, 'is_published')) return 'draft';
  if (textOf(row, 'type') === 'adhoc_email') return 'sent by email only';
  // `only_free`, `only_paid`, `founding`. What is not known is not public.
  if (fieldOf(row, 'audience') !== undefined && textOf(row, 'audience') !== 'everyone')
    return 'for subscribers';
  return hasPaywall(html) ? 'for subscribers' : null;
}

function readPublished(row: Row, isPublished: boolean, lose: Lose): string | null {
  const stated = fieldOf(row, 'post_date');
  const date = readDate(stated, { zone: 'UTC' });
  if (date !== null) return date;
  const sent = readDate(fieldOf(row, 'email_sent_at'), { zone: 'UTC' });
  if (isPublished || textOf(row, 'post_date') !== null)
    lose('date', `post_date: ${String(stated ?? '')}`, sent === null ? 'no date' : 'the date of its email');
  return sent;
}

/** The slug in `12345.a-slug`; null if there is none. */
export const slugOf = (id: string) => /^[^.]*\.(.+)$/.exec(id)?.[1] ?? null;

/** What the page of an episode has above its text. */
const playerOf = (address: string) => `<audio src="${escapeHtml(address)}" controls></audio>\n`;

/** Makes a post or page of a line of posts.csv and its text. `key` is its id in the export. */
export function readPost(
  row: Row,
  context: { key: string; place: Place; site: string; html: string },
  lose: Lose,
): OldPost {
  const { key, place, site } = context;
  const id = textOf(row, 'post_id')?.trim() ?? '';
  const slug = slugOf(id);
  const unpublished = unpublishedBecause(row, context.html);
  const wasReachable = isTrue(row, 'is_published') && slug !== null;
  const { html, gated } =
    unpublished === null ? withoutGated(context.html) : { html: context.html, gated: [] };
  for (const block of gated) lose('subscribers', `a part for subscribers: ${plainText(block)}`, 'left out');
  const type = textOf(row, 'type');
  if (type === 'thread')
    lose('comments', 'the discussion of a thread, which exports do not have', 'its opening');
  const episode = textOf(row, 'podcast_url');
  const main = slug === null ? null : addressIn(site, `/p/${slug}`);
  return {
    type: type === 'page' ? 'page' : 'post',
    key,
    place,
    identifier: wasReachable && type !== 'page' && site !== UNKNOWN_SITE ? main : null,
    unpublished,
    slug,
    title: lineOf(row, 'title') ?? '',
    content: {
      format: 'html',
      text: episode === null ? html : playerOf(episode) + html,
      base: main ?? site,
    },
    excerpt: lineOf(row, 'subtitle'),
    published: readPublished(row, isTrue(row, 'is_published'), lose),
    modified: null,
    authors: [],
    terms: [],
    language: null,
    canonical: null,
    picture: null,
    addresses: wasReachable && main !== null ? [main, `${main}/comments`] : [],
  };
}
