import type { OldAuthor, OldPicture, OldPost, Unpublished } from '../../old-site.ts';
import { plainText } from '../fields.ts';
import { languageOf } from '../language.ts';
import { decodeSlug, ownLink, postAddresses } from './addresses.ts';
import type { Archive, Site } from './archive.ts';
import { attachmentsIn, footnotesOf, pictureOf, withGalleries, withPatterns } from './content.ts';
import { readDate } from './dates.ts';
import type { Item, ItemTerm, OnLoss } from './item.ts';
import { canonicalOf, descriptionOf, pictureAddress, primaryCategory } from './meta.ts';
import type { Publicity } from './publicity.ts';
import { authorSlug, taxonomyOf } from './survey.ts';

// Plugins that show a post, or a part of it, to members only. Their rules for whole categories are not in an export.

/** Shortcodes around words for members: of MemberPress, Paid Memberships Pro, Restrict Content Pro, Members, s2Member and others. */
const SHORTCODES = new Set([
  ...['access', 'arm_restrict_content', 'armif', 'content_protector', 'ihc-hide-content', 'is_paid'],
  ...['loggedin', 'logged_in', 'is_logged_in', 'is_user_logged_in', 'user_logged_in', 'um_loggedin'],
  ...['member', 'members', 'members_access', 'members_logged_in', 'membership', 'memberful'],
  ...['mepr-active', 'mepr-protected', 'mepr-rule', 'mepr-show', 'passster', 'paywall'],
  ...['pmpro_member', 'pmpro_membership', 'pms-restrict', 'premium', 'private', 'protected', 'restricted'],
  ...['restrict', 's2if', 'subscriber', 'subscribers', 'swpm_protected', 'um_show_content', 'wcm_restrict'],
  ...['wlm_private', 'wppb-restrict'],
]);
const RESTRICTING = /restrict|paywall|(?:members?|subscribers?|logged[_-]?in)[_-]?only|^private_/;

/** A shortcode that has an end: `[/name]`. */
const CLOSING = /\[\/([\w-]{1,50})\]/g;

/** Blocks for members: `premium-content/subscriber-view` and `jetpack/paywall` of WordPress.com, `pmpro/membership`. */
const BLOCK =
  /<!--\s+wp:([a-z0-9-]*\/?(?:premium-content|paywall|[a-z-]*restrict[a-z-]*|member-content|membership|members-only)(?:\/[a-z-]+)?)\s/;

/** Custom fields that keep a post for members, and the values that do. */
const FIELDS: readonly (readonly [key: string, value: RegExp])[] = [
  ['_jetpack_newsletter_access', /^(?!everybody$)./],
  ['_jetpack_memberships_contains_paywalled_content', /^1$/],
  ['_members_access_role', /./],
  ['_is_paid', /^(?:1|true)$/],
  ['rcp_subscription_level', /^(?!0$|all$)./i],
  ['rcp_access_level', /^(?!0$|none$)./i],
  ['rcp_user_level', /^(?!all$)./i],
  ['um_content_restriction', /"_um_accessible";(?:s:1:"2"|i:2)/],
  ['pms-content-restrict-user-status', /^loggedin$/],
  ['pms-content-restrict-subscription-plan', /./],
  ['wppb-content-restrict-user-status', /^loggedin$/],
  ['_issuem_leaky_paywall_visibility', /"visibility_type";s:\d+:"only/],
  ['_llms_is_restricted', /^yes$/],
];

/** Returns what keeps a post, or a part of its text, for members; undefined if nothing does. */
function restrictionOf(item: Item, text: string): string | undefined {
  for (const [, name = ''] of text.matchAll(CLOSING)) {
    const lower = name.toLowerCase();
    if (SHORTCODES.has(lower) || RESTRICTING.test(lower)) return `the shortcode [${name}]`;
  }
  const block = BLOCK.exec(text)?.[1];
  if (block !== undefined) return `the block ${block}`;
  const field = FIELDS.find(([key, value]) =>
    item.meta.get(key)?.some((each) => value.test(each.trim())),
  )?.[0];
  return field && `the custom field ${field}`;
}

/** Taxonomies that say how WordPress or a plugin treats a post, and not what it is about. */
const TECHNICAL =
  /^(post_format|post_status|author|language|post_translations|term_language|term_translations|translation_priority|nav_menu|link_category|following_users|yst_prominent_words|(wp|elementor|amp|action|product|ef|pp)[_-].*)$/;

export const isSubject = (taxonomy: string) => !TECHNICAL.test(taxonomy);

/** The category that WordPress gives to a post without one. It says nothing. */
const isNoCategory = ({ taxonomy, slug }: ItemTerm) => taxonomy === 'category' && slug === 'uncategorized';

/** The subjects of a post: the category that its author calls the main one, other categories, tags, and other taxonomies. */
function termsOf(item: Item, archive: Archive): { name: string; slug: string }[] {
  const subjects = item.terms
    .map((term) => ({ ...term, taxonomy: taxonomyOf(term.taxonomy) }))
    .filter((term) => isSubject(term.taxonomy) && !isNoCategory(term));
  const main = primaryCategory(item);
  const mainSlug = main === null ? undefined : archive.slugOf('category', main);
  const rank = ({ taxonomy, slug }: ItemTerm) => {
    if (taxonomy === 'category') return slug === mainSlug ? 0 : 1;
    return taxonomy === 'post_tag' ? 2 : 3;
  };
  const sorted = subjects.toSorted((a, b) => rank(a) - rank(b));
  const unique = new Map(
    sorted.map(({ slug, name }) => [
      `${slug} ${name}`,
      { name: name || decodeSlug(slug), slug: decodeSlug(slug) },
    ]),
  );
  return [...unique.values()];
}

/** Who wrote a post: the authors of a plugin for several, or else its user. */
function authorsOf(item: Item, archive: Archive): OldAuthor[] {
  const slugs = item.terms
    .filter(({ taxonomy }) => taxonomy === 'author')
    .map(({ slug, name }) => ({ slug: slug.replace(/^cap-/, ''), name: name.replace(/^cap-/, '') }));
  if (slugs.length === 0 && item.creator) slugs.push({ slug: authorSlug(item.creator), name: item.creator });
  const authors = slugs.map(({ slug, name }): OldAuthor => archive.author(slug) ?? { name, url: null });
  return [...new Map(authors.map((author) => [author.name, author])).values()].map(
    ({ name, url, givenName, familyName }) => ({
      name,
      url,
      ...(givenName ? { givenName } : {}),
      ...(familyName ? { familyName } : {}),
    }),
  );
}

/** The language of a post, if a plugin such as Polylang gave it one. */
function languageOfPost(item: Item, archive: Archive): string | null {
  const language = item.terms.find(({ taxonomy }) => taxonomy === 'language');
  if (!language) return null;
  const locale = archive.term('language', language.slug)?.name ?? '';
  return (/^[a-z]{2,3}_/.test(locale) ? languageOf(locale) : null) ?? languageOf(language.slug);
}

function featuredPicture(item: Item, archive: Archive, onLoss: OnLoss): OldPicture | null {
  const id = item.meta.get('_thumbnail_id')?.[0]?.trim();
  const attachment = id ? archive.attachment(id) : undefined;
  if (attachment) return pictureOf(attachment);
  const address = pictureAddress(item);
  if (address && URL.canParse(address)) return { url: address, alt: null, caption: null, credit: null };
  // Themes and importers write such numbers, too.
  if (id && !['0', '-1'].includes(id))
    onLoss('picture', `the featured picture, attachment ${id}, which is not in the export`, 'left out');
  return null;
}

/** When a public post was published, and when it was changed. A date in the future is that of a scheduled post only. */
function datesOf(item: Item, now: number, onLoss: OnLoss) {
  const published = readDate(item.date, item.dateUtc, item.pubDate);
  const modified = readDate(item.modified, item.modifiedUtc, '').date;
  const isPublic = item.status === 'publish';
  // Nobody has seen the date of a draft.
  if (published.fault !== null && (isPublic || item.status === 'future'))
    onLoss('date', published.fault, published.date ?? 'no date');
  const isAhead = published.date !== null && Date.parse(published.date) > now;
  if (!isAhead) return { published: published.date, modified };
  // Nobody has seen the changes of what is scheduled.
  if (!isPublic) return { published: published.date, modified: null };
  onLoss('date', `${published.date}, which is in the future`, modified ?? 'no date');
  return { published: modified, modified };
}

/** Whether a plugin kept a post, or a part of it, for members. The whole becomes a draft, so that nothing is lost, and nothing shown. */
function restrictedBy(item: Item, text: string, onLoss: OnLoss): Unpublished | null {
  const restriction = restrictionOf(item, text);
  if (restriction === undefined) return null;
  onLoss('subscribers', `a text for members, by ${restriction}`, 'a draft with all of it');
  return 'for subscribers';
}

/** Makes a post or page of an item. */
export function makePost(
  item: Item,
  context: { site: Site; archive: Archive; publicity: Publicity; now: number; key: string },
  onLoss: OnLoss,
): OldPost {
  const { site, archive, publicity, now, key } = context;
  const text = withGalleries(withPatterns(item.content, archive, onLoss), () => archive.children(item.id));
  const footnotes = footnotesOf(item, onLoss);
  const excerpt = plainText(item.excerpt) || plainText(descriptionOf(item) ?? '') || null;
  const slug = item.slug ? decodeSlug(item.slug) : null;
  return {
    type: item.type === 'page' ? 'page' : 'post',
    key,
    place: item.place,
    identifier: publicity.isKnownToReaders && item.guid ? item.guid : null,
    unpublished: publicity.unpublished ?? restrictedBy(item, text, onLoss),
    slug,
    title: plainText(item.title),
    content: {
      format: 'wordpress',
      text,
      base: ownLink(item.link, site.root) ?? site.root,
      attachments: attachmentsIn(text, archive),
      ...(footnotes && { footnotes }),
    },
    excerpt,
    ...datesOf(item, now, onLoss),
    authors: authorsOf(item, archive),
    terms: termsOf(item, archive),
    language: languageOfPost(item, archive),
    canonical: canonicalOf(item, site.root),
    picture: featuredPicture(item, archive, onLoss),
    addresses: publicity.isKnownToReaders ? postAddresses(item, site, archive) : [],
  };
}
