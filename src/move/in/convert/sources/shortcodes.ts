import { escapeHtml } from '../../../../lib/html.ts';
import type { OldPicture } from '../../old-site.ts';
import { serviceAt } from '../html/services.ts';
import type { Losses } from '../losses.ts';

// WordPress's shortcodes as HTML: those of WordPress itself and of known plugins. Others leave their content.

/** A tag in brackets. */
interface Tag {
  start: number;
  end: number;
  name: string;
  attributes: string;
  isClosing: boolean;
  isAlone: boolean;
  /** The tag that closes this one, or that this one closes. */
  partner?: Tag;
}

// No part of a tag may contain a bracket or an angle: text with 100,000 of them takes no longer than others.
const TAG = /\[(\/?)([a-z][\w-]*)((?:\s|=)(?:"[^"<>]*"|'[^'<>]*'|[^[\]"'<>])*)?\]/gi;

/** Shortcodes of forms, lists of posts and the like, which show nothing of the text. */
const WIDGETS =
  /^(?:contact-form(?:-7)?|wpforms|gravityform|ninja_forms?|mc4wp_form|newsletter_form|forminator_form|formidable|fluentform|jetpack_subscription_form|subscribe2|toc|ez-toc|lwptoc|related_posts|recent-posts|display-posts|adinserter|ad|adrotate|sharethis|addtoany|social-share|do_widget|wp_ad_camp_\d)$/i;
/** Shortcodes of footnotes: Easy Footnotes, Modern Footnotes, and others. */
const NOTES = /^(?:efn_note|ref|mfn|footnote|fn|note|easy_footnote|modern_footnote|simple_tooltip)$/i;
const FILMS =
  /^(?:youtube|vimeo|tweet|twitter|instagram|soundcloud|spotify|dailymotion|ted|googlemaps?|embedyt|fvplayer|gist)$/i;

/** The parts of HTML in which brackets stay: code and scripts, and tags. */
function protectedParts(text: string, { tags = true } = {}): [start: number, end: number][] {
  const parts: [number, number][] = [];
  const missing = new Set<string>();
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at)) {
    const name = /^<(pre|code|script|style|textarea)\b/i.exec(text.slice(at, at + 10))?.[1]?.toLowerCase();
    let end = -1;
    if (name !== undefined && !missing.has(name)) {
      end = text.indexOf(`</${name}`, at);
      if (end < 0) missing.add(name);
    }
    if (end < 0 && tags && /^<[a-z/!]/i.test(text.slice(at, at + 2))) end = text.indexOf('>', at);
    if (end > at) parts.push([at, end]);
    at = Math.max(at, end) + 1;
  }
  return parts;
}

function findTags(text: string): Tag[] {
  const parts = protectedParts(text);
  let part = 0;
  const tags: Tag[] = [];
  for (const { 0: whole, 1: slash, 2: name = '', 3: attributes = '', index } of text.matchAll(TAG)) {
    while (part < parts.length && (parts[part]?.[1] ?? 0) <= index) part++;
    if ((parts[part]?.[0] ?? Infinity) < index) continue;
    tags.push({
      start: index,
      end: index + whole.length,
      name: name.toLowerCase(),
      attributes,
      isClosing: slash === '/',
      isAlone: /\/\s*$/.test(attributes) && !/https?:\S*\/$/.test(attributes),
    });
  }
  const open = new Map<string, Tag[]>();
  for (const tag of tags) {
    const same = open.get(tag.name) ?? [];
    open.set(tag.name, same);
    const opener = tag.isClosing ? same.pop() : undefined;
    if (opener) {
      opener.partner = tag;
      tag.partner = opener;
    }
    if (!tag.isClosing && !tag.isAlone) same.push(tag);
  }
  return tags;
}

/** The attributes of a tag; those without a name by number, from 0. */
function attributesOf(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  let unnamed = 0;
  for (const [, name, double, single, bare, quoted, word] of text.matchAll(
    /([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"']+))|"([^"]*)"|([^\s"'=]+)/g,
  )) {
    const value = double ?? single ?? bare ?? quoted ?? word ?? '';
    found[name?.toLowerCase() ?? String(unnamed++)] = value;
  }
  return found;
}

const FILE_ATTRIBUTES = [
  'src',
  'mp3',
  'm4a',
  'ogg',
  'wav',
  'wma',
  'flac',
  'mp4',
  'm4v',
  'webm',
  'ogv',
  'wmv',
  'flv',
  'url',
  'href',
];

const embed = (address: string) => `<figure class="wp-block-embed">${escapeHtml(address)}</figure>`;

/** The most captions within each other. */
const MAX_CAPTIONS = 3;

/** What shortcodes become, in one text. */
export class Shortcodes {
  readonly #attachments: Record<string, OldPicture>;
  readonly #losses: Losses;
  /** How many captions are around the present place. */
  #captions = 0;

  constructor(attachments: Record<string, OldPicture>, losses: Losses) {
    this.#attachments = attachments;
    this.#losses = losses;
  }

  /** Replaces the shortcodes of a text. */
  replace(text: string): string {
    if (!text.includes('[')) return text;
    const pieces: string[] = [];
    let done = 0;
    for (const tag of findTags(text)) {
      if (tag.start < done) continue;
      // `[[name]]` shows the tag.
      if (text[tag.start - 1] === '[' && text[tag.end] === ']') {
        pieces.push(text.slice(done, tag.start - 1), text.slice(tag.start, tag.end));
        done = tag.end + 1;
        continue;
      }
      const made = this.#replaceTag(tag, text);
      if (made === undefined) continue;
      pieces.push(text.slice(done, tag.start), made.html);
      done = made.end;
    }
    return pieces.join('') + text.slice(done);
  }

  /** Returns what stands for a tag, and where the text goes on; undefined if the tag stays as text. */
  #replaceTag(tag: Tag, text: string): { html: string; end: number } | undefined {
    const { name, partner, end } = tag;
    const written = text.slice(tag.start, end);
    const attributes = attributesOf(tag.attributes);
    if (tag.isClosing) {
      if (partner)
        return {
          html: NOTES.test(name) ? '</x-note>' : linkOf(attributesOf(partner.attributes)) ? '</a>' : '',
          end,
        };
      this.#losses.add('shortcode', written, 'the same, as text: nothing opens it');
      return undefined;
    }
    const inner = partner ? text.slice(end, partner.start) : '';
    const whole = partner?.end ?? end;
    if (WIDGETS.test(name)) {
      this.#losses.add('shortcode', text.slice(tag.start, whole), 'left out');
      return { html: '', end: whole };
    }
    if (name === 'gallery') return { html: this.#gallery(attributes, written), end: whole };
    if (/^(?:caption|wp_caption)$/.test(name) && partner && this.#captions < MAX_CAPTIONS)
      return { html: this.#caption(inner, attributes), end: whole };
    if (name === 'embed' && partner) return { html: embed(inner.trim()), end: whole };
    if (/^(?:audio|video)$/.test(name)) {
      const address =
        FILE_ATTRIBUTES.map((key) => attributes[key]).find((value) => value) ??
        attributes['0'] ??
        inner.trim();
      return { html: `<${name} src="${escapeHtml(address)}"></${name}>`, end: whole };
    }
    if (FILMS.test(name)) {
      const html = filmOf(name, attributes, inner);
      if (html) return { html, end: whole };
    }
    if (NOTES.test(name) && partner) return { html: '<x-note>', end };
    if (name === 'playlist') {
      this.#losses.add('shortcode', written, 'left out: the files of the playlist are not in the text');
      return { html: '', end: whole };
    }
    if (partner) {
      const link = linkOf(attributes);
      this.#losses.add('shortcode', `${written}…[/${name}]`, link ? 'a link' : 'its content');
      return { html: link ? `<a href="${escapeHtml(link)}">` : '', end };
    }
    if (tag.isAlone) {
      this.#losses.add('shortcode', written, 'left out');
      return { html: '', end };
    }
    if (tag.attributes.includes('=') || /[-_]/.test(name) || /^(?:caption|embed)$/.test(name))
      this.#losses.add('shortcode', written, 'the same, as text: nothing closes it');
    return undefined;
  }

  #gallery({ ids = '', include = '' }: Record<string, string>, written: string): string {
    const pictures = (ids || include).split(/[\s,]+/).flatMap((id) => {
      const picture = this.#attachments[id];
      return picture ? [picture] : [];
    });
    const now = pictures.length > 0 ? 'pictures one below the other' : 'left out: its pictures are not known';
    this.#losses.add('gallery', written, now);
    return pictures
      .map(
        ({ url, alt, caption }) =>
          `<figure><img src="${escapeHtml(url)}" alt="${escapeHtml(alt ?? '')}"><figcaption>${escapeHtml(caption ?? '')}</figcaption></figure>`,
      )
      .join('');
  }

  /** A picture and its caption: what follows the picture, or, in old posts, an attribute. */
  #caption(inner: string, { caption = '' }: Record<string, string>): string {
    const image = inner.search(/<img\b/i);
    if (image < 0) {
      this.#captions++;
      const words = `<p>${this.replace(inner)}</p>`;
      this.#captions--;
      return words;
    }
    let end = inner.indexOf('>', image) + 1 || inner.length;
    end += /^\s*<\/a>/i.exec(inner.slice(end))?.[0].length ?? 0;
    const below = inner.slice(end).trim() || escapeHtml(caption);
    return `<figure class="wp-caption">${inner.slice(0, end)}<figcaption>${below}</figcaption></figure>`;
  }
}

/** Where a button of a plugin leads. */
const linkOf = ({ url = '', link = '', href = '' }: Record<string, string>): string | undefined =>
  [url, link, href].find((address) => /^(?:https?:|mailto:|\/)/i.test(address));

/** The film or post that a plugin's shortcode names. */
function filmOf(name: string, attributes: Record<string, string>, inner: string): string | undefined {
  const values = [inner.trim(), ...Object.values(attributes)];
  const address = values
    .map((value) => value.replace(/^=/, ''))
    .find((value) => /^https?:\/\/\S+$/.test(value));
  if (address) return embed(address);
  const id = (attributes.id ?? attributes['0'] ?? inner.trim()).replace(/^=/, '');
  if (name === 'youtube' && /^[\w-]{11}$/.test(id)) return embed(`https://www.youtube.com/watch?v=${id}`);
  if (name === 'vimeo' && /^\d+$/.test(id)) return embed(`https://vimeo.com/${id}`);
  if (name === 'gist' && /^(?:[\w-]+\/)?[\da-f]+$/i.test(id)) return embed(`https://gist.github.com/${id}`);
  return undefined;
}

/** Embeds what the old system would have: the address of a known service on a line of its own. */
const embedAddresses = (text: string): string =>
  text.replace(/^[ \t]*(https?:\/\/[^\s<>"[\]]+)[ \t]*\r?$/gm, (line, address: string) =>
    serviceAt(address) === undefined ? line : embed(address),
  );

/** Whether the parentheses of a text are closed where they are opened. */
function isBalanced(text: string): boolean {
  let depth = 0;
  for (const character of text) {
    if (character === '(') depth++;
    else if (character === ')' && --depth < 0) return false;
  }
  return depth === 0;
}

/** Whether what stands in double parentheses is a note: it has a link, or it is a sentence. Code and asides stay where they are. */
function isNote(inner: string): boolean {
  const text = inner.replace(/<[^<>]*>/g, '').trim();
  if (!isBalanced(text)) return false;
  if (/<a\s/i.test(inner)) return true;
  if (/[=<>{}|&;\\^]/.test(text.replace(/&#?\w+;/g, ''))) return false;
  const words = text.match(/\p{L}{2,}/gu)?.length ?? 0;
  const isSentence = /^[\p{Lu}\p{Lo}\p{Nd}\p{Pi}"'“‘]/u.test(text);
  return words >= (isSentence ? 3 : 6) || /\p{Lo}{6}/u.test(text);
}

/** Notes in double parentheses, of the plugin Footnotes Made Easy. */
const noteParentheses = (text: string): string =>
  text.replace(/[ \t]?\(\((?=[^\s(])((?:(?!\)\)|\n\n|\(\().){3,1000})\)\)(?!\))/gs, (whole, note: string) =>
    isNote(note) ? `<x-note>${note}</x-note>` : whole,
  );

/** Finds what stands for itself in the text of the classic editor, outside of code: addresses that were embedded, notes in parentheses. */
export function readPlainMarks(text: string): string {
  const pieces: string[] = [];
  let done = 0;
  for (const [start, end] of protectedParts(text, { tags: false })) {
    pieces.push(noteParentheses(embedAddresses(text.slice(done, start))), text.slice(start, end));
    done = end;
  }
  return pieces.join('') + noteParentheses(embedAddresses(text.slice(done)));
}
