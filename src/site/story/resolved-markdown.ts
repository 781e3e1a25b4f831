import type { MarkdownIt as MarkdownParser, StateInline, Token } from 'markdown-it';
import { parseBodyPicture } from './body-picture.ts';
import { destination, escapeMarkdown, SITE, titled } from './markdown-text.ts';

// Writes the analysis as Markdown for readers elsewhere: byte for byte what its author wrote, but for what would read differently there.
// Links get their addresses in full, and what we show as text stays text, such as HTML. The parser records where such signs are.

/** A place in a text of one block, where the parser met a link, picture, bracket, `<` or code. */
interface Sign {
  kind: 'link' | 'autolink' | 'image' | 'code' | 'text';
  start: number;
  end: number;
  /** Where the text of a link ends. */
  labelEnd: number;
  token: Token | undefined;
}

/** What replaces a part of a text. */
interface Edit {
  start: number;
  end: number;
  text: string;
}

const TYPES = { link: 'link_open', autolink: 'link_open', image: 'image', backticks: 'code_inline' } as const;

/** Makes a parser record its signs, for `resolvedMarkdown`. */
export function recordSigns(markdown: MarkdownParser): void {
  const { ruler } = markdown.inline;
  let signs: Sign[] = [];
  for (const [name, type] of Object.entries(TYPES)) {
    const { fn: rule } = ruler.__rules__[ruler.__find__(name)] as {
      fn: (state: StateInline, silent: boolean) => boolean;
    };
    ruler.at(name, (state: StateInline, silent: boolean) => {
      const [start, count, recorded] = [state.pos, state.tokens.length, signs.length];
      const isMatch = rule(state, silent);
      if (!isMatch || silent) return isMatch;
      const token = [state.tokens[count], state.tokens[count + 1]].find((each) => each?.type === type);
      // A picture is written anew, with what it describes.
      if (name === 'image') signs.length = recorded;
      if (!token) return isMatch;
      const labelEnd = name === 'link' ? state.md.helpers.parseLinkLabel(state, start, true) : start;
      const kind = name === 'backticks' ? 'code' : (name as Sign['kind']);
      signs.push({ kind, start, end: state.pos, labelEnd, token });
      return isMatch;
    });
  }
  ruler.push('sign', (state: StateInline, silent: boolean) => {
    const sign = state.src[state.pos] as string;
    if (silent || !/[<[\]]/.test(sign)) return false;
    signs.push({ kind: 'text', start: state.pos, end: state.pos + 1, labelEnd: 0, token: undefined });
    state.pending += sign;
    state.pos++;
    return true;
  });
  markdown.core.ruler.at('inline', (state) => {
    for (const token of state.tokens) {
      if (token.type !== 'inline') continue;
      signs = [];
      state.md.inline.parse(token.content, state.md, state.env, token.children as Token[]);
      token.meta = { ...token.meta, signs };
    }
  });
}

/** How the tokens of an analysis are written. */
interface Resolved {
  /** Returns where a link leads. */
  urlOf: (link: Token) => string;
  /** Returns the text that describes a picture. */
  altOf: (picture: Token) => string;
  /** Whether the text defines links. */
  hasDefinitions: boolean;
}

/** Writes a picture: one of this site is shown, with its caption below it if it stands alone; others are links. */
function writeImage(token: Token, isInLink: boolean, isFigure: boolean, resolved: Resolved): string {
  const url = String(token.attrGet('src') ?? '');
  const title = String(token.attrGet('title') ?? '');
  const picture = parseBodyPicture(url);
  const alt = escapeMarkdown(resolved.altOf(token));
  if (picture) {
    const shown = `![${alt}](${SITE}${destination(picture.path)}`;
    return isFigure ? `${shown})${title && `\\\n${escapeMarkdown(title)}`}` : `${shown}${titled(title)})`;
  }
  const to = resolved.urlOf(token);
  if (isInLink || !to) return alt || escapeMarkdown(to);
  return `[${alt || escapeMarkdown(to)}](${destination(to)}${titled(title)})`;
}

/** Writes a link in place of something else. After an exclamation mark it would be a picture. */
const asLink = (source: string, start: number, end: number, text: string): Edit =>
  text.startsWith('[') && /(?<!\\)(?:\\\\)*!$/.test(source.slice(Math.max(0, start - 20), start))
    ? { start: start - 1, end, text: `\\!${text}` }
    : { start, end, text };

/** Lists the edits of the text of one block. */
function editsOf(block: Token, resolved: Resolved): Edit[] {
  const { content: source, meta, children } = block;
  const { signs = [] } = (meta ?? {}) as { signs?: Sign[] };
  if (signs.length === 0) return [];
  const isFigure = block.type === 'figures';
  const kept = new Set(children);
  const texts = signs.filter(({ kind }) => kind === 'text');
  const escapesBrackets = texts.some(
    ({ start, end }) => source[start] === ']' && (resolved.hasDefinitions || /[(:[]/.test(source[end] ?? '')),
  );
  const edits: Edit[] = [];
  const inOrder = signs.toSorted((a, b) => a.start - b.start || b.end - a.end);
  let lastLinkEnd = -1;
  for (const [index, sign] of inOrder.entries()) {
    const { kind, start, end, labelEnd, token } = sign;
    if (kind === 'text') {
      const isMarkup = source[start] === '<' ? /[a-z/!?]/i.test(source[end] ?? '') : escapesBrackets;
      if (isMarkup) edits.push({ start, end: start, text: '\\' });
    } else if (kind === 'code') {
      for (const { index: at, 0: text } of source.slice(start, end).matchAll(/\n[ \t]*(?=<)/g))
        edits.push({ start: start + at, end: start + at + text.length, text: ' ' });
    } else if (kind === 'image') {
      const text = writeImage(token as Token, start < lastLinkEnd, isFigure, resolved);
      const next = isFigure ? inOrder[index + 1] : undefined;
      edits.push(asLink(source, start, next ? next.start : end, next ? `${text}\\\n` : text));
    } else if (!kept.has(token as Token)) {
      if (kind === 'link')
        edits.push({ start, end: start + 1, text: '' }, { start: labelEnd, end, text: '' });
      else edits.push({ start, end, text: escapeMarkdown(source.slice(start + 1, end - 1)) });
    } else {
      const url = resolved.urlOf(token as Token);
      const title = String(token?.attrGet('title') ?? '');
      if (kind === 'autolink') {
        const text = source.slice(start + 1, end - 1);
        if (url !== text && url !== `mailto:${text}`)
          edits.push(asLink(source, start, end, `[${escapeMarkdown(text)}](${destination(url)})`));
      } else {
        lastLinkEnd = labelEnd;
        const [tail, same] = [source.slice(labelEnd, end), `](${url}`];
        const isSame = tail === `${same})` || (tail.startsWith(`${same} `) && !/[\n<]/.test(tail));
        if (!isSame) edits.push({ start: labelEnd, end, text: `](${destination(url)}${titled(title)})` });
      }
    }
  }
  return edits;
}

/** Where a line of a block's text begins in the block, and where it stands in the source. */
interface Place {
  start: number;
  place: number;
}

/** Finds where each line of a block's text stands in the source. */
function linePlaces(
  content: string,
  lines: readonly string[],
  offsets: readonly number[],
  first: number,
): Place[] {
  let at = 0;
  return content.split('\n').map((text, index) => {
    const written = text.trimStart();
    const place =
      (offsets[first + index] as number) +
      (lines[first + index] as string).lastIndexOf(written) -
      (text.length - written.length);
    const start = at;
    at += text.length + 1;
    return { start, place };
  });
}

/** Writes an analysis for readers elsewhere. `tokens` are what the parser made of it. */
export function resolvedMarkdown(articleBody: string, tokens: readonly Token[], resolved: Resolved): string {
  const source = articleBody.replace(/\r\n?/g, '\n');
  const lines = source.split('\n');
  const offsets: number[] = [];
  let offset = 0;
  for (const line of lines) {
    offsets.push(offset);
    offset += line.length + 1;
  }
  const edits: Edit[] = [];
  let cursor = 0;
  for (const [at, token] of tokens.entries()) {
    if (token.type === 'tr_open') cursor = offsets[token.map?.[0] ?? 0] as number;
    if (token.type === 'heading_open' && token.markup.startsWith('#')) {
      const start = source.indexOf('#', offsets[token.map?.[0] ?? 0]);
      edits.push({ start, end: start + token.markup.length, text: '#'.repeat(Number(token.tag[1])) });
    }
    if (token.type !== 'inline' && token.type !== 'figures') continue;
    const inText = editsOf(token, resolved);
    if (!token.map) {
      const written = token.content.replaceAll('|', '\\|');
      const start = source.indexOf(written, cursor);
      cursor = start + written.length;
      if (inText.length === 0) continue;
      /** How many bars stand before each character. */
      const bars = [0];
      for (let at = 0; at < token.content.length; at++)
        bars.push((bars[at] as number) + (token.content[at] === '|' ? 1 : 0));
      for (const edit of inText)
        edits.push({
          ...edit,
          start: start + edit.start + (bars[edit.start] as number),
          end: start + edit.end + (bars[edit.end] as number),
        });
      continue;
    }
    const before = tokens[at - 1];
    const isUnderlined = before?.type === 'heading_open' && !before.markup.startsWith('#');
    if (inText.length === 0 && !isUnderlined) continue;
    const places = linePlaces(token.content, lines, offsets, token.map[0]);
    // Edits come nearly in order, so the line is near that of the one before: a search from the first line would be quadratic.
    let current = 0;
    const placeOf = (index: number) => {
      while (current > 0 && (places[current] as Place).start > index) current--;
      while (current + 1 < places.length && (places[current + 1] as Place).start <= index) current++;
      const line = places[current] as Place;
      return line.place + index - line.start;
    };
    if (isUnderlined) {
      // A heading with a line under it can only be of two levels.
      // A backslash that is escaped does not break a line.
      for (const { index, 0: text } of token.content.matchAll(/\\\\|\\?\n[ \t]*/g))
        if (text !== '\\\\') inText.push({ start: index, end: index + text.length, text: ' ' });
      const start = placeOf(0);
      edits.push({ start, end: start, text: `${'#'.repeat(Number(before.tag[1]))} ` });
      const end = placeOf(token.content.length);
      const underline = before.map?.[1] as number;
      edits.push({
        start: end,
        end: (offsets[underline - 1] as number) + (lines[underline - 1] as string).length,
        text: token.content.endsWith('#') ? ' #' : '',
      });
    }
    for (const { start, end, text } of inText) edits.push({ start: placeOf(start), end: placeOf(end), text });
  }
  edits.sort((a, b) => a.start - b.start || a.end - b.end);
  let written = '';
  let from = 0;
  for (const { start, end, text } of edits) {
    if (start < from) continue;
    written += source.slice(from, start) + text;
    from = end;
  }
  return closed(written + source.slice(from), tokens);
}

/** Ends a block of code that the text leaves open, so that what follows is not part of it. */
function closed(markdown: string, tokens: readonly Token[]): string {
  const last = tokens.at(-1);
  if (last?.type !== 'fence' || last.level > 0) return markdown;
  const { markup } = last;
  const lines = markdown.trimEnd().split('\n');
  const isClosed =
    last.content.split('\n').length - 1 < (last.map?.[1] ?? 0) - (last.map?.[0] ?? 0) - 1 &&
    new RegExp(`^ {0,3}${markup[0]}{${markup.length},}[ \\t]*$`).test(lines.at(-1) ?? '');
  return isClosed ? markdown : `${markdown.replace(/\n$/, '')}\n${markup}\n`;
}
