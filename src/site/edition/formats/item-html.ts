import { toPrintable } from '../../../lib/characters.ts';
import { contentHtml } from '../content.ts';
import { cachePerItem } from '../item-cache.ts';
import { isWithdrawalNotice } from '../withdrawal.ts';

/** Renders the HTML of each item, which all formats share: without `]]>`, and with only the characters that XML can carry. */
export const itemHtml = cachePerItem((items, site) =>
  items.map((item) => {
    const html = isWithdrawalNotice(item) ? item.html : contentHtml(item, site);
    // The HTML that we make has no `]]>`, because it escapes every `>` of a text. Stored HTML might.
    return toPrintable(html).replaceAll(']]>', ']]&gt;');
  }),
);
