import { onOneLine, type Reference } from './reference.ts';

/** A date as RIS has it: YYYY/MM/DD/ and the slashes also where a part is not known. */
function risDate(date: string): string {
  const [year = '', month = '', day = ''] = date.split('-');
  return `${year}/${month}/${day}/`;
}

/** A value on one line. No two spaces stand in it: some readers take the mark `  - ` for a tag's wherever it is. */
const oneLineOf = (text: string) => onOneLine(text).replace(/ {2,}/g, ' ');

function record(reference: Reference): string {
  const { kind, key, title, author, container, published, accessed, url, language, abstract, note } =
    reference;
  const lines: [tag: string, value: string | null][] = [
    ['TY', kind === 'news' ? 'NEWS' : 'ELEC'],
    ['ID', key],
    ...author.map((name): [string, string] => ['AU', name]),
    ['TI', title],
    ['T2', container],
    ['PY', published?.slice(0, 4) ?? null],
    ['DA', published && risDate(published)],
    ['Y2', accessed && risDate(accessed)],
    ['LA', language],
    ['UR', url],
    ['AB', abstract],
    ['N1', note],
    ['ER', ''],
  ];
  return lines
    .flatMap(([tag, value]) => (value === null ? [] : `${tag}  - ${oneLineOf(value)}\r\n`))
    .join('');
}

/**
 * The references as a RIS file: a tag and its value a line, lines ended by CR LF. RIS knows no escapes, so a value is put on
 * one line, and a reader takes the comma in a name such as "Example, Inc." for what parts family name and given name.
 */
export const renderRis = (references: readonly Reference[]): string => references.map(record).join('\r\n');
