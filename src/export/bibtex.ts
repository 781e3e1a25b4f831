import { onOneLine, type Reference } from './reference.ts';

const SPECIAL: Record<string, string> = {
  // As commands and not as \{ and \}: BibTeX counts braces, and a backslash before one changes nothing.
  '{': '{\\textbraceleft}',
  '}': '{\\textbraceright}',
  '\\': '{\\textbackslash}',
  '~': '{\\textasciitilde}',
  '^': '{\\textasciicircum}',
  '`': '{\\textasciigrave}',
  // Other characters in TeX's oldest encoding, where < is an inverted exclamation mark.
  '<': '{\\textless}',
  '>': '{\\textgreater}',
  '|': '{\\textbar}',
};

/** What is another character to TeX when it stands twice: `--` is a dash, `''` a quotation mark. */
const DOUBLED = /([-',])(?=\1)/g;

/** Text for a field that TeX reads: its own characters escaped, all others as they are, in UTF-8. */
const escapeTex = (text: string) =>
  onOneLine(text)
    .replace(/[{}\\~^`<>|#$%&_]/g, (special) => SPECIAL[special] ?? `\\${special}`)
    .replace(DOUBLED, '$1{}');

/** A URL for a field that is read as it stands. What would end or escape the field is percent-encoded. */
const verbatimUrl = (url: string) =>
  url.replace(/[{}\\]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

/** Text that no style may change: neither the case of a headline nor the parts of a name. */
const literal = (text: string) => `{${escapeTex(text)}}`;

function entry(reference: Reference): string {
  const { kind, key, title, author, container, published, accessed, url, abstract, note } = reference;
  const isNews = kind === 'news';
  const fields: [name: string, value: string | null][] = [
    ['author', author.length > 0 ? author.map(literal).join(' and ') : null],
    ['title', title && literal(title)],
    [isNews ? 'journaltitle' : 'organization', container && literal(container)],
    ['entrysubtype', isNews ? 'newspaper' : null],
    ['date', published],
    ['url', verbatimUrl(url)],
    ['urldate', accessed],
    ['abstract', abstract && escapeTex(abstract)],
    ['note', note && escapeTex(note)],
  ];
  const lines = fields.flatMap(([name, value]) => (value === null ? [] : `  ${name} = {${value}}`));
  return `@${isNews ? 'article' : 'online'}{${key},\n${lines.join(',\n')}\n}\n`;
}

/**
 * The references as a BibTeX file, with the entry types and fields of biblatex (its manual, section 2): BibTeX's own have
 * no place for a day or a website. There is no `language`, as biblatex would print the tag.
 */
export const renderBibtex = (references: readonly Reference[]): string => references.map(entry).join('\n');
