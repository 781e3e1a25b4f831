import type { Child } from 'hono/jsx';
import type { Translate } from './words.ts';

/** Lists names as a language does: `A, B, C`. */
export const listOf = (t: Translate, names: readonly Child[]): Child =>
  new Intl.ListFormat(t.tag, { type: 'conjunction', style: 'narrow' })
    .formatToParts(names.map((_, index) => String(index)))
    .map(({ type, value }) => (type === 'element' ? names[Number(value)] : value));
