import { escapeHtml } from '../../../src/lib/html.ts';
import { type Node, parseTree } from '../../../src/move/in/convert/html/tree.ts';

// What Mastodon makes of an object that it is sent, by the rules of its source, in our words: none of its code is here.

/** The source that was read: the last that was at hand, as glitch-soc/mastodon 839591f2 has it. */
export const MASTODON = 'Mastodon 4.7.0-alpha.2, with its changes up to August 7, 2026';

/** The types that are shown whole. All others that it knows are converted: what is left of them is headline, summary and link. */
const WHOLE = ['Note', 'Question'];
const MAX_MEDIA = 4;
/** The most characters of an address that a link shows. */
const LINK_LENGTH = 30;
/** The elements that stay; what is in others does, too. */
const ELEMENTS = new Set(
  'p br span a abbr del s pre blockquote code b strong u sub sup i em h1 h2 h3 h4 h5 ul ol li ruby rt rp'.split(
    ' ',
  ),
);

interface Attachment {
  url: string;
  name?: string;
  summary?: string;
  focalPoint?: [number, number];
}

/** An object, as far as Mastodon reads it. */
export interface SentObject {
  id: string;
  type: string;
  url?: string;
  name?: string;
  summary?: string;
  content?: string;
  nameMap?: Record<string, string>;
  summaryMap?: Record<string, string>;
  contentMap?: Record<string, string>;
  published: string;
  updated?: string;
  attachment?: Attachment[];
  tag?: { type: string; name: string }[];
  interactionPolicy?: { canQuote?: { automaticApproval?: string[] } };
}

/** A post, as Mastodon shows it. */
export interface Post {
  html: string;
  /** What hides it until it is clicked away. */
  warning: string;
  language: string | undefined;
  published: string;
  edited: string | undefined;
  pictures: { url: string; alt: string; focus: [number, number] }[];
  /** Topics that its text does not name. */
  hashtags: string[];
  /** The page of which it shows a card: the first link but those that say what they are, if there is no picture. */
  cardOf: string | undefined;
  mayBeQuoted: boolean;
}

const first = (map: Record<string, string> | undefined) => Object.values(map ?? {})[0] ?? '';

/** A link as it is written for an address: without its scheme, and cut. */
function linkTo(url: string): string {
  const shown = url.replace(/^https?:\/\/(www\.)?/, '');
  const cut = shown.length > LINK_LENGTH + 1 ? `${shown.slice(0, LINK_LENGTH)}…` : shown;
  return `<a href="${escapeHtml(url)}">${escapeHtml(cut)}</a>`;
}

function clean(node: Node): string {
  if (typeof node === 'string') return escapeHtml(node);
  const { name, attributes, children } = node;
  const inner = children.map(clean).join('');
  const { href = '', src = '', alt = '' } = attributes;
  if (name === 'img') return `<a href="${escapeHtml(src)}">[🖼 ${escapeHtml(alt)}]</a>`;
  if (!ELEMENTS.has(name)) return inner;
  if (name === 'br') return '<br>';
  const shown = (attributes.class ?? '')
    .split(/\s+/)
    .filter((each) => /^(?:h|p|u|dt|e)-|^(?:mention|hashtag)$/.test(each));
  const marks = shown.length > 0 ? ` class="${shown.join(' ')}"` : '';
  if (name !== 'a') return `<${name}>${inner}</${name}>`;
  return /^https?:/i.test(href) ? `<a href="${escapeHtml(href)}"${marks}>${inner}</a>` : inner;
}

/** The headline is put into HTML as it is, so that a `<` in it may begin an element. */
function textOf(object: SentObject): string {
  if (WHOLE.includes(object.type)) return object.content || first(object.contentMap);
  const name = object.name || first(object.nameMap);
  const summary = object.summary || first(object.summaryMap);
  return `${name && `<h2>${name}</h2>`}${summary}<p>${linkTo(object.url ?? object.id)}</p>`;
}

/** Returns the post that Mastodon makes of an object. `preview`, `image`, and the `content` of an article have no part in it. */
export function toPost(object: SentObject): Post {
  const html = parseTree(textOf(object)).children.map(clean).join('');
  const pictures = (object.attachment ?? [])
    .slice(0, MAX_MEDIA)
    .map(({ url, summary, name, focalPoint }) => ({
      url,
      alt: summary || name || '',
      focus: focalPoint ?? ([0, 0] satisfies [number, number]),
    }));
  const { contentMap, nameMap, summaryMap, published, updated } = object;
  const isEdited = updated !== undefined && Date.parse(updated) !== Date.parse(published);
  return {
    html,
    warning: WHOLE.includes(object.type) ? (object.summary ?? '') : '',
    language: Object.keys(contentMap ?? nameMap ?? summaryMap ?? {})[0],
    published,
    edited: isEdited ? updated : undefined,
    pictures,
    hashtags: (object.tag ?? []).flatMap(({ type, name }) => (type === 'Hashtag' ? [name] : [])),
    cardOf: pictures.length > 0 ? undefined : /<a href="([^"]*)">/.exec(html)?.[1],
    mayBeQuoted: (object.interactionPolicy?.canQuote?.automaticApproval ?? []).some((who) =>
      who.endsWith('#Public'),
    ),
  };
}
