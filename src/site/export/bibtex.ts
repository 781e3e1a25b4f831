import { onOneLine, type Reference, type ReferenceName } from './reference.ts';

const TEX_COMMANDS: Record<string, string> = {
  // Not \{ and \}, because BibTeX counts braces even after a backslash.
  '{': '{\\textbraceleft}',
  '}': '{\\textbraceright}',
  '\\': '{\\textbackslash}',
  '~': '{\\textasciitilde}',
  '^': '{\\textasciicircum}',
  '`': '{\\textasciigrave}',
  // In TeX's original encoding (OT1) these codes are different characters: < is an inverted exclamation mark.
  '<': '{\\textless}',
  '>': '{\\textgreater}',
  '|': '{\\textbar}',
};

/** The same as formulas, which Zotero reads too: it knows no command for them. */
const TEX_FORMULAS: Record<string, string> = {
  '<': '$<$',
  '>': '$>$',
  '|': '$|$',
};

/** Characters that TeX replaces with a different one when doubled: `--` with a dash, `''` with a quotation mark. */
const TEX_LIGATURES = /([-',])(?=\1)/g;

/** Escapes TeX's special characters in text for a field that TeX reads. All others stay UTF-8. */
function escapeTex(text: string): string {
  const line = onOneLine(text);
  // Zotero takes whatever is between two dollars for a formula, even if they are escaped.
  const commands = line.includes('$') ? TEX_COMMANDS : { ...TEX_COMMANDS, ...TEX_FORMULAS };
  return line
    .replace(/[{}\\~^`<>|#$%&_]/g, (special) => commands[special] ?? `\\${special}`)
    .replace(TEX_LIGATURES, '$1{}');
}

/** Percent-encodes the characters that would end a field that TeX reads verbatim, or escape its end. */
const verbatimUrl = (url: string) =>
  url.replace(/[{}\\]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

/** Protects text in braces, so that no style changes the case of a headline or splits a name. */
const literal = (text: string) => `{${escapeTex(text)}}`;

/** A name that BibTeX reads as it is written: letters and what stands between them. `and` would begin another name. */
const PLAIN_NAME = /^(?!and$)[\p{L}\p{M}\p{N}’.]+(?:['-][\p{L}\p{M}\p{N}’.]+)*$/iu;
const isPlain = (words: readonly string[]) => words.every((word) => PLAIN_NAME.test(word));

/**
 * Returns an author. A family name of several words is protected too, because BibTeX would take it apart at words in lower case: "Ortega
 * y" is no particle of "Ortega y Gasset".
 */
function nameOf(author: ReferenceName): string {
  if (typeof author === 'string') return literal(author);
  const { family, given } = author;
  const protectedFamily = isPlain([family]) ? family : literal(family);
  if (given === null) return protectedFamily;
  return `${protectedFamily}, ${isPlain(given.split(' ')) ? given : literal(given)}`;
}

function bibtexEntry(reference: Reference): string {
  const { kind, key, title, author, container, published, accessed, url, language, abstract, note } =
    reference;
  const isNews = kind === 'news';
  const fields: [name: string, value: string | null][] = [
    ['author', author.length > 0 ? author.map(nameOf).join(' and ') : null],
    ['title', title && literal(title)],
    [isNews ? 'journaltitle' : 'organization', container && literal(container)],
    ['entrysubtype', isNews ? 'newspaper' : null],
    ['date', published],
    ['url', verbatimUrl(url)],
    ['urldate', accessed],
    ['language', language],
    ['abstract', abstract && escapeTex(abstract)],
    ['note', note && escapeTex(note)],
  ];
  const lines = fields.flatMap(([name, value]) => (value === null ? [] : `  ${name} = {${value}}`));
  return `@${isNews ? 'article' : 'online'}{${key},\n${lines.join(',\n')}\n}\n`;
}

/**
 * Renders references as a BibTeX file, with the entry types and fields of biblatex (its manual, section 2): those of BibTeX cannot
 * express a day or a website. Zotero reads `@article` as an article of a journal whatever its subtype is; RIS tells it more.
 */
export const renderBibtex = (references: readonly Reference[]): string =>
  references.map(bibtexEntry).join('\n');
