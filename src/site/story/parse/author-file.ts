/** Captures the first line of `---`, the front matter, and the next such line with the blank line after it. */
const PARTS = /^(\uFEFF?---[ \t]*\r?\n)((?:[\s\S]*?\n)??)(---[ \t]*(?:\r?\n|$)(?:\r?\n)?)/;

/** The parts of an author's file, which together are its text. */
export interface FileParts {
  opening: string;
  /** YAML; empty, or with a line break at its end. */
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
