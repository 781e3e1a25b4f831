import type { DomElement, DomNode } from './dom.ts';
import { namesOf } from './headline.ts';

// Removes what stands beside the main text, or above it: captions, bylines, links to other stories, offers, notices of cookies.

/** Matches words of a class or an id. */
const named = (...words: string[]): RegExp => new RegExp(`(^|[\\s_-])(${words.join('|')})(?=$|[\\s_-])`);

/** What pages call notices that lie above them. */
const NOTICE = named('cookies?|consent|gdpr|disclosure');
/** What pages call the parts beside a text. */
const ASIDE = named(
  'captions?|credits?|copyright|licen[cs]e|breadcrumbs?|crumbs?|navigation|nav|toolbar|pagination|pager',
  'related|recommend(ed|ations?)|trending|popular|most-read|more-stories|see-also|read-(more|also|next)|readmore',
  'share|sharing|sharedaddy|social|addtoany|addthis|newsletter|subscribe|subscription|signup|cta|promo',
  'comments?|disqus|respond|akismet|ratings?|tags|tag-?list|print-button',
  'byline|dateline|timestamp|date|published|pubdate|updated|(post|entry|article)-?(meta|info|metadata)',
  'bio|author-?(box|info|description|details|card|about)|about-(the-)?author|saboxplugin',
  'ads?|advert|advertisement|werbung|anzeige|reklama|sponsor(ed)?|outbrain|taboola',
);
const ASIDE_ELEMENTS = new Set(['NAV', 'FIGCAPTION', 'FOOTER', 'BUTTON', 'ADDRESS']);
/** Elements that hold a text, or a part of a table, whatever they are called. */
const NEVER_ASIDE = new Set(['ARTICLE', 'MAIN', 'BODY', 'TABLE', 'TBODY', 'TR', 'TD', 'SPAN', 'TIME']);
const HEADINGS = new Set(['H2', 'H3', 'H4', 'H5', 'H6']);
const LINES = new Set(['P', 'LI', 'UL', 'OL', 'DIV', 'CENTER']);

/** The largest share of a text that a part beside it has. */
const MAX_SHARE = 0.3;
/** The longest line that can announce what follows, in characters. */
const MAX_LABEL = 80;

const [ELEMENT, TEXT] = [1, 3];

const lengthOf = (node: DomNode): number => (node.textContent ?? '').trim().length;

const isCalled = (element: DomElement, names: RegExp): boolean =>
  !NEVER_ASIDE.has(element.nodeName) && names.test(namesOf(element));

/** Removes the notices above a page, so that none is taken for its main text. */
export function removeNotices(body: DomElement): void {
  const most = MAX_SHARE * lengthOf(body);
  for (const element of [...body.querySelectorAll('[class],[id]')]) {
    if (isCalled(element, NOTICE) && lengthOf(element) < most) element.remove();
  }
}

/** Whether a line is nothing but links, or links after a word like “Related:”. */
function isLinks(element: DomElement, length: number, linked: number): boolean {
  if (!LINES.has(element.nodeName)) return false;
  const isLabelled = length < 300 && length - linked <= 30 && /^[^:]{2,30}:/.test(element.textContent ?? '');
  return linked > (isLabelled ? 0.5 : 0.9) * length;
}

/** Whether an element can announce what follows: a heading, or a line that ends with a colon. */
const isLabel = (element: DomElement): boolean =>
  lengthOf(element) < MAX_LABEL &&
  (HEADINGS.has(element.nodeName) ||
    (LINES.has(element.nodeName) && /[:?]\s*$/.test(element.textContent ?? '')));

/** Removes parts beside a text by their names, lines that are nothing but links, and what announces them. */
export function removeAsides(text: DomElement): void {
  const most = MAX_SHARE * lengthOf(text);
  /** Cleans an element, and returns how many characters it has left, and how many of them are in links. */
  const clean = (parent: DomNode): [length: number, linked: number] => {
    let [length, linked] = [0, 0];
    let label: DomElement | undefined;
    for (let child = parent.firstChild, next: DomNode | null; child; child = next) {
      next = child.nextSibling;
      if (child.nodeType === TEXT) length += lengthOf(child);
      if (child.nodeType !== ELEMENT) continue;
      const element = child as DomElement;
      const [own, ownLinked] = clean(element);
      if (own === 0) continue;
      const isAside = ASIDE_ELEMENTS.has(element.nodeName) || isCalled(element, ASIDE);
      if (own < most && (isAside || isLinks(element, own, ownLinked))) {
        element.remove();
        if (ownLinked > 0.5 * own) label?.remove();
        continue;
      }
      length += own;
      linked += element.nodeName === 'A' ? own : ownLinked;
      label = isLabel(element) ? element : undefined;
    }
    return [length, linked];
  };
  clean(text);
}
