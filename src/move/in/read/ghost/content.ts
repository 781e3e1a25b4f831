import type { OldText } from '../../old-site.ts';
import { plainText, type Row, textOf } from '../fields.ts';
import { renderLexical } from './lexical.ts';
import { renderMobiledoc } from './mobiledoc.ts';
import type { Walk } from './rich-text.ts';

/** A block that Ghost shows to some readers only: `<!--kg-gated-block:begin nonMember:false memberSegment:"status:-free" -->`. */
const GATED =
  /<!--\s{0,9}kg-gated-block:begin\s([^\n>]{0,300}?)-->([\s\S]*?)(?:<!--\s{0,9}kg-gated-block:end\s{0,9}-->|$)/g;

/** Takes out of a public text what its site showed only to members; a block that does not close goes to the end. */
function withoutGated(html: string, walk: Walk): string {
  if (!html.includes('kg-gated-block:begin')) return html;
  return html.replace(GATED, (block, parameters: string, inner: string) => {
    // Ghost shows a block whose parameters it does not understand to nobody.
    if (/\bnonMember:["']?true\b/.test(parameters)) return block;
    walk.lose('subscribers', `a part for subscribers: ${plainText(inner)}`, 'left out');
    return '';
  });
}

/** Stands for the site's address wherever Ghost stores one, since version 4. */
const SITE_MARK = '__GHOST_URL__';

/** Puts the address of the site where Ghost's exports have a mark for it. */
export const withSite = (text: string, site: string) => text.replaceAll(SITE_MARK, site.replace(/\/$/, ''));

function findText(post: Row, walk: Walk): Pick<OldText, 'format' | 'text'> {
  const html = textOf(post, 'html');
  if (html !== null) return { format: 'html', text: html };
  for (const [field, render] of [
    ['lexical', renderLexical],
    ['mobiledoc', renderMobiledoc],
  ] as const) {
    const json = textOf(post, field);
    if (json === null) continue;
    const rendered = render(json, walk);
    if (rendered !== null) return { format: 'html', text: rendered };
    walk.lose('text', `${field} that is none: ${json}`, 'what else the export has of the text');
  }
  // Ghost 0.x stored Markdown.
  const markdown = textOf(post, 'markdown');
  if (markdown !== null) return { format: 'markdown', text: markdown };
  return { format: 'plain', text: textOf(post, 'plaintext') ?? '' };
}

/**
 * Returns the text of a post: the HTML that Ghost made, or else what its editor stored. A public post loses what only members saw; its
 * preview mark says nothing, because Ghost shows a public post as a whole.
 */
export function readContent(
  post: Row,
  options: { site: string; base: string; isPublic: boolean },
  walk: Walk,
): OldText {
  const { format, text } = findText(post, walk);
  const whole = withSite(text, options.site);
  return { format, text: options.isPublic ? withoutGated(whole, walk) : whole, base: options.base };
}
