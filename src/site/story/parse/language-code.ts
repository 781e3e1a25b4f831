import { type Fault, faultAt, type LineLocator } from './fault.ts';

// BCP 47's syntax allows any word of four to eight letters as a language, although no such language is registered. Stored records
// may therefore say "english"; new records must use codes of two or three letters.

/** Languages that we recognise by their own names as well as their English ones. */
const BY_OWN_NAME = ['ar', 'de', 'es', 'fr', 'zh'];

const letters = [...'abcdefghijklmnopqrstuvwxyz'];
let codes: Map<string, string> | undefined;

/** Returns language codes by name in lower case: `english`, `deutsch`. */
function codesByName(): Map<string, string> {
  if (codes) return codes;
  const names = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' });
  codes = new Map();
  for (const code of letters.flatMap((first) => letters.map((second) => first + second))) {
    const name = names.of(code);
    if (name !== undefined && !codes.has(name.toLowerCase())) codes.set(name.toLowerCase(), code);
  }
  for (const code of BY_OWN_NAME) {
    const name = new Intl.DisplayNames([code], { type: 'language' }).of(code);
    if (name !== undefined) codes.set(name.toLowerCase(), code);
  }
  return codes;
}

/** Yields each language tag of a record with its path. */
function* statedLanguages(record: object): Generator<[path: PropertyKey[], tag: unknown]> {
  yield [['inLanguage'], Reflect.get(record, 'inLanguage')];
  for (const name of ['citation', 'isBasedOn']) {
    const list: unknown = Reflect.get(record, name);
    for (const [index, entry] of Array.isArray(list) ? list.slice(0, 500).entries() : []) {
      if (entry !== null && typeof entry === 'object')
        yield [[name, index, 'inLanguage'], Reflect.get(entry, 'inLanguage')];
    }
  }
}

/** Finds language tags that begin with a word instead of a code. */
export function languageFaults(record: unknown, locate?: LineLocator): Fault[] {
  if (record === null || typeof record !== 'object') return [];
  const faults: Fault[] = [];
  for (const [path, tag] of statedLanguages(record)) {
    const [word = ''] = typeof tag === 'string' ? (/^[a-z]{4,8}(?![a-z0-9])/i.exec(tag) ?? []) : [];
    // The schema already reports a malformed tag.
    if (word === '' || !/^[a-z0-9]+(-[a-z0-9]+)*$/i.test(String(tag))) continue;
    const code = codesByName().get(word.toLowerCase());
    const rule = `must begin with a language code of two or three letters, like en or pt-BR${code ? `; ${word} is "${code}"` : ''}`;
    faults.push(faultAt(path, tag, rule, locate));
  }
  return faults;
}
