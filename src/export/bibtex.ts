import { onOneLine, type Reference } from './reference.ts';

const TEX_COMMANDS: Record<string, string> = {
  // Not as \{ and \}: BibTeX counts braces, and a backslash before one makes no difference to it.
  '{': '{\\textbraceleft}',
  '}': '{\\textbraceright}',
  '\\': '{\\textbackslash}',
  '~': '{\\textasciitilde}',
  '^': '{\\textasciicircum}',
  '`': '{\\textasciigrave}',
  // Other characters in TeX's oldest encoding: there < is an inverted exclamation mark.
  '<': '{\\textless}',
  '>': '{\\textgreater}',
  '|': '{\\textbar}',
};

/** Characters that TeX reads as another one when doubled: `--` is a dash, `''` a quotation mark. */
const TEX_LIGATURES = /([-',])(?=\1)/g;

/** Escapes text for a field that TeX reads: only TeX's own characters, the rest stays UTF-8. */
const escapeTex = (text: string) =>
  onOneLine(text)
    .replace(/[{}\\~^`<>|#$%&_]/g, (special) => TEX_COMMANDS[special] ?? `\\${special}`)
    .replace(TEX_LIGATURES, '$1{}');

/** Percent-encodes what would end or escape a field that TeX reads verbatim. */
const verbatimUrl = (url: string) =>
  url.replace(/[{}\\]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

/** Protects text from styles, which would change the case of a headline or split a name. */
const literal = (text: string) => `{${escapeTex(text)}}`;

function bibtexEntry(reference: Reference): string {
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
 * Renders references as a BibTeX file, with the entry types and fields of biblatex (its manual, section 2): BibTeX's own have no
 * place for a day or a website. It has no `language`, because biblatex would print the tag.
 */
export const renderBibtex = (references: readonly Reference[]): string =>
  references.map(bibtexEntry).join('\n');
