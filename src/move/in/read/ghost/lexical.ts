import { escapeHtml } from '../../../../lib/html.ts';
import { fieldOf, isRow, parseJson, type Row, rowsOf, textOf } from '../fields.ts';
import { renderCard } from './cards.ts';
import { MAX_DEPTH, type Walk } from './rich-text.ts';

/** The elements of a text's format, by the bit that stands for each, outermost first (Lexical's `TextFormatType`). */
const FORMATS = [
  [1, 'strong'],
  [2, 'em'],
  [4, 's'],
  [8, 'u'],
  [16, 'code'],
  [32, 'sub'],
  [64, 'sup'],
  [128, 'mark'],
] as const;

const TEXTS = new Set(['text', 'extended-text', 'tk', 'zwnj']);

function renderText(node: Row): string {
  // A text of spaces is a text.
  const text = fieldOf(node, 'text');
  const format = Number(fieldOf(node, 'format') ?? 0);
  const elements = FORMATS.filter(([bit]) => (format & bit) !== 0).map(([, name]) => name);
  const html = escapeHtml(typeof text === 'string' ? text : '');
  return elements.reduceRight((inner, name) => `<${name}>${inner}</${name}>`, html);
}

/** Returns the element of a node with text in it: name, and attributes; null for any other. */
function elementOf(node: Row): { name: string; attributes?: string } | null {
  switch (fieldOf(node, 'type')) {
    case 'paragraph':
      return { name: 'p' };
    case 'heading':
    case 'extended-heading': {
      const tag = textOf(node, 'tag') ?? '';
      return { name: /^h[1-6]$/.test(tag) ? tag : 'h2' };
    }
    case 'quote':
    case 'extended-quote':
      return { name: 'blockquote' };
    case 'aside':
      return { name: 'blockquote', attributes: ' class="kg-blockquote-alt"' };
    case 'list': {
      if (fieldOf(node, 'listType') !== 'number') return { name: 'ul' };
      const start = Number(fieldOf(node, 'start') ?? 1);
      return { name: 'ol', attributes: Number.isInteger(start) && start !== 1 ? ` start="${start}"` : '' };
    }
    case 'link':
    case 'autolink':
      return { name: 'a', attributes: ` href="${escapeHtml(textOf(node, 'url') ?? '')}"` };
    default:
      return null;
  }
}

function renderChildren(node: Row, walk: Walk, depth: number): string {
  return rowsOf(node, 'children')
    .map((child) => renderNode(child, walk, depth + 1))
    .join('');
}

/** Renders a list's items. Lexical puts a list within a list into an item of its own: it goes to the end of the item before. */
function renderItems(list: Row, walk: Walk, depth: number): string {
  let html = '';
  for (const item of rowsOf(list, 'children')) {
    const inner = renderChildren(item, walk, depth + 1);
    const children = rowsOf(item, 'children');
    const isNested = children.length > 0 && children.every((child) => fieldOf(child, 'type') === 'list');
    if (isNested && html.endsWith('</li>')) html = `${html.slice(0, -'</li>'.length)}${inner}</li>`;
    else html += `<li>${inner}</li>`;
  }
  return html;
}

function renderNode(node: Row, walk: Walk, depth: number): string {
  const type = textOf(node, 'type') ?? '';
  if (depth > MAX_DEPTH) {
    walk.lose('nesting', `${type} that is ${depth} levels deep`, 'left out');
    return '';
  }
  if (TEXTS.has(type)) return renderText(node);
  if (type === 'linebreak') return '<br>';
  const element = elementOf(node);
  if (element) {
    const inner = type === 'list' ? renderItems(node, walk, depth) : renderChildren(node, walk, depth);
    return `<${element.name}${element.attributes ?? ''}>${inner}</${element.name}>`;
  }
  // What is not known but has text in it, such as a link to a post that was mentioned.
  if (Array.isArray(fieldOf(node, 'children'))) {
    if (type !== 'at-link' && type !== 'listitem') walk.lose('card', `unknown element "${type}"`, 'its text');
    return renderChildren(node, walk, depth);
  }
  return renderCard(type, node, walk);
}

/** Renders a document of Ghost's editor since version 5.67 (Lexical) as Ghost's pages show it; null if it is none. */
export function renderLexical(json: string, walk: Walk): string | null {
  const document = parseJson(json);
  const root = isRow(document) ? fieldOf(document, 'root') : undefined;
  if (!isRow(root) || !Array.isArray(fieldOf(root, 'children'))) return null;
  return renderChildren(root, walk, 0);
}
