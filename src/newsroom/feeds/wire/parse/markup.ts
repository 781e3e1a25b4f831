import { escapeHtml } from '../../../../lib/html.ts';
import { decodeMarkupReferences } from '../../../wire/extraction/html-tokens.ts';

// What the markup of a feed says and feedsmith does not hand over.

const XML_BASE = /\sxml:base\s*=\s*(?:"([^"]*)"|'([^']*)')/gi;

/** Returns the `xml:base` of tags, in their order. */
export const basesIn = (tags: string): string[] =>
  Array.from(tags.matchAll(XML_BASE), ([, double, single]) => decodeMarkupReferences(double ?? single ?? ''));

/** Resolves bases against each other, from the outermost on (XML Base section 4). One that is no address of the web counts for nothing. */
export const baseOf = (bases: readonly string[], document: string): string =>
  bases.reduce((base, next) => {
    const url = URL.parse(next.trim(), base || undefined);
    return url && /^https?:$/.test(url.protocol) ? url.href : base;
  }, document);

/** Returns the address of an article to which FeedBurner's link leads. */
export const originalLink = (entry: string): string | undefined => {
  const [, link] = /<feedburner:origLink[^<>]*>\s*(?:<!\[CDATA\[)?\s*([^\s<>\]]{1,2000})/i.exec(entry) ?? [];
  return link && decodeMarkupReferences(link);
};

const HREF = /(\shref\s*=\s*)(?:"([^"]*)"|'([^']*)')/i;
const TEXT_CONSTRUCT =
  /<((?:\w+:)?(?:title|subtitle|tagline|summary|content))(\s[^<>]*)>([\w+/=\s]+)<\/\1\s*>/gi;
/** Atom 0.3 says so by a mode, Atom 1.0 by a type that is neither text nor XML (RFC 4287 section 4.1.3.3). */
const IS_BASE64 = /\smode\s*=\s*["']base64|\stype\s*=\s*["'](?!text\/)[\w.-]+\/(?![\w.+-]*xml["'])/i;

function decodeBase64(encoded: string): string | undefined {
  try {
    const bytes = Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Writes XML as feedsmith reads it: without base64, and without links that have a base of their own. */
export function plainMarkup(xml: string, bases: readonly string[]): string {
  return xml
    .replace(TEXT_CONSTRUCT, (element, name: string, attributes: string, content: string) => {
      const text = IS_BASE64.test(attributes) ? decodeBase64(content) : undefined;
      return text === undefined ? element : `<${name}${attributes}>${escapeHtml(text)}</${name}>`;
    })
    .replace(/<(?:\w+:)?link\s[^<>]*>/gi, (tag) => {
      const own = basesIn(tag);
      if (own.length === 0) return tag;
      return tag.replace(HREF, (attribute, name: string, double?: string, single?: string) => {
        const href = decodeMarkupReferences(double ?? single ?? '');
        const address = URL.parse(href, baseOf([...bases, ...own], ''))?.href;
        return address === undefined ? attribute : `${name}"${escapeHtml(address)}"`;
      });
    });
}
