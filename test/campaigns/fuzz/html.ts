import assert from 'node:assert/strict';
import { type DefaultTreeAdapterTypes, type ParserError, parse, parseFragment } from 'parse5';
import { assertAnalysisElement, assertFragmentElement, assertPageElement } from './markup.ts';

// Asserts that browsers parse HTML exactly as it is written, and that it has no active content.

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;

const childrenOf = (node: Node): Node[] => ('childNodes' in node ? node.childNodes : []);

/** Lists all nodes below the root in document order. Not recursive, because the input determines the depth. */
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

/** Elements without an end tag. */
const VOID = /^(br|hr|img|input|link|meta|wbr)$/;
/** Elements whose text is not HTML. */
const RAW = /^(script|style)$/;

/**
 * Asserts that the source positions of the nodes are nested and adjacent, without a gap. Each repair by the parser leaves a
 * gap, so no element or text was added, closed, moved or dropped.
 */
function assertBuiltAsWritten(html: string, root: Node): void {
  const waiting = [{ node: root, from: 0, to: html.length }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    let at = next.from;
    for (const child of childrenOf(next.node)) {
      const place = child.sourceCodeLocation;
      assert.equal(
        place?.startOffset,
        at,
        `${child.nodeName} is where it was written: ${html.slice(at, at + 80)}`,
      );
      at = place.endOffset;
      if (isElement(child) && !VOID.test(child.tagName)) {
        const { startTag, endTag } = child.sourceCodeLocation ?? {};
        assert.ok(startTag && endTag, `<${child.tagName}> has an end tag`);
        waiting.push({ node: child, from: startTag.endOffset, to: endTag.startOffset });
      } else if (child.nodeName === '#text' && !RAW.test(next.node.nodeName)) {
        assert.doesNotMatch(html.slice(place.startOffset, at), /</, 'no tag was skipped in a text');
      }
      assert.notEqual(child.nodeName, '#comment', 'the program writes no comments');
    }
    assert.equal(at, next.to, `nothing was skipped: ${html.slice(at, at + 80)}`);
  }
}

/** URLs that lead to the Web, to an email, or to this site. */
const HARMLESS = /^((https?|feed):\/\/|mailto:|#|\/(?![/\\]))/i;

function assertHarmless({ tagName, attrs }: Element): void {
  for (const { name, value } of attrs) {
    if (/^(href|src|cite|data-(original|version)url)$/.test(name)) {
      assert.match(value, HARMLESS, `<${tagName} ${name}="${value}">`);
    }
  }
}

/** The address of a picture that this site serves, which an analysis may show. */
const OWN_PICTURE = /^(https:\/\/news\.example)?\/(media\/[\da-f]{64}\.[a-z]+|pictures\/[\w~/.-]+)$/;

const isOwn = (image: Element) => OWN_PICTURE.test(attributeOf(image, 'src') ?? '');

function assertAmong(image: Element, pictures: readonly string[]): void {
  const src = attributeOf(image, 'src') ?? '';
  assert.ok(isOwn(image) || pictures.includes(src), `${src} is no picture of the story or the site`);
}

/** Collects parse errors of a fragment, except characters that the program removes when it renders the whole document. */
const collectErrors = (errors: string[]) => (error: ParserError) => {
  if (!/^(noncharacter|control-character)-in-input-stream$/.test(error.code)) errors.push(error.code);
};

/** Asserts that HTML of a feed or an analysis is sound and has only these pictures. Returns its text and attribute values. */
export function assertFragment(
  html: string,
  pictures: readonly string[] = [],
  assertElement = assertFragmentElement,
): string {
  const errors: string[] = [];
  const tree = parseFragment(html, { sourceCodeLocationInfo: true, onParseError: collectErrors(errors) });
  assert.deepEqual(errors, [], 'no parse error');
  assertBuiltAsWritten(html, tree);
  const nodes = nodesOf(tree);
  for (const element of nodes.filter(isElement)) {
    assertElement(element);
    assertHarmless(element);
    if (element.tagName === 'img') assertAmong(element, pictures);
  }
  return visibleText(nodes);
}

/** Asserts the same of an analysis as pages have it. */
export const assertAnalysis = (html: string): string => assertFragment(html, [], assertAnalysisElement);

/** Asserts that a page is sound and has only these scripts and pictures. Returns its text and attribute values. */
export function assertPage(
  html: string,
  scripts: readonly string[] = [],
  pictures: readonly string[] = [],
): string {
  const errors: string[] = [];
  const onParseError = ({ code }: ParserError) => errors.push(code);
  const tree = parse(html, { sourceCodeLocationInfo: true, onParseError });
  assert.deepEqual(errors, [], 'no parse error');
  assertBuiltAsWritten(html, tree);
  const nodes = nodesOf(tree);
  const elements = nodes.filter(isElement);
  const named = (name: string) => elements.filter(({ tagName }) => tagName === name);
  for (const element of elements) {
    assertPageElement(element);
    assertHarmless(element);
  }
  for (const picture of named('img')) {
    assertAmong(picture, pictures);
    if (!isOwn(picture))
      assert.equal(
        attributeOf(picture, 'referrerpolicy'),
        'no-referrer',
        'a picture request sends no referrer',
      );
  }
  // A button without a type submits.
  const submits = named('button').filter((button) => attributeOf(button, 'type') !== 'button');
  assert.equal(submits.length, named('form').length, 'a button submits nothing but a search');
  for (const link of named('link')) {
    if (attributeOf(link, 'rel') === 'icon')
      assert.match(attributeOf(link, 'href') ?? '', /^\//, 'the icon is on this site');
  }
  for (const script of named('script')) {
    if (script.attrs.length > 0) JSON.parse(textOf(script));
    else assert.ok(scripts.includes(textOf(script)), 'only the page’s own script');
  }
  assert.equal(named('style').length, 1, 'one style element');
  for (const style of named('style')) assert.doesNotMatch(textOf(style), /@import|url\(|image-set\(/i);
  return visibleText(nodes);
}

/** Returns all text and all attribute values. */
const visibleText = (nodes: readonly Node[]): string =>
  nodes
    .flatMap((node) => {
      if (isElement(node)) return node.attrs.map(({ value }) => value);
      return node.nodeName === '#text' && 'value' in node ? [node.value] : [];
    })
    .join('\n');
