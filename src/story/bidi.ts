// Text that turns the order of what stands beside it: https://www.unicode.org/reports/tr9/

const [ISOLATE, POP] = ['\u2068', '\u2069'];

/** What may turn it: scripts that are written from right to left, and the marks, embeddings, overrides and isolates. */
const TURNING = /[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufeff]/;
const CONTROL = /[\u202a-\u202e\u2066-\u2069]/;

/** Whether the text may turn the order of its neighbours. */
export const isTurning = (text: string): boolean => TURNING.test(text);

/** An isolate around something, which neither ends within `text`, the text of it, nor is kept open by it. */
export function isolated(html: string, text = html): string {
  let [opened, closed] = [0, 0];
  for (const [control] of text.matchAll(/[\u2066-\u2069]/g)) {
    if (control !== POP) opened++;
    else if (opened > 0) opened--;
    else closed++;
  }
  return `${ISOLATE.repeat(closed + 1)}${html}${POP.repeat(opened + 1)}`;
}

/** The text, in an isolate where a control in it would go on behind its end. */
export const bounded = (text: string): string => (CONTROL.test(text) ? isolated(text) : text);
