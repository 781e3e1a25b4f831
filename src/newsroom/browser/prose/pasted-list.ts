import type { Block } from '../../../lib/markdown/blocks.ts';

// Lists whose items stand one after the other, each with its level, as Word writes them.

/** An item of such a list. */
export interface FlatItem {
  level: number;
  /** Its number; null for a bullet. */
  start: number | null;
  blocks: Block[];
}

/** The deepest level of Word's lists. */
const MAX_LEVEL = 9;

/** Returns the number that an item's sign says; null for a bullet. A bullet may be a letter, of a font of signs. */
export function readSign(sign: string): number | null {
  const [, digits] = /(\d{1,6})\D*$/.exec(sign) ?? [];
  if (digits !== undefined) return Number(digits);
  const [, letters = ''] = /(\p{L}+)\s*[.)、．）]/u.exec(sign.toLowerCase()) ?? [];
  if (letters === '') return null;
  return /^(?:a|i)$/.test(letters) ? 1 : 2;
}

/** Makes lists of items, those of a deeper level within the item before them. */
export function nestItems(items: readonly FlatItem[]): Block[] {
  const levels = items.map(({ level }) => Math.min(level, MAX_LEVEL));
  const top = Math.min(...new Set(levels));
  const lists: Block[] = [];
  for (let at = 0; at < items.length; ) {
    const item = items[at] as FlatItem;
    const isDeeper = levels[at] !== top;
    let end = at + 1;
    while (end < items.length && levels[end] !== top) end++;
    const inner = nestItems(items.slice(isDeeper ? at : at + 1, end));
    const last = lists.at(-1);
    const isNext =
      last?.kind === 'list' && (last.start === null) === (item.start === null) && item.start !== 1;
    if (isDeeper) lists.push(...inner);
    else if (isNext) last.items.push([...item.blocks, ...inner]);
    else lists.push({ kind: 'list', start: item.start, items: [[...item.blocks, ...inner]] });
    at = end;
  }
  return lists;
}
