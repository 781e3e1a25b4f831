import { type Run, textRun } from '../../../../lib/markdown/blocks.ts';
import { linkAddress } from '../html/addresses.ts';
import { attribute, type Element, element, elementsOf, isElement, lineOf, type Node } from '../html/tree.ts';

/** A source that the text cites, and what the old text said of it. */
export interface OldCitation {
  url: string;
  /** The words of the note or of the entry in the list; null if it had none but the address. */
  name: string | null;
}

/** The longest name of a source. */
export const MAX_NAME = 500;

/** A link of a note, with its text. */
interface NotedLink {
  url: string;
  text: string;
}

const ADDRESS = /https?:\/\/[^\s<>"'\])，。）]+[^\s<>"'\]).,;:!?，。）]/g;

/** The addresses that a text names. */
export const addressesIn = (text: string): string[] => text.match(ADDRESS) ?? [];

/** The links of a note to other pages: its anchors, or else the addresses in its text. */
export function linksOf(content: readonly Node[], base: string): NotedLink[] {
  const links = content.filter(isElement).flatMap((node): NotedLink[] =>
    [node, ...elementsOf(node)].flatMap((anchor: Element): NotedLink[] => {
      const url = anchor.name === 'a' ? linkAddress(attribute(anchor, 'href'), base) : null;
      return url === null || url.startsWith('mailto:') ? [] : [{ url, text: lineOf(anchor) }];
    }),
  );
  const named =
    links.length > 0
      ? links
      : addressesIn(lineOf(element('div', {}, [...content]))).flatMap((address) => {
          const url = linkAddress(address, base);
          return url === null ? [] : [{ url, text: address }];
        });
  return named.filter(({ url }, at) => named.findIndex((other) => other.url === url) === at);
}

/** What a citation is called in the text: the domain of the source. */
const labelOf = (url: string) => (URL.parse(url)?.hostname ?? url).replace(/^www\./, '');

/** A citation in the text: `([label](url))`. */
export const citationRuns = (urls: readonly string[]): Run[] => [
  textRun('('),
  ...urls.flatMap((link, at) => [...(at > 0 ? [textRun(', ')] : []), textRun(labelOf(link), { link })]),
  textRun(')'),
];

/** The sources of a text, each address once. */
export class Citations {
  readonly #names = new Map<string, string | null>();

  /** Adds a source. Returns whether these are its words: another note may have named it otherwise. */
  add(url: string, name: string | null): boolean {
    const known = this.#names.get(url);
    if (known === undefined || known === null) {
      this.#names.set(url, name);
      return true;
    }
    return name === null || name === known;
  }

  list(): OldCitation[] {
    return Array.from(this.#names, ([url, name]) => ({ url, name }));
  }
}
