import type { XmlPart, XmlUnit } from '../../../../lib/split-xml.ts';
import { shorten } from '../../line.ts';
import type { LossKind } from '../../loss-kinds.ts';
import type { Loss, OldEntry, Place } from '../../old-site.ts';
import { plainText } from '../fields.ts';
import type { UniqueKeys } from '../unique-keys.ts';
import { authorAddresses, decodeSlug, ownLink, termAddresses } from './addresses.ts';
import type { Archive, Shown, Site } from './archive.ts';
import { sizedPictures } from './content.ts';
import { type Item, type OnLoss, parseBytes, readItem } from './item.ts';
import { descriptionOf, groupOf } from './meta.ts';
import { isSubject, makePost } from './post.ts';
import { DISCARDED, publicityOf } from './publicity.ts';
import { authorSlug, taxonomyOf } from './survey.ts';
import { textOf } from './xml.ts';

/** What WordPress keeps as items for its own work: menus, templates, styles. Not worth a line for each. */
const OWN_TYPES =
  /^(revision|nav_menu_item|wp_(navigation|template|template_part|global_styles|font_family|font_face)|custom_css|customize_changeset|oembed_cache|user_request|jp_\w+|elementor_\w+|amp_validated_url|acf-\w+|wpcf7_contact_form)$/;
/** Items that others take what they need from. */
const USED_TYPES = ['wp_block', 'guest-author'];

/** Something that is lost many times, told once with its number. */
interface Count {
  loss: Loss;
  times: number;
}
/** The most kinds that are counted, so that memory is bounded. */
const MAX_COUNTS = 5000;

/** The second pass over an export: makes entries of its parts. */
export class Entries {
  readonly #site: Site;
  readonly #archive: Archive;
  readonly #now: number;
  readonly #keys: UniqueKeys;
  readonly #counts = new Map<string, Count>();
  /** What has been told already: authors, terms, addresses of pictures in smaller sizes. */
  readonly #told = new Set<string>();

  constructor({ site, archive, keys, now }: { site: Site; archive: Archive; keys: UniqueKeys; now: number }) {
    this.#site = site;
    this.#archive = archive;
    this.#now = now;
    this.#keys = keys;
  }

  *of(part: XmlPart, file: string | undefined): Generator<OldEntry> {
    if (part.kind === 'between') yield* this.#between(part.xml, part.line, file);
    if (part.kind !== 'unit') return;
    if (part.name === 'item') yield* this.#item(part, file);
    else yield* this.#unit(part, file);
  }

  /** What was counted. */
  *rest(): Generator<OldEntry> {
    for (const { loss, times } of this.#counts.values()) {
      const number = times > 1 ? ` (${times.toLocaleString('en')} times)` : '';
      yield { kind: 'loss', loss: { ...loss, was: shorten(loss.was, 200 - number.length) + number } };
    }
  }

  #count(place: Place, kind: LossKind, was: string, now: string) {
    const key = `${kind} ${was}`;
    const known = this.#counts.get(key);
    if (known) known.times++;
    else if (this.#counts.size < MAX_COUNTS)
      this.#counts.set(key, { loss: { place, kind, was, now }, times: 1 });
  }

  /** Whether this has not been told before. */
  #isNew(what: string): boolean {
    const { size } = this.#told;
    return this.#told.add(what).size > size;
  }

  *#between(xml: string, line: number, file: string | undefined): Generator<OldEntry> {
    const place: Place = { ...(file !== undefined && { file }), line };
    const losses: Loss[] = [];
    parseBytes(xml, (kind, was, now) => losses.push({ place, kind, was, now }));
    if (/<!ENTITY/.test(xml))
      losses.push({
        place,
        kind: 'entity',
        was: 'entities that the document defines in its DOCTYPE',
        now: 'left out: they are never loaded',
      });
    for (const loss of losses) yield { kind: 'loss', loss };
  }

  *#addresses(shown: readonly Shown[]): Generator<OldEntry> {
    for (const [address, target] of shown) yield { kind: 'address', address, target };
  }

  *#unit(unit: XmlUnit, file: string | undefined): Generator<OldEntry> {
    const place: Place = { ...(file !== undefined && { file }), line: unit.line, entry: unit.name };
    const losses: Loss[] = [];
    const root = parseBytes(unit.xml, (kind, was, now) => losses.push({ place, kind, was, now }));
    for (const loss of losses) yield { kind: 'loss', loss };
    const text = (name: string) => textOf(root, name);
    if (unit.name === 'wp:author')
      yield* this.#author(authorSlug(text('wp:author_login')), text('wp:author_id'));
    if (unit.name === 'wp:category') yield* this.#term('category', text('wp:category_nicename'));
    if (unit.name === 'wp:tag') yield* this.#term('post_tag', text('wp:tag_slug'));
    if (unit.name === 'wp:term' && isSubject(text('wp:term_taxonomy')))
      yield* this.#term(text('wp:term_taxonomy'), text('wp:term_slug'));
  }

  *#author(slug: string, id: string): Generator<OldEntry> {
    const author = this.#archive.author(slug);
    if (!author || !this.#isNew(`author ${slug}`)) return;
    const { name, url, about, portrait } = author;
    const picture = (portrait && this.#archive.attachment(portrait)?.url) || null;
    yield { kind: 'author', name, slug, about, url, picture };
    yield* this.#addresses(authorAddresses(this.#site, name, slug, id));
  }

  *#term(taxonomy: string, slug: string): Generator<OldEntry> {
    if (!slug || !this.#isNew(`term ${taxonomy}:${slug}`)) return;
    const plain = decodeSlug(slug);
    yield { kind: 'term', name: this.#archive.term(taxonomy, slug)?.name || plain, slug: plain };
    yield* this.#addresses(termAddresses(this.#site, this.#archive, taxonomy, slug));
  }

  *#item(unit: XmlUnit, file: string | undefined): Generator<OldEntry> {
    const losses: Loss[] = [];
    const item = readItem(unit, file, losses);
    const onLoss: OnLoss = (kind, was, now) =>
      losses.push({ place: item.place, kind, was: shorten(was), now: shorten(now) });
    if (unit.state === 'cut') onLoss('cut short', 'the item in which the file ends', 'left out');
    else if (unit.state === 'too large')
      onLoss('too large', `an item of ${Math.round(unit.size / 1_000_000)} MB`, 'left out');
    else {
      if (unit.state === 'unclosed') onLoss('damage', 'an item whose end is missing', 'what there is of it');
      yield* this.#whole(item, onLoss);
    }
    for (const loss of losses) yield { kind: 'loss', loss };
  }

  *#whole(item: Item, onLoss: OnLoss): Generator<OldEntry> {
    const { place, type } = item;
    if (type === 'attachment') return yield* this.#attachment(item, onLoss);
    if (USED_TYPES.includes(type)) {
      if (type === 'guest-author') yield* this.#author(item.slug.replace(/^cap-/, ''), '');
      return;
    }
    if (DISCARDED.includes(item.status))
      return this.#count(place, 'status', `${type}: ${item.status}`, 'left out');
    if (OWN_TYPES.test(type)) return this.#count(place, 'type', type, 'left out');
    if (type !== 'post' && type !== 'page')
      return onLoss('type', `${type}: ${plainText(item.title)}`, 'left out');
    const key = this.#keys.nameFor('wordpress key', item.id || 'without a number');
    if (!item.id) onLoss('damage', 'a post without a number', key);
    else if (key !== item.id) onLoss('duplicate', `number ${item.id}, which another post has`, key);
    yield* this.#post(item, `wordpress:${key}`, onLoss);
  }

  *#post(item: Item, key: string, onLoss: OnLoss): Generator<OldEntry> {
    const site = this.#site;
    for (const { taxonomy, slug } of item.terms)
      if (isSubject(taxonomyOf(taxonomy))) yield* this.#term(taxonomyOf(taxonomy), slug);
    const publicity = publicityOf(item, this.#now);
    if (publicity.foreign !== undefined) onLoss('status', `the status "${publicity.foreign}"`, 'a draft');
    const post = makePost(item, { site, archive: this.#archive, publicity, now: this.#now, key }, onLoss);
    if (post.identifier !== null && this.#archive.claimGuid(item.guid, item.id) !== item.id) {
      onLoss('identifier', `${item.guid}, which another post has`, 'a new identifier');
      post.identifier = null;
    } else if (post.identifier === null && publicity.isKnownToReaders)
      onLoss('identifier', 'a post without a guid', 'a new identifier');
    yield { kind: 'post', post };
    for (const [address, url] of sizedPictures(post.content.text, this.#archive))
      if (this.#isNew(`picture ${address}`))
        yield { kind: 'address', address, target: { shows: 'picture', url } };
    this.#reportRest(item, onLoss);
  }

  /** What is left of a post that has no place here. */
  #reportRest(item: Item, onLoss: OnLoss) {
    const { place } = item;
    if (item.comments > 0) onLoss('comments', `${item.comments} comments`, 'left out');
    if (item.isSticky)
      this.#count(place, 'setting', 'a post that stays on top', 'a post in its place by date');
    for (const { taxonomy, slug } of item.terms) {
      if (taxonomy === 'post_format')
        this.#count(place, 'setting', `the format ${slug.replace('post-format-', '')}`, 'a story');
      if (taxonomy === 'category' && slug === 'uncategorized')
        this.#count(place, 'topic', 'the category of posts without one', 'no keyword');
    }
    const links = item.meta.get('_links_to')?.[0];
    if (links) onLoss('setting', `its headline led to ${links}`, 'its own page');
    if (!item.excerpt && descriptionOf(item) !== null)
      this.#count(place, 'excerpt', 'no excerpt', 'what its author wrote for search engines');
    for (const fieldName of item.meta.keys()) {
      const group = groupOf(fieldName);
      if (group !== undefined) this.#count(place, 'field', group, 'left out');
    }
  }

  *#attachment(item: Item, onLoss: OnLoss): Generator<OldEntry> {
    const attachment = this.#archive.attachment(item.id);
    if (!attachment) return onLoss('file', 'an attachment without an address', 'left out');
    const { url, isPicture } = attachment;
    if (!isPicture) return onLoss('file', url, 'what leads to it leads to the old site');
    const { root } = this.#site;
    const link = ownLink(item.link, root);
    for (const address of new Set([url, ...(link ? [link] : []), `${root}?attachment_id=${item.id}`]))
      yield { kind: 'address', address, target: { shows: 'picture', url } };
  }
}
