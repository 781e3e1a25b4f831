import { CITATION_CLOSE, CITATION_OPEN } from '../../../site/story/citations.ts';
import { parseMarkdown } from '../../../site/story/markdown.ts';
import { onOneLine } from '../line.ts';

type Token = ReturnType<typeof parseMarkdown>[number];

/**
 * Returns the words of a block of text, without citations, pictures and markup. A block that is nothing but links has none: it stands
 * for a picture or a video.
 */
function wordsOf(children: readonly Token[]): string {
  let words = '';
  let depth = 0;
  let links = 0;
  let isLinksAlone = true;
  for (const { type, content } of children) {
    if (type === CITATION_OPEN) {
      depth++;
      // The space before a citation belongs to it.
      words = words.trimEnd();
    } else if (type === CITATION_CLOSE) depth--;
    else if (depth > 0) continue;
    else if (type === 'link_open') links++;
    else if (type === 'link_close') links--;
    else if (type === 'text' || type === 'code_inline') {
      words += content;
      if (links === 0 && content.trim() !== '') isLinksAlone = false;
    } else if (type === 'softbreak' || type === 'hardbreak') words += ' ';
  }
  return isLinksAlone ? '' : onOneLine(words);
}

/** Returns the paragraphs of an analysis as plain text; without any, its other blocks, such as lists. */
export function paragraphsOf(markdown: string): string[] {
  const tokens = parseMarkdown(markdown);
  const blocks = (isWanted: (before: Token | undefined) => boolean) =>
    tokens.flatMap((token, index) => {
      if (token.type !== 'inline' || !isWanted(tokens[index - 1])) return [];
      const words = wordsOf(token.children ?? []);
      return /[\p{L}\p{N}]/u.test(words) ? [words] : [];
    });
  const paragraphs = blocks((before) => before?.type === 'paragraph_open' && before.level === 0);
  return paragraphs.length > 0 ? paragraphs : blocks((before) => before?.type !== 'heading_open');
}
