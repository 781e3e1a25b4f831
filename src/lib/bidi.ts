// Keeps right-to-left text and bidirectional control characters from reordering adjacent text (Unicode's UAX #9,
// https://www.unicode.org/reports/tr9/).

const [ISOLATE, POP, POP_EMBEDDING] = ['\u2068', '\u2069', '\u202c'];

/** Matches right-to-left scripts and the bidirectional marks, embeddings, overrides and isolates. */
const TURNING = /[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufeff]/;
const CONTROL = /[\u202a-\u202e\u2066-\u2069]/;
const EVERY_CONTROL = new RegExp(CONTROL, 'g');

/** Whether the text can reorder adjacent text. */
export const canReorder = (text: string): boolean => TURNING.test(text);

/** Wraps HTML in an isolate that no control character in its `text` can end early or keep open. */
export function isolate(html: string, text = html): string {
  let [opened, closed] = [0, 0];
  for (const [control] of text.matchAll(/[\u2066-\u2069]/g)) {
    if (control !== POP) opened++;
    else if (opened > 0) opened--;
    else closed++;
  }
  return `${ISOLATE.repeat(closed + 1)}${html}${POP.repeat(opened + 1)}`;
}

/** Whether the text closes every embedding and isolate that it opens, and no others (UAX #9, X1 to X7). */
function isContained(text: string): boolean {
  if (!CONTROL.test(text)) return true;
  const open: ('isolate' | 'embedding')[] = [];
  for (const [control] of text.matchAll(EVERY_CONTROL)) {
    if (control === POP) {
      const isolate = open.lastIndexOf('isolate');
      if (isolate < 0) return false;
      // The end of an isolate also ends the embeddings within it.
      open.length = isolate;
    } else if (control === POP_EMBEDDING) {
      if (open.at(-1) === 'embedding') open.pop();
      else if (open.length === 0) return false;
    } else open.push(control < '\u2066' ? 'embedding' : 'isolate');
  }
  return open.length === 0;
}

/**
 * Wraps the text in an isolate if its control characters would reorder adjacent text. Use it for every headline and name that
 * this program or a feed reader puts beside other text.
 */
export const isolateIfUnbalanced = (text: string): string => (isContained(text) ? text : isolate(text));
