import { plainText } from '../fields.ts';
import type { Walk } from './rich-text.ts';

/** A block that Ghost shows to some readers only: `<!--kg-gated-block:begin nonMember:false memberSegment:"status:-free" -->`. */
const GATED =
  /<!--\s{0,9}kg-gated-block:begin\s([^\n>]{0,300}?)-->([\s\S]*?)(?:<!--\s{0,9}kg-gated-block:end\s{0,9}-->|$)/g;

/** Takes out of a public text what its site showed only to members; a block that does not close goes to the end. */
export function withoutGated(html: string, walk: Walk): string {
  if (!html.includes('kg-gated-block:begin')) return html;
  return html.replace(GATED, (block, parameters: string, inner: string) => {
    // Ghost shows a block whose parameters it does not understand to nobody.
    if (/\bnonMember:["']?true\b/.test(parameters)) return block;
    walk.lose('subscribers', `a part for subscribers: ${plainText(inner)}`, 'left out');
    return '';
  });
}
