import { isUtf8 } from 'node:buffer';
import type { XmlUnit } from '../../../../lib/split-xml.ts';
import { shorten } from '../../line.ts';
import type { LossKind } from '../../loss-kinds.ts';
import type { Loss, Place } from '../../old-site.ts';
import { plainText } from '../fields.ts';
import { repair } from '../utf8.ts';
import { findAll, parseXml, textOf, type XmlElement } from './xml.ts';

const latin = new TextDecoder('windows-1252');
/** Characters that no page may hold: controls, halves of surrogate pairs, noncharacters. */
const FORBIDDEN = /(?![\t\n\r])[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/gu;
/** Those, and every surrogate, paired or not. A quick first test: most texts have none. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern looks for them.
const SUSPECT = /[\0-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]/;

/**
 * Takes the characters out of a text that no page may hold. WordPress turns a text that is not UTF-8 from Latin-1 into UTF-8 when it
 * exports, so that a dash or quotation mark of windows-1252 became a control character between U+0080 and U+009F: it is undone.
 */
function withoutForbidden(text: string): { text: string; restored: number; removed: number } {
  let [restored, removed] = [0, 0];
  if (!SUSPECT.test(text)) return { text, restored, removed };
  const clean = text.replace(FORBIDDEN, (character) => {
    const code = character.charCodeAt(0);
    const letter = code >= 0x80 && code <= 0x9f ? latin.decode(Uint8Array.of(code)) : '';
    if (letter !== '' && letter !== character) {
      restored++;
      return letter;
    }
    removed++;
    return '';
  });
  return { text: clean, restored, removed };
}

/** A category, tag or term of another taxonomy, as a post names it. */
export interface ItemTerm {
  taxonomy: string;
  /** As in addresses: percent-encoded. */
  slug: string;
  name: string;
}

/** An item of an export: a post, page, attachment, or whatever else WordPress keeps as a post. */
export interface Item {
  id: string;
  type: string;
  status: string;
  /** HTML. */
  title: string;
  link: string;
  guid: string;
  /** The login of its author. */
  creator: string;
  /** As in its address: percent-encoded. */
  slug: string;
  parent: string;
  order: number;
  hasPassword: boolean;
  isSticky: boolean;
  /** As MySQL writes dates: local time, and UTC. */
  date: string;
  dateUtc: string;
  modified: string;
  modifiedUtc: string;
  pubDate: string;
  content: string;
  /** HTML. */
  excerpt: string;
  /** The address of an attachment's file. */
  file: string;
  terms: readonly ItemTerm[];
  /** Custom fields. A key may have several values. */
  meta: ReadonlyMap<string, readonly string[]>;
  comments: number;
  place: Place;
}

/** Called with what was lost. */
export type OnLoss = (kind: LossKind, was: string, now: string) => void;

/**
 * Decodes and parses XML that has a character for each byte of its UTF-8. Reports what it repaired to `onLoss`: bytes that are not UTF-8,
 * characters that no page may hold, entities that XML does not define.
 */
export function parseBytes(xml: string, onLoss: OnLoss): XmlElement {
  const bytes = Buffer.from(xml, 'latin1');
  const mended = isUtf8(bytes) ? { bytes, repaired: 0 } : repair(bytes);
  const { text, restored, removed } = withoutForbidden(mended.bytes.toString('utf8'));
  if (mended.repaired > 0)
    onLoss('encoding', `${mended.repaired} bytes that are not UTF-8`, 'the letters of windows-1252');
  if (restored > 0)
    onLoss('encoding', `${restored} control characters`, 'the letters of windows-1252 that they were');
  if (removed > 0) onLoss('character', `${removed} control characters`, 'left out');
  const undefinedReferences = new Set<string>();
  const element = parseXml(text, (reference) => undefinedReferences.add(reference));
  if (undefinedReferences.size > 0)
    onLoss(
      'entity',
      shorten([...undefinedReferences].join(' ')),
      'the same letters: entities of a document are not loaded',
    );
  return element;
}

/** What people know an item by: `post 56 "A headline"`. */
function describeItem(type: string, id: string, title: string): string {
  const words = shorten(plainText(title), 80);
  return [type || 'item', id, words && `"${words}"`].filter(Boolean).join(' ');
}

/** The text of an element as it is. Markup that stands in it without CDATA cannot be told from the export's own. */
function rawText(root: XmlElement, name: string, onLoss: OnLoss): string {
  const element = findAll(root, name)[0];
  if (element?.children.length)
    onLoss('damage', `markup in <${name}> without CDATA: <${element.children[0]?.name}>`, 'left out');
  return element?.text ?? '';
}

/** Reads an item. Reports what it repaired to `losses`. */
export function readItem(unit: XmlUnit, file: string | undefined, losses: Loss[]): Item {
  const place: Place = { ...(file !== undefined && { file }), line: unit.line };
  const onLoss: OnLoss = (kind, was, now) => losses.push({ place, kind, was, now });
  const root = parseBytes(unit.xml, onLoss);
  const text = (name: string) => textOf(root, name);
  const meta = new Map<string, string[]>();
  for (const field of findAll(root, 'wp:postmeta')) {
    const [key, value] = ['wp:meta_key', 'wp:meta_value'].map(
      (name) => field.children.find((child) => child.name === name)?.text ?? '',
    );
    if (key) meta.set(key, [...(meta.get(key) ?? []), value ?? '']);
  }
  const [id, title, type] = [text('wp:post_id'), text('title'), text('wp:post_type') || 'post'];
  place.entry = describeItem(type, id, title);
  return {
    id,
    type,
    status: text('wp:status'),
    title,
    link: text('link'),
    guid: text('guid'),
    creator: text('dc:creator'),
    slug: text('wp:post_name'),
    parent: text('wp:post_parent'),
    order: Number(text('wp:menu_order')) || 0,
    hasPassword: text('wp:post_password') !== '',
    isSticky: text('wp:is_sticky') === '1',
    date: text('wp:post_date'),
    dateUtc: text('wp:post_date_gmt'),
    modified: text('wp:post_modified'),
    modifiedUtc: text('wp:post_modified_gmt'),
    pubDate: text('pubDate'),
    content: rawText(root, 'content:encoded', onLoss),
    excerpt: text('excerpt:encoded'),
    file: text('wp:attachment_url'),
    terms: findAll(root, 'category')
      .filter(({ attributes }) => attributes.domain && attributes.nicename)
      .map(({ attributes, text: name }) => ({
        taxonomy: attributes.domain ?? '',
        slug: attributes.nicename ?? '',
        name: plainText(name),
      })),
    meta,
    comments: findAll(root, 'wp:comment').length,
    place,
  };
}
