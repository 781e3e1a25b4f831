import { splitAuthorFile } from '../../../site/story/parse/author-file.ts';
import { sentence } from '../../words/translate.ts';
import { inEnglish, type Translate } from '../../words/words.ts';

/** A part of a draft's text that is shown on its own. */
export interface TextBlock {
  /** What an editor calls it. */
  name: string;
  /** Where it is, in UTF-16 code units. What is between two blocks says nothing. */
  start: number;
  end: number;
  /** Whether it is read by readers as it stands there. */
  isProse: boolean;
}

const PROSE: Readonly<Record<string, string>> = {
  headline: sentence('Headline'),
  abstract: sentence('TL;DR'),
};

/** A field of the front matter at its outermost level, with the lines that belong to it. */
const FIELD = /^([A-Za-z]\w*)[ \t]*:[^\n]*(?:\n(?![A-Za-z]\w*[ \t]*:)[^\n]*)*/gm;

/** What stands between the name of a field and its text: a colon, and the sign of a block or a quotation. */
const BEFORE_TEXT = /^\w+[ \t]*:[ \t]*(?:[|>][-+]?\d?[ \t]*(?:#[^\n]*)?\r?\n[ \t]*|["'](?=[\s\S]*["']\s*$))?/;

/** Lines that say something, one after the other. */
const PARAGRAPH = /\S[^\n]*(?:\n[^\n]*\S[^\n]*)*/g;

/** Leaves out white space at both ends, and quotation marks if the text is in them. */
function trimmed(text: string, start: number, end: number, quotes: RegExp): { start: number; end: number } {
  const part = text.slice(start, end);
  const kept = part.trimEnd().replace(quotes, '');
  const skipped = kept.length - kept.trimStart().length;
  return { start: start + skipped, end: start + kept.length };
}

/** Splits the front matter into headline and TL;DR, and what is before, between and after them. */
function frontMatterBlocks(t: Translate, text: string, from: number, frontMatter: string): TextBlock[] {
  const blocks: TextBlock[] = [];
  let last = 0;
  const addOthers = (upTo: number) => {
    const range = trimmed(text, from + last, from + upTo, /$^/);
    if (range.start < range.end) blocks.push({ name: t('Sources and details'), ...range, isProse: false });
  };
  for (const { 0: field, 1: key = '', index } of frontMatter.matchAll(FIELD)) {
    const name = PROSE[key];
    if (name === undefined) continue;
    addOthers(index);
    last = index + field.length;
    const head = BEFORE_TEXT.exec(field)?.[0] ?? '';
    const isQuoted = /["']$/.test(head);
    const start = from + index + head.length;
    const range = trimmed(text, start, from + last, isQuoted ? /["']$/ : /$^/);
    if (range.start < range.end) blocks.push({ name: t(name), ...range, isProse: true });
  }
  addOthers(frontMatter.length);
  return blocks;
}

/** Splits the text of a draft: headline, TL;DR, the rest of its head, and each paragraph of the analysis. */
export function splitText(text: string, t: Translate = inEnglish): TextBlock[] {
  const parts = splitAuthorFile(text);
  const bodyStart = parts ? text.length - parts.body.length : 0;
  const blocks = parts ? frontMatterBlocks(t, text, parts.opening.length, parts.frontMatter) : [];
  let number = 0;
  for (const { 0: lines, index } of text.slice(bodyStart).matchAll(PARAGRAPH)) {
    number++;
    const start = bodyStart + index;
    blocks.push({
      name: t('Paragraph {number}', { number }),
      start,
      end: start + lines.trimEnd().length,
      isProse: true,
    });
  }
  return blocks;
}
