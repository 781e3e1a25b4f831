import { escapeHtml } from '../../../../lib/html.ts';
import { formatValue } from '../../../../site/story/parse/fault.ts';
import { fieldOf, isRow, parseJson, type Row, textOf } from '../fields.ts';
import { renderCard } from './cards.ts';
import type { Walk } from './rich-text.ts';

/** Kinds of sections (Mobiledoc 0.3.1). */
const [TEXT, IMAGE, LIST, CARD] = [1, 2, 3, 10];
const SECTIONS = new Set(['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'blockquote', 'aside', 'pull-quote']);
const MARKUPS = new Set(['a', 'b', 'code', 'em', 'i', 'mark', 's', 'strong', 'sub', 'sup', 'u', 'del']);

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const numberOf = (value: unknown) => (typeof value === 'number' ? value : -1);

interface Document {
  markups: unknown[];
  atoms: unknown[];
  cards: unknown[];
}

function openMarkup(markup: unknown): { open: string; close: string } {
  const [name, attributes] = listOf(markup);
  if (typeof name !== 'string' || !MARKUPS.has(name)) return { open: '', close: '' };
  const values = listOf(attributes);
  const href = values[values.indexOf('href') + 1];
  const isLink = name === 'a' && values.includes('href') && typeof href === 'string';
  return { open: `<${name}${isLink ? ` href="${escapeHtml(href)}"` : ''}>`, close: `</${name}>` };
}

function renderAtom(atom: unknown, walk: Walk): string {
  const [name, text] = listOf(atom);
  if (name === 'soft-return') return '<br>';
  walk.lose('card', `unknown atom "${String(name)}"`, 'its text');
  return escapeHtml(typeof text === 'string' ? text : '');
}

/** Renders the text of a section. A marker opens some markups, has text or an atom, and closes as many as it says. */
function renderMarkers(markers: unknown, document: Document, walk: Walk): string {
  const open: string[] = [];
  let html = '';
  for (const marker of listOf(markers)) {
    const [kind, opened, closed, value] = listOf(marker);
    for (const index of listOf(opened)) {
      const markup = openMarkup(document.markups[numberOf(index)]);
      html += markup.open;
      open.push(markup.close);
    }
    html +=
      kind === 1
        ? renderAtom(document.atoms[numberOf(value)], walk)
        : escapeHtml(typeof value === 'string' ? value : '');
    for (let left = Math.min(numberOf(closed), open.length); left > 0; left--) html += open.pop() ?? '';
  }
  return html + open.reverse().join('');
}

function renderSection(section: unknown, document: Document, walk: Walk): string {
  const [kind, second, third] = listOf(section);
  if (kind === TEXT) {
    const name = typeof second === 'string' && SECTIONS.has(second) ? second : 'p';
    const inner = renderMarkers(third, document, walk);
    return name === 'aside' || name === 'pull-quote'
      ? `<blockquote>${inner}</blockquote>`
      : `<${name}>${inner}</${name}>`;
  }
  if (kind === LIST) {
    const items = listOf(third).map((item) => `<li>${renderMarkers(item, document, walk)}</li>`);
    const name = second === 'ol' ? 'ol' : 'ul';
    return `<${name}>${items.join('')}</${name}>`;
  }
  if (kind === IMAGE && typeof second === 'string') return renderCard('image', { src: second }, walk);
  if (kind === CARD) {
    const [name, payload] = listOf(document.cards[numberOf(second)]);
    if (typeof name === 'string') return renderCard(name, cardOf(name, payload), walk);
  }
  walk.lose('card', `unknown section ${formatValue(section)}`, 'left out');
  return '';
}

/** Cards of Ghost 1 kept the address of an image elsewhere. */
function cardOf(name: string, payload: unknown): Row {
  const card = isRow(payload) ? payload : {};
  if (name === 'image' && textOf(card, 'src') === null) return { ...card, src: fieldOf(card, 'url') };
  return card;
}

/** Renders a document of Ghost's editor of versions 1 to 5 (Mobiledoc) as Ghost's pages show it; null if it is none. */
export function renderMobiledoc(json: string, walk: Walk): string | null {
  const document = parseJson(json);
  if (!isRow(document) || !Array.isArray(fieldOf(document, 'sections'))) return null;
  const parts: Document = {
    markups: listOf(fieldOf(document, 'markups')),
    atoms: listOf(fieldOf(document, 'atoms')),
    cards: listOf(fieldOf(document, 'cards')),
  };
  return listOf(fieldOf(document, 'sections'))
    .map((section) => renderSection(section, parts, walk))
    .join('\n');
}
