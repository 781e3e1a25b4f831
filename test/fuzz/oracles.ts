import assert from 'node:assert/strict';
import { type DefaultTreeAdapterTypes, parse, parseFragment, serialize } from 'parse5';

export { isXml } from './xml.ts';

// What must hold of everything that the program gives out.

/** Parses JSON; nothing in it is lost, however it is written again. */
export function readJson<T>(text: string): T {
  return JSON.parse(text) as T;
}

/** All that an analysis may become. */
const ELEMENTS = new Set(
  'a abbr blockquote br code del details div em h2 h3 h4 h5 h6 hr li ol p pre q s small span strong sup table tbody td th thead tr ul'.split(
    ' ',
  ),
);
const ATTRIBUTES = new Set(['href', 'id', 'role', 'class', 'title', 'start', 'lang', 'dir', 'cite']);
/** A table may be wider than the page, and is scrolled by keyboard then. */
const isFocusable = (tagName: string, name: string, value: string) =>
  tagName === 'table' && name === 'tabindex' && value === '0';

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;

const childrenOf = (node: Node): Node[] => ('childNodes' in node ? node.childNodes : []);

/** Every element below the node, without recursion, as the input decides how deep it goes. */
function elementsOf(root: Node): Element[] {
  const found: Element[] = [];
  const waiting = [root];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if ('tagName' in node) found.push(node);
    waiting.push(...childrenOf(node));
  }
  return found;
}

function isHarmless({ tagName, attrs }: Element): void {
  for (const { name, value } of attrs) {
    assert.doesNotMatch(name, /^on/i, `<${tagName} ${name}>`);
    if (/^(href|src|action|formaction|data|poster|cite)$/.test(name)) {
      assert.match(value, /^((feed:)?https?:|mailto:|#|\/)/i, `<${tagName} ${name}="${value}">`);
    }
  }
}

/** HTML that a parser reads as it was meant, with nothing in it that acts. Gives its text and its attributes' values. */
export function isFragment(html: string): string {
  const tree = parseFragment(html);
  assert.equal(serialize(parseFragment(serialize(tree))), serialize(tree), 'the same when it is read again');
  for (const element of elementsOf(tree)) {
    assert.ok(ELEMENTS.has(element.tagName), `<${element.tagName}> is no element of an analysis`);
    for (const { name, value } of element.attrs) {
      const isKnown = ATTRIBUTES.has(name) || isFocusable(element.tagName, name, value);
      assert.ok(isKnown, `${name} is no attribute of it`);
    }
    isHarmless(element);
  }
  return seen(tree);
}

/** A page of the site: whole, and nothing on it acts but the scripts that are named. */
export function isPage(html: string, scripts: readonly string[] = []): string {
  assert.match(html, /<\/html>\s*$/, 'a page ends with </html>');
  const errors: string[] = [];
  const tree = parse(html, { onParseError: ({ code }) => errors.push(code) });
  // Characters without a meaning are the author's to write.
  const others = errors.filter(
    (code) => !/^((noncharacter|control-character)-in-input-stream|unexpected-null-character)$/.test(code),
  );
  assert.deepEqual(others, [], 'no parse error');
  for (const element of elementsOf(tree)) {
    isHarmless(element);
    assert.doesNotMatch(element.tagName, /^(iframe|object|embed|base|applet|frame|frameset)$/);
    if (element.tagName !== 'script') continue;
    const [body] = element.childNodes;
    const text = body && 'value' in body ? body.value : '';
    const isData = element.attrs.some(
      ({ name, value }) => name === 'type' && value === 'application/ld+json',
    );
    if (isData) readJson(text);
    else assert.ok(scripts.includes(text), 'no script but the page’s own');
  }
  return seen(tree);
}

/** All that a reader may come upon: text, and the values of attributes. */
function seen(root: Node): string {
  const parts: string[] = [];
  const waiting = [root];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (node.nodeName === '#text' && 'value' in node) parts.push(node.value);
    if ('attrs' in node) parts.push(...node.attrs.map(({ value }) => value));
    waiting.push(...childrenOf(node).toReversed());
  }
  return parts.join('\n');
}

/** Each word of the author's is somewhere in what came of it. */
export function isKept(words: readonly string[], text: string): void {
  for (const word of words) assert.ok(text.includes(word), `the word ${word} is lost`);
}

/** The same input gives the same answer. */
export function isSteady<T>(make: () => T): T {
  const first = make();
  assert.deepEqual(make(), first, 'the same answer twice');
  return first;
}
