import { strikethrough } from '@joplin/turndown-plugin-gfm';
import Turndown from 'turndown';
import { escapeDestination, escapeInline, escapeLineStarts, quoteTitle } from './escape.ts';

// Turndown with its GFM plugin, which writes a DOM of a few elements (`dom.ts`) as Markdown. Some of its rules are replaced: it lets
// text become markup (`1)`, `&amp;`, `<b>`), and the plugin writes tables that it finds difficult as HTML.

/** Indents every line but the first. */
const indent = (text: string, width: number) => text.replace(/\n(?=.)/g, `\n${' '.repeat(width)}`);

const trimLines = (text: string) => text.replace(/^\n+|\n+$/g, '');

/** The longest row of this character at the start of a line. */
const longestRun = (text: string, character: string) =>
  Math.max(
    0,
    ...Array.from(text.matchAll(new RegExp(`^ *(\\${character}+)`, 'gm')), ([, run]) => run?.length ?? 0),
  );

const attributeOf = (node: Turndown.Node, name: string) =>
  (node as unknown as Element).getAttribute(name) ?? '';

function createTurndown(): Turndown {
  const turndown = new Turndown({
    headingStyle: 'atx',
    hr: '---',
    emDelimiter: '*',
    br: '\\',
    codeBlockStyle: 'fenced',
    preformattedCode: true,
  });
  turndown.use(strikethrough);
  turndown.escape = escapeInline;
  turndown.addRule('paragraph', {
    filter: 'p',
    replacement: (content) => `\n\n${escapeLineStarts(content)}\n\n`,
  });
  turndown.addRule('heading', {
    filter: ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'],
    replacement: (content, node) =>
      `\n\n${'#'.repeat(Number(node.nodeName.slice(1)))} ${content.replace(/#+$/, '\\$&')}\n\n`,
  });
  turndown.addRule('list', {
    filter: ['ul', 'ol'],
    replacement: (content) => `\n\n${trimLines(content)}\n\n`,
  });
  turndown.addRule('item', {
    filter: 'li',
    replacement: (content, node) => {
      const marker = attributeOf(node, 'data-marker');
      // A list below the item's own line needs no blank line, which would make paragraphs of all items.
      const tight = trimLines(content).replace(/\n\n(?=[-*] |1[.)] )/, '\n');
      return `\n${marker} ${indent(tight, marker.length + 1)}\n`;
    },
  });
  turndown.addRule('looseItem', {
    filter: (node) => node.nodeName === 'LI' && attributeOf(node, 'data-loose') !== '',
    replacement: (content, node) => {
      const marker = attributeOf(node, 'data-marker');
      return `\n\n${marker} ${indent(trimLines(content), marker.length + 1)}\n\n`;
    },
  });
  turndown.addRule('code', {
    filter: 'pre',
    replacement: (_content, node) => {
      const text = node.textContent ?? '';
      const fence = '`'.repeat(Math.max(3, longestRun(text, '`') + 1));
      return `\n\n${fence}${attributeOf(node, 'data-language')}\n${text}\n${fence}\n\n`;
    },
  });
  turndown.addRule('link', {
    filter: 'a',
    replacement: (content, node) => `[${content}](${escapeDestination(attributeOf(node, 'href'))})`,
  });
  turndown.addRule('picture', {
    filter: 'img',
    replacement: (_content, node) => {
      const title = attributeOf(node, 'title');
      const source = escapeDestination(attributeOf(node, 'src'));
      return `![${escapeInline(attributeOf(node, 'alt'))}](${source}${title && ` ${quoteTitle(title)}`})`;
    },
  });
  turndown.addRule('cell', {
    filter: ['td', 'th'],
    replacement: (content) => ` ${content.trim().replaceAll('|', '\\|')} |`,
  });
  turndown.addRule('row', {
    filter: 'tr',
    replacement: (content, node) => {
      const columns = Number(attributeOf(node, 'data-head'));
      return `\n|${content}${columns > 0 ? `\n|${' --- |'.repeat(columns)}` : ''}`;
    },
  });
  turndown.addRule('table', {
    filter: 'table',
    replacement: (content) => `\n\n${trimLines(content)}\n\n`,
  });
  return turndown;
}

const turndown = createTurndown();

/** Writes an element's content as Markdown. */
export const writeMarkdown = (root: Element): string =>
  turndown.turndown(root as unknown as Turndown.Node).trim();
