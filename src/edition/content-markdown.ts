import { unescapeHtml } from '../lib/html.ts';

// Writes the HTML of a feed's item as Markdown (CommonMark 0.31), for `source:markdown` in RSS. It reads only HTML that this program
// has made: well-formed, with attributes in double quotes. What Markdown has no sign for stays HTML, as CommonMark allows.

/** A text, or an element with its tags and what is in it; without a name, a tag that stays as it is. */
type Content = string | { name: string; open: string; children: Content[] };

/** A picture within a line. */
const IMAGE =
  /^<img src="([^"()\s\\<>]*)" alt="([^"]*)"(?: width="\d+" height="\d+")?(?: title="([^"]*)")?>$/;
/** Elements without an end tag, and tags that stay as they are. */
const VOID = /^(br|hr|img|wbr|)$/;
const BLOCK = /^(p|h[1-6]|ul|ol|li|blockquote|pre|hr|table|figure|div)$/;

/** How deep the tree may be: the functions below call themselves for each level. Emphasis in a story can be thousands deep. */
const MAX_DEPTH = 200;

/** Parses HTML into a tree. The tags of elements deeper than `MAX_DEPTH` stay as they are. */
function parseHtml(html: string): Content[] {
  const root: Content[] = [];
  const open = [root];
  let tooDeep = 0;
  for (const [part, close, name] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)[^>]*>|[^<]+/g)) {
    const inside = open.at(-1) as Content[];
    if (name === undefined) inside.push(part);
    else if (VOID.test(name)) inside.push({ name, open: part, children: [] });
    else if (close && tooDeep === 0) open.pop();
    else if (close || open.length > MAX_DEPTH) {
      tooDeep += close ? -1 : 1;
      inside.push({ name: '', open: part, children: [] });
    } else {
      const element = { name, open: part, children: [] };
      inside.push(element);
      open.push(element.children);
    }
  }
  return root;
}

const toHtml = (content: Content): string =>
  typeof content === 'string'
    ? content
    : `${content.open}${content.children.map(toHtml).join('')}${VOID.test(content.name) ? '' : `</${content.name}>`}`;

/**
 * Escapes what would be a sign of Markdown within a line. `<`, `>` and `&` are character references already. White space is matched from
 * its beginning only, or much of it would take time by the square of its length.
 */
const escapeText = (text: string) => text.replace(/[\\`*_[\]~|]/g, '\\$&').replace(/(?<!\s)\s*\n\s*/g, '\n');

/** Escapes what would be a sign of Markdown at the beginning of a line. */
const escapeStarts = (lines: string) =>
  lines.replace(/^([ \t]*)([#+=-]|&gt;)/gm, '$1\\$2').replace(/^([ \t]*\d{1,9})([.)])/gm, '$1\\$2');

/** Writes text and elements within a paragraph. */
function inline(contents: readonly Content[]): string {
  return contents
    .map((content, index) => {
      if (typeof content === 'string') {
        const before = contents[index - 1];
        // The line break after a `<br>` would end the paragraph.
        const isNewLine = typeof before === 'object' && before.name === 'br';
        return escapeText(isNewLine ? content.replace(/^\s+/, '') : content);
      }
      const { name, open, children } = content;
      const text = inline(children);
      const [, href] = /^<a href="([^"]*)">$/.exec(open) ?? [];
      // A link with a title, and emphasis beside letters of a word, would not be read back as such.
      if (name === 'a' && href !== undefined && !/[()\s\\<>]/.test(href)) return `[${text}](${href})`;
      if (name === 'br') return '\\\n';
      const [, src, alt, title] = IMAGE.exec(open) ?? [];
      if (src !== undefined) return `![${escapeText(alt ?? '')}](${src}${title ? ` "${title}"` : ''})`;
      return `${open}${text}${VOID.test(name) ? '' : `</${name}>`}`;
    })
    .join('');
}

const isBlock = (content: Content) => typeof content !== 'string' && BLOCK.test(content.name);

const indented = (text: string, first: string) =>
  `${first}${text.replace(/\n(?=[^\n])/g, `\n${' '.repeat(first.length)}`)}`;

/** Whether an item of a list has its text without paragraphs. */
const isTight = (children: readonly Content[]) =>
  !children.some((child) => typeof child !== 'string' && child.name === 'p');

function list(items: readonly Content[], firstNumber: number | null): string {
  const written = items
    .filter((item) => typeof item !== 'string')
    .map(({ children }, index) => ({
      text: blocks(children, isTight(children) ? '\n' : '\n\n'),
      isLoose: !isTight(children),
      mark: firstNumber === null ? '- ' : `${firstNumber + index}. `,
    }));
  const isLoose = written.some((item) => item.isLoose);
  return written.map(({ text, mark }) => indented(text, mark)).join(isLoose ? '\n\n' : '\n');
}

function block(content: Exclude<Content, string>): string {
  const { name, open, children } = content;
  const [, attributes = ''] = /^<\w+(.*)>$/s.exec(open) ?? [];
  if (name === 'p') return escapeStarts(inline(children).trim());
  if (/^h[1-6]$/.test(name))
    return `${'#'.repeat(Number(name[1]))} ${inline(children).replaceAll('\n', ' ').trim()}`;
  if (name === 'ul') return list(children, null);
  if (name === 'ol') return list(children, Number(/ start="(\d+)"/.exec(attributes)?.[1] ?? 1));
  if (name === 'blockquote')
    return blocks(children)
      .replace(/^/gm, '> ')
      .replace(/(?<! ) +$/gm, '');
  if (name === 'pre') {
    const [code] = children;
    const text = unescapeHtml(typeof code === 'object' ? code.children.map(toHtml).join('') : '');
    const [, language = ''] =
      /class="language-([\w-]+)"/.exec(typeof code === 'object' ? code.open : '') ?? [];
    const longest = Math.max(2, ...Array.from(text.matchAll(/`+/g), ([ticks]) => ticks.length));
    const fence = '`'.repeat(longest + 1);
    return `${fence}${language}\n${text.replace(/\n?$/, '\n')}${fence}`;
  }
  if (name === 'hr') return '---';
  if (name === 'div') return `${open}\n\n${blocks(children)}\n\n</div>`;
  // Tables and figures. An empty line would end them.
  return toHtml(content)
    .replace(/\n\s*\n/g, '\n')
    .trim();
}

/** Writes blocks, and text between them as paragraphs. */
function blocks(contents: readonly Content[], separator = '\n\n'): string {
  const written: string[] = [];
  let text: Content[] = [];
  let last: Content | undefined;
  const endText = () => {
    const paragraph = escapeStarts(inline(text).trim());
    if (paragraph) {
      written.push(paragraph);
      last = undefined;
    }
    text = [];
  };
  for (const content of contents) {
    if (typeof content === 'string' || !isBlock(content)) text.push(content);
    else {
      endText();
      // Or the two lists would be one.
      if (typeof last === 'object' && last.name === content.name && /^[uo]l$/.test(last.name))
        written.push('<!-- -->');
      written.push(block(content));
      last = content;
    }
  }
  endText();
  return written.join(separator);
}

/** Writes the content of an item as Markdown. */
export const contentMarkdown = (html: string): string => `${blocks(parseHtml(html))}\n`;
