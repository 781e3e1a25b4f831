// Text that turns the order of what stands beside it: https://www.unicode.org/reports/tr9/

const [ISOLATE, POP, POP_EMBEDDING] = ['\u2068', '\u2069', '\u202c'];

/** What may turn it: scripts that are written from right to left, and the marks, embeddings, overrides and isolates. */
const TURNING = /[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufeff]/;
const CONTROL = /[\u202a-\u202e\u2066-\u2069]/g;

/** Whether the text may turn the order of its neighbours. */
export const canReorder = (text: string): boolean => TURNING.test(text);

/** An isolate around something, which neither ends within `text`, the text of it, nor is kept open by it. */
export function isolate(html: string, text = html): string {
  let [opened, closed] = [0, 0];
  for (const [control] of text.matchAll(/[\u2066-\u2069]/g)) {
    if (control !== POP) opened++;
    else if (opened > 0) opened--;
    else closed++;
  }
  return `${ISOLATE.repeat(closed + 1)}${html}${POP.repeat(opened + 1)}`;
}

/** Whether every control in the text ends within it, and none ends what was begun before it (UAX #9, X1 to X7). */
function isContained(text: string): boolean {
  const open: ('isolate' | 'embedding')[] = [];
  for (const [control] of text.matchAll(CONTROL)) {
    if (control === POP) {
      const isolate = open.lastIndexOf('isolate');
      if (isolate < 0) return false;
      // It ends the embeddings within the isolate as well.
      open.length = isolate;
    } else if (control === POP_EMBEDDING) {
      if (open.at(-1) === 'embedding') open.pop();
      else if (open.length === 0) return false;
    } else open.push(control < '\u2066' ? 'embedding' : 'isolate');
  }
  return open.length === 0;
}

/**
 * Returns the text so that it can stand beside other text: in an isolate, if a control in it would turn its neighbours. Use it
 * wherever a headline or a name is joined with other text, by this program or by one that gets it.
 */
export const isolateIfUnbalanced = (text: string): string => (isContained(text) ? text : isolate(text));
