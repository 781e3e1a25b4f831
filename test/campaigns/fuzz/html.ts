import assert from 'node:assert/strict';
import { type DefaultTreeAdapterTypes, type ParserError, parse, parseFragment } from 'parse5';
import { isKnown, isKnownOnPage } from './markup.ts';

// What HTML has to be: what was written is what a browser builds of it, and nothing in it acts.

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;

const childrenOf = (node: Node): Node[] => ('childNodes' in node ? node.childNodes : []);

/** Every node below the root in the order of the text, without recursion, as the input decides how deep it goes. */
function nodesOf(root: Node): Node[] {
  const found: Node[] = [];
  const waiting = [root];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    found.push(node);
    waiting.push(...childrenOf(node).toReversed());
  }
  return found;
}

const isElement = (node: Node): node is Element => 'tagName' in node;
const textOf = (element: Element) =>
  element.childNodes.map((child) => ('value' in child ? child.value : '')).join('');

const attributeOf = ({ attrs }: Element, wanted: string) => attrs.find(({ name }) => name === wanted)?.value;

/** Elements that have no end. */
const VOID = /^(br|hr|img|link|meta)$/;
/** Elements whose text is no HTML. */
const RAW = /^(script|style)$/;

/**
 * The parts of the tree lie in the text as they lie in each other, one behind the other and without a gap. So no element
 * was added, closed, moved or dropped, and no text: browsers mend what is written wrongly, and each mending is a gap.
 */
function isBuiltAsWritten(html: string, root: Node): void {
  const waiting = [{ node: root, from: 0, to: html.length }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    let at = next.from;
    for (const child of childrenOf(next.node)) {
      const place = child.sourceCodeLocation;
      assert.equal(
        place?.startOffset,
        at,
        `${child.nodeName} stands where it was written: ${html.slice(at, at + 80)}`,
      );
      at = place.endOffset;
      if (isElement(child) && !VOID.test(child.tagName)) {
        const { startTag, endTag } = child.sourceCodeLocation ?? {};
        assert.ok(startTag && endTag, `<${child.tagName}> has an end`);
        waiting.push({ node: child, from: startTag.endOffset, to: endTag.startOffset });
      } else if (child.nodeName === '#text' && !RAW.test(next.node.nodeName)) {
        assert.doesNotMatch(html.slice(place.startOffset, at), /</, 'no tag was passed over in a text');
      }
      assert.notEqual(child.nodeName, '#comment', 'the program writes no comments');
    }
    assert.equal(at, next.to, `nothing is passed over: ${html.slice(at, at + 80)}`);
  }
}

/** Addresses that lead to the Web, to a letter, or to this site. */
const HARMLESS = /^((feed:)?https?:\/\/|mailto:|#|\/(?![/\\]))/i;

function isHarmless({ tagName, attrs }: Element): void {
  for (const { name, value } of attrs) {
    if (/^(href|src|cite|data-(original|version)url)$/.test(name)) {
      assert.match(value, HARMLESS, `<${tagName} ${name}="${value}">`);
    }
  }
}

function isAmong(image: Element, pictures: readonly string[]): void {
  const src = attributeOf(image, 'src') ?? '';
  assert.ok(pictures.includes(src), `${src} is no picture of the story`);
}

/** Notes what a parser finds wrong with a part of a document. What no document may hold is taken out of the whole. */
const noted = (errors: string[]) => (error: ParserError) => {
  if (!/^(noncharacter|control-character)-in-input-stream$/.test(error.code)) errors.push(error.code);
};

/** HTML of a feed or an analysis, with no picture but the named ones. Gives its text and its attributes' values. */
export function isFragment(html: string, pictures: readonly string[] = []): string {
  const errors: string[] = [];
  const tree = parseFragment(html, { sourceCodeLocationInfo: true, onParseError: noted(errors) });
  assert.deepEqual(errors, [], 'no parse error');
  isBuiltAsWritten(html, tree);
  const nodes = nodesOf(tree);
  for (const element of nodes.filter(isElement)) {
    isKnown(element);
    isHarmless(element);
    if (element.tagName === 'img') isAmong(element, pictures);
  }
  return seen(nodes);
}

/** A page of the site: whole, and nothing on it acts or is fetched but the scripts and the pictures that are named. */
export function isPage(
  html: string,
  scripts: readonly string[] = [],
  pictures: readonly string[] = [],
): string {
  const errors: string[] = [];
  const onParseError = ({ code }: ParserError) => errors.push(code);
  const tree = parse(html, { sourceCodeLocationInfo: true, onParseError });
  assert.deepEqual(errors, [], 'no parse error');
  isBuiltAsWritten(html, tree);
  const nodes = nodesOf(tree);
  const elements = nodes.filter(isElement);
  const named = (name: string) => elements.filter(({ tagName }) => tagName === name);
  for (const element of elements) {
    isKnownOnPage(element);
    isHarmless(element);
  }
  for (const picture of named('img')) {
    isAmong(picture, pictures);
    assert.equal(attributeOf(picture, 'referrerpolicy'), 'no-referrer', 'nobody is told who reads');
  }
  for (const button of named('button'))
    assert.equal(attributeOf(button, 'type'), 'button', 'it sends nothing');
  for (const link of named('link')) {
    if (attributeOf(link, 'rel') === 'icon')
      assert.match(attributeOf(link, 'href') ?? '', /^\//, 'an icon of the site');
  }
  for (const script of named('script')) {
    if (script.attrs.length > 0) JSON.parse(textOf(script));
    else assert.ok(scripts.includes(textOf(script)), 'no script but the page’s own');
  }
  assert.equal(named('style').length, 1, 'one stylesheet');
  for (const style of named('style')) assert.doesNotMatch(textOf(style), /@import|url\(|image-set\(/i);
  return seen(nodes);
}

/** All that a reader may come upon: text, and the values of attributes. */
const seen = (nodes: readonly Node[]): string =>
  nodes
    .flatMap((node) => {
      if (isElement(node)) return node.attrs.map(({ value }) => value);
      return node.nodeName === '#text' && 'value' in node ? [node.value] : [];
    })
    .join('\n');
