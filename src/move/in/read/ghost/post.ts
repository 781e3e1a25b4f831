import type { OldPicture, OldPost, Place, Unpublished } from '../../old-site.ts';
import { fieldOf, lineOf, plainText, type Row, textOf } from '../fields.ts';
import { languageOf } from '../language.ts';
import { addressIn, UNKNOWN_SITE } from '../old-site-address.ts';
import { readDate } from '../zone.ts';
import { readContent, withSite } from './content.ts';
import type { GhostRelations, GhostTag, GhostUser } from './relations.ts';
import type { Walk } from './rich-text.ts';
import { pathOfPost } from './routes.ts';
import { type GhostSite, unseenFields } from './site.ts';

/** Ids of Ghost since version 1: those of MongoDB, though no Mongo is there. */
const OBJECT_ID = /^[0-9a-f]{24}$/;

/** Why a post was not public; null if it was, or is going to be. */
function unpublishedBecause(post: Row, meta: Row, published: string | null, now: number): Unpublished | null {
  const status = textOf(post, 'status') ?? 'draft';
  if (status === 'sent' || Number(fieldOf(meta, 'email_only')) === 1) return 'sent by email only';
  if (status === 'scheduled') {
    if (published === null || Date.parse(published) <= now) return 'scheduled, but its time has passed';
  } else if (status !== 'published') return 'draft';
  // What is neither of the two is not known to be public.
  const visibility = fieldOf(post, 'visibility') ?? 'public';
  return visibility === 'public' ? null : 'for subscribers';
}

function readAuthors(post: Row, id: string, relations: GhostRelations): GhostUser[] {
  const linked = relations.authorsOf(id);
  if (linked.length > 0) return linked;
  // Before version 1.22, a post had one author.
  const author = textOf(post, 'author_id') ?? textOf(post, 'author');
  const user = author === null ? undefined : relations.user(author);
  return user ? [user] : [];
}

function readPicture(post: Row, meta: Row, site: string): OldPicture | null {
  // `image` before Ghost 1.
  const image = textOf(post, 'feature_image') ?? textOf(post, 'image');
  const url = image === null ? null : URL.parse(withSite(image, site), site);
  if (!url || !/^https?:$/.test(url.protocol)) return null;
  const caption = textOf(meta, 'feature_image_caption');
  return {
    url: url.href,
    alt: lineOf(meta, 'feature_image_alt'),
    caption: caption === null ? null : plainText(caption) || null,
    credit: null,
  };
}

/** The address that an author says the post was published at first, if that is on another site. */
function readCanonical(post: Row, site: string): string | null {
  const stated = textOf(post, 'canonical_url');
  const url = stated === null ? null : URL.parse(withSite(stated, site), site);
  return url && /^https?:$/.test(url.protocol) && url.host !== new URL(site).host ? url.href : null;
}

function readDates(post: Row, site: GhostSite, isDraft: boolean, walk: Walk) {
  const dateOf = (name: string) => {
    const value = fieldOf(post, name);
    if (value === undefined || value === null || value === '') return null;
    const date = readDate(value, { zone: site.zone });
    if (date === null) walk.lose('date', `${name}: ${String(value)}`, 'no date');
    return date;
  };
  const [published, modified] = [dateOf('published_at'), dateOf('updated_at')];
  if (published !== null || isDraft) return { published, modified };
  const created = dateOf('created_at');
  walk.lose(
    'date',
    'no date of publication',
    created === null ? 'no date' : 'the date at which it was created',
  );
  return { published: created, modified };
}

/** The addresses at which readers found a post. */
function readAddresses(
  post: {
    path: string;
    uuid: string;
    isPage: boolean;
    status: string | null;
    unpublished: Unpublished | null;
  },
  site: GhostSite,
): string[] {
  const at = (path: string) => addressIn(site.url, path);
  if (post.unpublished === 'sent by email only') return post.uuid ? [at(`/email/${post.uuid}/`)] : [];
  if (post.status !== 'published' && post.unpublished !== null) return [];
  const paths = [post.path, ...site.redirects.leadingTo(post.path)];
  // Until version 6, Ghost had a form for phones of each post. Previews lead to the post once it is published.
  if (!post.isPage) paths.push(`${post.path.replace(/\/?$/, '/')}amp/`);
  if (post.uuid) paths.push(`/p/${post.uuid}/`);
  return [...new Set(paths.map(at))];
}

function tellOfTags(tags: readonly GhostTag[], walk: Walk): GhostTag[] {
  const internal = tags.filter(({ isInternal }) => isInternal);
  if (internal.length > 0)
    walk.lose('topic', `tags for editors only: ${internal.map(({ name }) => name).join(', ')}`, 'left out');
  return tags.filter(({ isInternal }) => !isInternal);
}

export const placeOf = (row: Row, file: string | undefined): Place => {
  const entry = `${lineOf(row, 'type') === 'page' ? 'page' : 'post'} ${lineOf(row, 'id') ?? lineOf(row, 'slug') ?? 'without an id'} "${(lineOf(row, 'title') ?? '').slice(0, 100)}"`;
  return file === undefined ? { entry } : { file, entry };
};

/** Makes a post or page of a row of the table `posts`, with which `walk` goes. `key` is its id in the export. */
export function readPost(
  row: Row,
  context: { key: string; site: GhostSite; relations: GhostRelations; now: number },
  walk: Walk,
): OldPost {
  const { site, relations, key } = context;
  const id = textOf(row, 'id') ?? '';
  const uuid = textOf(row, 'uuid') ?? '';
  const meta = relations.metaOf(id);
  const status = textOf(row, 'status');
  // `page` is 0 or 1 until version 2.
  const isPage =
    textOf(row, 'type') === 'page' || (textOf(row, 'type') === null && Number(fieldOf(row, 'page')) === 1);
  const { published, modified } = readDates(row, site, status !== 'published', walk);
  const unpublished = unpublishedBecause(row, meta, published, context.now);
  const tags = relations.tagsOf(id);
  const authors = readAuthors(row, id, relations);
  const slug = textOf(row, 'slug');
  const shown = tellOfTags(tags, walk);
  const path = isPage
    ? `/${slug ?? id}/`
    : pathOfPost(site.routes, {
        id,
        uuid,
        slug: slug ?? id,
        published,
        // Filters know internal tags, as `hash-no-ads`; the main tag is one that readers see.
        tags: [...shown, ...tags.filter(({ isInternal }) => isInternal)].map((tag) => tag.slug),
        authors: authors.map((author) => author.slug),
        featured: Number(fieldOf(row, 'featured')) === 1,
      });
  const addresses = readAddresses({ path, uuid, isPage, status, unpublished }, site);
  for (const name of ['codeinjection_head', 'codeinjection_foot']) {
    const code = textOf(row, name);
    if (code !== null) walk.lose('code injection', `${name}: ${code}`, 'left out');
  }
  const unseen = unseenFields(row, meta);
  if (unseen.length > 0) walk.lose('field', unseen.join('; '), 'left out');
  const picture = readPicture(row, meta, site.url);
  const image = textOf(row, 'feature_image');
  if (picture === null && image !== null) walk.lose('picture', `feature_image: ${image}`, 'left out');
  const wasInFeed = !isPage && status === 'published' && unpublished !== 'sent by email only';
  return {
    type: isPage ? 'page' : 'post',
    key,
    place: walk.place,
    // The guid of Ghost's feed is the id; it was the uuid before version 1, when ids were numbers.
    identifier: wasInFeed ? (OBJECT_ID.test(id) ? id : uuid || null) : null,
    unpublished,
    slug,
    title: lineOf(row, 'title') ?? '',
    content: readContent(
      row,
      { site: site.url, base: addresses[0] ?? site.url, isPublic: unpublished === null },
      walk,
    ),
    excerpt: excerptOf(row),
    published,
    modified,
    authors: authors.map(({ name, url }) => ({
      name,
      url: url === null ? null : (URL.parse(url)?.href ?? null),
    })),
    terms: shown.map(({ name, slug: termSlug }) => ({ name, slug: termSlug })),
    language: languageOf(textOf(row, 'locale')),
    canonical: site.url === UNKNOWN_SITE ? absoluteOnly(row) : readCanonical(row, site.url),
    picture,
    addresses,
  };
}

const excerptOf = (row: Row) => lineOf(row, 'custom_excerpt');

/** Without the site's address, a canonical address that is absolute is taken for one of another site. */
const absoluteOnly = (row: Row) =>
  /^https?:/i.test(textOf(row, 'canonical_url') ?? '') ? readCanonical(row, UNKNOWN_SITE) : null;
