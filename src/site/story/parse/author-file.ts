/** The line before front matter, and the line behind it. */
export const FRONT_MATTER_LINE = '---';
const IS_LINE = /^---[ \t]*$/;

/** Captures the first line of `---`, the front matter, and the next such line with the blank line after it. */
const PARTS = /^(\uFEFF?---[ \t]*\r?\n)((?:[\s\S]*?\n)??)(---[ \t]*(?:\r?\n|$)(?:\r?\n)?)/;

/** The parts of an author's file, which together are its text. */
export interface FileParts {
  opening: string;
  /** YAML; empty, or with a line break at its end. `newsroom/browser/codemirror.ts` shows it as such. */
  frontMatter: string;
  /** The closing line, and at most one blank line. */
  separator: string;
  /** The analysis: all the rest, byte for byte. */
  body: string;
}

/** Splits an author's file. Returns undefined if it has no front matter. */
export function splitAuthorFile(text: string): FileParts | undefined {
  const [head, opening = '', frontMatter = '', separator = ''] = PARTS.exec(text) ?? [];
  return head === undefined ? undefined : { opening, frontMatter, separator, body: text.slice(head.length) };
}

export const joinAuthorFile = ({ opening, frontMatter, separator, body }: FileParts): string =>
  opening + frontMatter + separator + body;

/** Returns the text of a new author's file. `frontMatter` is YAML that ends with a line break. */
export const newAuthorFile = (frontMatter: string, body = ''): string =>
  `${FRONT_MATTER_LINE}\n${frontMatter}${FRONT_MATTER_LINE}\n\n${body}`;

/** Returns the lines of the front matter in the beginning of an author's file, even if nothing ends it. Undefined if it has none. */
export function frontMatterLines(beginning: string): string[] | undefined {
  const [first = '', ...lines] = beginning.split(/\r?\n/);
  if (!IS_LINE.test(first.replace(/^\uFEFF/, ''))) return undefined;
  const end = lines.findIndex((line) => IS_LINE.test(line));
  return end < 0 ? lines : lines.slice(0, end);
}
