import { onOneLine, type Reference, type ReferenceName } from './reference.ts';

/** Returns a date as YYYY/MM/DD/. If a part is unknown, its slash stays. */
function risDate(date: string): string {
  const [year = '', month = '', day = ''] = date.split('-');
  return `${year}/${month}/${day}/`;
}

/** Returns a value on one line, without double spaces: some readers take `  - ` for the end of a tag anywhere in a line. */
const risValue = (text: string) => onOneLine(text).replace(/ {2,}/g, ' ');

/**
 * Keeps what looks like a tag or a character reference of HTML: Zotero takes values for HTML, but for abstracts and notes. A word
 * joiner is invisible, and no name begins with one.
 */
const asText = (value: string) => value.replace(/<(?=[a-z/!?])|&(?=#?\w+;)/gi, '$&\u2060');

/** Returns an author. A comma within a family name would end it, so that has none. */
function nameOf(author: ReferenceName): string {
  if (typeof author === 'string') return author;
  const family = author.family.replace(/\s*,\s*/g, ' ').trim();
  return author.given === null ? family : `${family}, ${author.given}`;
}

function risRecord(reference: Reference): string {
  const { kind, key, title, author, container, published, accessed, url, language, abstract, note } =
    reference;
  const lines: [tag: string, value: string | null][] = [
    ['TY', kind === 'news' ? 'NEWS' : 'ELEC'],
    ['ID', key],
    ...author.map((each): [string, string] => ['AU', asText(nameOf(each))]),
    ['TI', title && asText(title)],
    ['T2', container && asText(container)],
    ['PY', published?.slice(0, 4) ?? null],
    ['DA', published && risDate(published)],
    ['Y2', accessed && risDate(accessed)],
    ['LA', language],
    ['UR', url],
    ['AB', abstract],
    ['N1', note],
    ['ER', ''],
  ];
  return lines.flatMap(([tag, value]) => (value === null ? [] : `${tag}  - ${risValue(value)}\r\n`)).join('');
}

/**
 * Renders references as a RIS file: one tag and value per line, and CR LF after each. RIS has no escapes, so a value has only one
 * line, and readers take the text before a comma for a family name, also in the name of the organisation "Example, Inc.".
 */
export const renderRis = (references: readonly Reference[]): string => references.map(risRecord).join('\r\n');
