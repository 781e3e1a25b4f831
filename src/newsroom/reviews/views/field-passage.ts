import { splitAuthorFile } from '../../../site/story/parse/author-file.ts';
import type { Values } from '../../drafts/views/editor/form/values.ts';
import type { Passage } from '../desk/follow-passage.ts';
import { splitText } from './text-blocks.ts';

// Where words of a field on the page of writing are in the text of the draft, and the other way round. The text may fold and indent the
// lines of a field, and escape its quotation marks.

/** Words in a field of the page, at UTF-16 offsets in what it shows. */
export interface FieldPassage extends Passage {
  field: string;
  words: string;
}

/** Where each character of what a field shows is in the text; -1 for white space. */
type Places = readonly number[];

/** Finds what a field shows in its part of the text, which begins at `from`; undefined if it stands there in another way. */
function align(shown: string, text: string, from: number): Places | undefined {
  const places: number[] = [];
  let at = from;
  for (const character of shown.split('')) {
    if (/\s/.test(character)) {
      places.push(-1);
      continue;
    }
    // YAML escapes quotation marks by a backslash, or by a second one.
    while (/[\s\\']/.test(text.charAt(at)) && text[at] !== character) at++;
    if (text[at] !== character) return undefined;
    places.push(at++);
  }
  return places;
}

const NAMES: Readonly<Record<string, string>> = { headline: 'Headline', abstract: 'TL;DR' };

function placesOf(text: string, values: Values, field: string): Places | undefined {
  const shown = values[field];
  const body = splitAuthorFile(text)?.body ?? text;
  const from =
    field === 'articleBody'
      ? text.length - body.length
      : splitText(text).find(({ name }) => name === NAMES[field])?.start;
  return shown === undefined || from === undefined ? undefined : align(shown, text, from);
}

/** Finds words of a field in a text. `values` are what the page shows of it. Undefined if the text does not have them there. */
export function inText(
  text: string,
  values: Values,
  { field, start, end, words }: FieldPassage,
): Passage | undefined {
  if (values[field]?.slice(start, end) !== words) return undefined;
  const found = placesOf(text, values, field)
    ?.slice(start, end)
    .filter((at) => at >= 0);
  const [first, last] = [found?.[0], found?.at(-1)];
  return first === undefined || last === undefined ? undefined : { start: first, end: last + 1 };
}

/** Finds a passage of a text in a field of the page; undefined if it is in none, or in several. */
export function inField(text: string, values: Values, { start, end }: Passage): FieldPassage | undefined {
  for (const field of ['headline', 'abstract', 'articleBody']) {
    const places = placesOf(text, values, field) ?? [];
    const first = places.findIndex((at) => at >= start && at < end);
    const last = places.findLastIndex((at) => at >= start && at < end);
    if (first < 0) continue;
    // A passage that goes beyond its field has other words around these.
    const around = text.slice(start, places[first]) + text.slice((places[last] ?? 0) + 1, end);
    if (/[^\s\\'"]/.test(around)) return undefined;
    return { field, start: first, end: last + 1, words: values[field]?.slice(first, last + 1) ?? '' };
  }
  return undefined;
}
