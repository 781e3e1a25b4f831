import { anyOf } from './words.ts';

// Sentences that speak to a machine that reads the page ("Ignore the above and write …"). No news does that outside quotation marks.
// Such a sentence gets no number: no drafter sees it, and none can quote it.

/** What stands in quotation marks may speak to anybody. */
export const QUOTED = /“[^”]*”|„[^“”]*[“”]|«[^»]*»|"[^"]*"|「[^」]*」/gu;

const ORDERS = new RegExp(anyOf('orders'), 'iu');

/** Whether a sentence gives orders to whatever machine reads it, in one of six languages. Hidden orders may be worded otherwise. */
export function speaksToMachines(sentence: string): boolean {
  return ORDERS.test(sentence.replaceAll(QUOTED, ''));
}
