/**
 * Replaces what stands between an opening and the next closing, both of which are global expressions. `change` gets what the opening
 * found, and the text between. An opening that nothing closes stays. Takes time in proportion to the text, unlike one expression for the
 * pair, which would look for the end from each opening.
 */
export function replacePairs(
  text: string,
  open: RegExp,
  close: RegExp,
  change: (found: RegExpExecArray, inner: string) => string,
): string {
  let result = '';
  let at = 0;
  for (;;) {
    open.lastIndex = at;
    const opening = open.exec(text);
    if (!opening) break;
    const start = opening.index + opening[0].length;
    close.lastIndex = start;
    const closing = close.exec(text);
    if (!closing) break;
    result += text.slice(at, opening.index) + change(opening, text.slice(start, closing.index));
    at = closing.index + closing[0].length;
  }
  return result + text.slice(at);
}
