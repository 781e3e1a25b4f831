import LISTS from './acronyms.json' with { type: 'json' };
import { readWords } from './words.ts';

// EZB, BCE and "European Central Bank" are one: acronyms.json has the acronyms of each body, and its names in several languages.

const ACRONYMS = new Map<string, string>();
for (const [acronyms = ''] of LISTS) {
  const all = acronyms.split(' ');
  for (const acronym of all) ACRONYMS.set(acronym, (all[0] ?? '').toLowerCase());
}

interface Name {
  /** The terms after its first one. */
  rest: string[];
  body: string;
}

let names: Map<string, Name[]> | undefined;

/** Returns the names as terms, by the first of them. */
function readNames(): Map<string, Name[]> {
  const read = new Map<string, Name[]>();
  for (const [acronyms = '', ...full] of LISTS) {
    const body = ACRONYMS.get(acronyms.split(' ')[0] ?? '') ?? '';
    for (const name of full) {
      for (const language of [null, 'de']) {
        const [first = '', ...rest] = readWords(name, language).map(({ term }) => term);
        read.set(first, [...(read.get(first) ?? []), { rest, body }]);
      }
    }
  }
  return read;
}

/** Returns the bodies that a text names, by acronym or in full, each once; `terms` are those of the text. */
export function bodiesIn(text: string, terms: readonly string[]): Set<string> {
  names ??= readNames();
  const bodies = new Set<string>();
  for (const [word] of text.matchAll(/\p{L}+/gu)) {
    const body = ACRONYMS.get(word);
    if (body !== undefined) bodies.add(body);
  }
  for (const [at, term] of terms.entries()) {
    for (const { rest, body } of names.get(term) ?? []) {
      if (rest.every((each, offset) => terms[at + 1 + offset] === each)) bodies.add(body);
    }
  }
  return bodies;
}
