import type { Passage } from '../desk/follow-passage.ts';

/**
 * What readers do not see of Markdown: the marks of emphasis and code, brackets, and the address of a link. Without a limit, each
 * address that never ends would be read to the end of the text.
 */
const UNSEEN = /\]\([^)\s]{0,2048}\)|[*_`[\]\\]/g;

/** A text as it is compared, and where each of its characters is in the original. */
interface Plain {
  text: string;
  places: number[];
}

/** Removes what readers do not see, makes one space of white space, and quotation marks straight. */
function plain(original: string): Plain {
  const hidden = new Set<number>();
  for (const { 0: found, index } of original.matchAll(UNSEEN))
    for (let at = index; at < index + found.length; at++) hidden.add(at);
  let text = '';
  const places: number[] = [];
  for (let at = 0; at < original.length; at++) {
    if (hidden.has(at)) continue;
    const character = original.charAt(at);
    const isSpace = /\s/.test(character);
    if (isSpace && (text === '' || text.endsWith(' '))) continue;
    text += isSpace ? ' ' : character.replace(/[‘’]/, "'").replace(/[“”]/, '"');
    places.push(at);
  }
  return { text, places };
}

/** Returns the places at which words occur in a text: at most two, because more are as ambiguous. */
function placesOf(words: string, text: string): number[] {
  const first = text.indexOf(words);
  if (words === '' || first < 0) return [];
  const second = text.indexOf(words, first + 1);
  return second < 0 ? [first] : [first, second];
}

/**
 * Finds words in the text of a draft as somebody has copied them, from the text itself or from the page that readers see. Returns
 * the passage, or why there is none.
 */
export function findWords(words: string, text: string): Passage | 'missing' | 'ambiguous' {
  const wanted = words.replaceAll('\r\n', '\n').trim();
  const [exact, second] = placesOf(wanted, text);
  if (exact !== undefined) {
    return second === undefined ? { start: exact, end: exact + wanted.length } : 'ambiguous';
  }
  const [seen, sought] = [plain(text), plain(wanted).text.trim()];
  const [place, other] = placesOf(sought, seen.text);
  if (place === undefined) return 'missing';
  if (other !== undefined) return 'ambiguous';
  const last = seen.places[place + sought.length - 1] ?? text.length - 1;
  return { start: seen.places[place] ?? 0, end: last + 1 };
}
