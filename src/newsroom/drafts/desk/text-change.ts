/** What changed from one text to the next: everything but a common beginning and a common end, whose lengths are in UTF-16 units. */
export interface TextChange {
  head: number;
  tail: number;
  middle: string;
}

const isHighSurrogate = (unit: number) => unit >= 0xd800 && unit < 0xdc00;
const isLowSurrogate = (unit: number) => unit >= 0xdc00 && unit < 0xe000;

/** Returns what changed. The middle of two well-formed texts is well-formed: no character is cut in two. */
export function changeBetween(before: string, after: string): TextChange {
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before.charCodeAt(head) === after.charCodeAt(head)) head++;
  if (head > 0 && isHighSurrogate(after.charCodeAt(head - 1))) head--;
  let tail = 0;
  const unitFromEnd = (text: string) => text.charCodeAt(text.length - 1 - tail);
  while (tail < most - head && unitFromEnd(before) === unitFromEnd(after)) tail++;
  if (tail > 0 && isLowSurrogate(after.charCodeAt(after.length - tail))) tail--;
  return { head, tail, middle: after.slice(head, after.length - tail) };
}

/** Returns the text after a change. */
export const applyChange = (before: string, { head, tail, middle }: TextChange): string =>
  before.slice(0, head) + middle + before.slice(before.length - tail);
