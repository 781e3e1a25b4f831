import type { Text } from '@codemirror/state';
import type { SyntaxNode, Tree } from '@lezer/common';
import { isHost } from '../../../lib/hostname.ts';

// Finds the citations of an analysis in the editor's tree: the same as `site/story/citations.ts` finds in markdown-it's tokens. Pure.

/** A link of a citation. */
export interface CitedLink {
  label: string;
  /** As the URL standard writes it. */
  url: string;
}

/** A citation with its parentheses, in which several links may stand. */
export interface Citation {
  from: number;
  to: number;
  links: readonly CitedLink[];
}

/** Returns the character that a reference of HTML such as `&amp;` stands for, or the reference itself if there is none. */
type DecodeReference = (reference: string) => string;

const ESCAPED = /\\([!-/:-@[-`{-~])|&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]{1,31});/gi;

const unescapeMarkdown = (text: string, decode: DecodeReference): string =>
  text.replace(ESCAPED, (escaped, character: string | undefined) => character ?? decode(escaped));

/** Returns an address as the server writes it, if readers could follow it. */
export function citableUrl(address: string): string | undefined {
  const whole = address.trim().replace(/[\t\n\f\r]/g, encodeURIComponent);
  const url = /^https?:\/\//i.test(whole) ? URL.parse(whole) : null;
  return url && isHost(url.hostname) && url.href.length <= 2000 ? url.href : undefined;
}

/** The signs that are no part of what is shown. */
const isSign = (name: string) => name.endsWith('Mark');

/** Returns what readers see of a part of the text. */
function shownText(doc: Text, node: SyntaxNode, from: number, to: number, decode: DecodeReference): string {
  let shown = '';
  let at = from;
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (child.from < at || child.to > to) continue;
    shown += doc.sliceString(at, child.from);
    at = child.to;
    const { name } = child;
    if (name === 'Escape') shown += doc.sliceString(child.from + 1, child.to);
    else if (name === 'Entity') shown += decode(doc.sliceString(child.from, child.to));
    else if (name === 'HardBreak') shown += ' ';
    else if (name === 'Image') {
      const [opens, closes] = child.getChildren('LinkMark');
      if (opens && closes) shown += shownText(doc, child, opens.to, closes.from, decode);
    } else if (!isSign(name)) shown += shownText(doc, child, child.from, child.to, decode);
  }
  return shown + doc.sliceString(at, to);
}

/** Labels of definitions are compared without regard to case and white space. */
const normalLabel = (label: string) => label.trim().replace(/\s+/g, ' ').toLowerCase().toUpperCase();

/** Returns the addresses of the text's definitions, such as `[1]: https://a.example/`, by label. */
function readDefinitions(doc: Text, text: string, tree: Tree): Map<string, string> {
  const definitions = new Map<string, string>();
  for (let at = text.indexOf(']:'); at >= 0; at = text.indexOf(']:', at + 2)) {
    let node: SyntaxNode | null = tree.resolveInner(at, 1);
    while (node && node.name !== 'LinkReference') node = node.parent;
    const [label, url] = [node?.getChild('LinkLabel'), node?.getChild('URL')];
    if (!label || !url) continue;
    const key = normalLabel(doc.sliceString(label.from + 1, label.to - 1));
    if (!definitions.has(key)) definitions.set(key, doc.sliceString(url.from, url.to));
  }
  return definitions;
}

/** The most links that are remembered. */
const MAX_KNOWN = 5_000;

/**
 * Returns the citations of a text, in its order. `tree` is its tree as far as it has been parsed. `known` remembers links by their
 * Markdown from one version of a text to the next, because to read them again takes most of the time.
 */
export function findCitations(
  doc: Text,
  tree: Tree,
  decode: DecodeReference,
  known = new Map<string, CitedLink | undefined>(),
): Citation[] {
  const text = doc.sliceString(0);
  const citations: Citation[] = [];
  let definitions: Map<string, string> | undefined;

  const readLink = (node: SyntaxNode, address: string | undefined): CitedLink | undefined => {
    const [opens, closes] = node.getChildren('LinkMark');
    if (!opens || !closes || address === undefined) return undefined;
    const url = citableUrl(unescapeMarkdown(address.replace(/^<(.*)>$/s, '$1'), decode));
    const label = shownText(doc, node, opens.to, closes.from, decode).replace(/\s+/g, ' ').trim();
    return url === undefined ? undefined : { label, url };
  };

  const linkAt = (node: SyntaxNode): CitedLink | undefined => {
    const written = text.slice(node.from, node.to);
    if (known.has(written)) return known.get(written);
    const url = node.getChild('URL');
    if (url) {
      const link = readLink(node, text.slice(url.from, url.to));
      if (known.size >= MAX_KNOWN) known.clear();
      known.set(written, link);
      return link;
    }
    // Nothing, or by reference: then other parts of the text decide.
    if (written.endsWith(')')) return undefined;
    definitions ??= readDefinitions(doc, text, tree);
    const label = /\[([^[]+)\](?:\[\])?$/s.exec(written)?.[1] ?? '';
    return readLink(node, definitions.get(normalLabel(label)));
  };

  /** Returns the text between two links, without what only continues a quote; undefined if more than text stands there. */
  const separatorBetween = (before: SyntaxNode, next: SyntaxNode | null): [string, SyntaxNode | null] => {
    let separator = '';
    let at = before.to;
    let node = next;
    for (; node && /^(HardBreak|QuoteMark)$/.test(node.name); node = node.nextSibling) {
      separator += text.slice(at, node.from) + (node.name === 'HardBreak' ? '\n' : '');
      at = node.to;
    }
    return [node ? separator + text.slice(at, node.from) : '', node];
  };

  for (let at = text.indexOf('(['); at >= 0; at = text.indexOf('([', at + 1)) {
    let node: SyntaxNode | null = tree.resolveInner(at + 1, 1).parent;
    const first = node;
    if (first?.name !== 'Link' || first.from !== at + 1) continue;
    if (first.prevSibling?.name === 'Escape' && first.prevSibling.to === first.from) continue;
    let outer = first.parent;
    while (outer && !/^(Link|Image)$/.test(outer.name)) outer = outer.parent;
    if (outer) continue;
    const links: CitedLink[] = [];
    while (node?.name === 'Link') {
      const link = linkAt(node);
      if (!link) break;
      links.push(link);
      if (text[node.to] === ')') {
        citations.push({ from: at, to: node.to + 1, links });
        break;
      }
      const [separator, next]: [string, SyntaxNode | null] = separatorBetween(node, node.nextSibling);
      if (!/^\s*[,;]\s*$/.test(separator)) break;
      node = next;
    }
  }
  return citations;
}
