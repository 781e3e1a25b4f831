/** The most elements within each other that a parser gets. Its time grows by the square of the depth. */
const MAX_DEPTH = 1000;

/** Elements that nothing needs to close, so that their number says nothing of the depth. */
const CLOSED_BY_OTHERS = new Set(
  'area base br col embed hr img input link meta param source track wbr p li dt dd tr td th thead tbody tfoot option optgroup rt rp'.split(
    ' ',
  ),
);

/** Elements in which a tag may close itself: `<path/>`. */
const FOREIGN = new Set(['svg', 'math']);

const TAG = /<(\/?)([a-z][a-z0-9-]*)/gi;

/** Leaves out the tags of elements that are within more others than `maxDepth`. Their words stay. */
export function limitDepth(html: string, maxDepth = MAX_DEPTH): string {
  const pieces: string[] = [];
  let done = 0;
  let depth = 0;
  let foreign = 0;
  for (const { 1: slash, 2: written = '', index } of html.matchAll(TAG)) {
    const name = written.toLowerCase();
    if (index < done || CLOSED_BY_OTHERS.has(name)) continue;
    if (slash === '' && (foreign > 0 || FOREIGN.has(name))) {
      const end = html.indexOf('>', index);
      if (end < 0) break;
      if (html[end - 1] === '/') continue;
    }
    if (FOREIGN.has(name)) foreign = Math.max(0, foreign + (slash === '' ? 1 : -1));
    const isTooDeep = depth >= (slash === '' ? maxDepth : maxDepth + 1);
    depth = slash === '' ? depth + 1 : Math.max(0, depth - 1);
    if (!isTooDeep) continue;
    const end = html.indexOf('>', index);
    pieces.push(html.slice(done, index));
    done = end < 0 ? html.length : end + 1;
  }
  return done === 0 ? html : pieces.join('') + html.slice(done);
}
