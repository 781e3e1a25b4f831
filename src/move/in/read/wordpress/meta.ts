import { shorten } from '../../line.ts';
import type { Item } from './item.ts';

// What custom fields mean: those of WordPress itself, and of plugins that many sites have.

const first = (item: Item, keys: readonly string[]) =>
  keys.map((key) => item.meta.get(key)?.[0]?.trim()).find((value) => value) ?? null;

const CANONICAL = [
  '_yoast_wpseo_canonical',
  'rank_math_canonical_url',
  '_seopress_robots_canonical',
  '_aioseop_custom_link',
  '_genesis_canonical_uri',
];
const DESCRIPTION = [
  '_yoast_wpseo_metadesc',
  'rank_math_description',
  '_seopress_titles_desc',
  '_aioseo_description',
  '_aioseop_description',
  '_genesis_description',
  'advanced_seo_description',
];
const PRIMARY = [
  '_yoast_wpseo_primary_category',
  'rank_math_primary_category',
  '_seopress_robots_primary_cat',
];
const CREDIT = [
  '_media_credit',
  'media_credit',
  '_wp_attachment_image_credit',
  'isc_image_source',
  'photo_credit',
  'credit',
];
const PICTURE = ['fifu_image_url'];

/** The address that the author named as the first, if it is on another site. */
export function canonicalOf(item: Item, root: string): string | null {
  const canonical = URL.parse(first(item, CANONICAL) ?? '');
  const bare = (host: string) => host.replace(/^www\./, '');
  if (!canonical || !/^https?:$/.test(canonical.protocol)) return null;
  return bare(canonical.host) === bare(new URL(root).host) ? null : canonical.href;
}

/** What the author wrote for search engines, unless it is made from variables: `%%excerpt%%`, `%title%`, `#post_title`. */
export function descriptionOf(item: Item): string | null {
  const description = first(item, DESCRIPTION);
  return description && !/%\w+%|#(post|site)_\w+/.test(description) ? description : null;
}

/** The number of the category that the author calls the main one. */
export const primaryCategory = (item: Item): string | null => first(item, PRIMARY);

/** The address of a picture that is not an attachment. */
export const pictureAddress = (item: Item): string | null => first(item, PICTURE);

/** A string in PHP's serialised form, by its key. PHP counts bytes; nothing here depends on that. */
const serialised = (text: string, key: string) =>
  new RegExp(`s:\\d+:"${key}";s:\\d+:"([^"]*)";`).exec(text)?.[1]?.trim() || null;

/** Whose picture it is, from a custom field, or from what the camera or agency wrote into the file. */
export const creditOf = (item: Item): string | null =>
  first(item, CREDIT) ?? serialised(item.meta.get('_wp_attachment_metadata')?.[0] ?? '', 'credit');

/** The locale of a language of Polylang, which keeps it in the description of its term: `zh_CN`. */
export const localeOf = (description: string): string | null => serialised(description, 'locale');

/** Fields that mean something here, or that WordPress keeps for its own work. */
const OWN = new Set<string>([...CANONICAL, ...DESCRIPTION, ...PRIMARY, ...CREDIT, ...PICTURE, 'footnotes']);
const WORK =
  /^_(edit_|wp_|thumbnail_id$|pingme$|encloseme$|trackbackme$|oembed_|menu_item_|last_|publicize_|wpas_|dp_original$|cap-|status)|^cap-/;

const PLUGINS: readonly (readonly [RegExp, string])[] = [
  [/^_?yoast_wpseo|^_?yst_/, 'Yoast SEO'],
  [/^_?rank_math/, 'Rank Math'],
  [/^_?aioseop?_/, 'All in One SEO'],
  [/^_?seopress/, 'SEOPress'],
  [/^_?genesis_/, 'Genesis'],
  [/^_?elementor/, 'Elementor'],
  [/^_?et_(pb_)?/, 'Divi'],
  [/^_?(wpb|vc)_/, 'WPBakery'],
  [/^_?(jetpack|wpcom)_|^sharing_disabled$|^switch_like_status$/, 'Jetpack'],
  [/^_?(wpml|icl)_/, 'WPML'],
  [/^_?amp_/, 'AMP'],
];

/**
 * What a custom field that does not move in is counted as: a plugin, the beginning of a plugin's private fields (`_foo_`), or the field
 * itself, if people see it. Undefined if nothing is lost with it.
 */
export function groupOf(key: string): string | undefined {
  if (OWN.has(key) || WORK.test(key)) return undefined;
  const plugin = PLUGINS.find(([pattern]) => pattern.test(key))?.[1];
  if (plugin) return `settings of ${plugin}`;
  if (key.startsWith('_')) return `private fields _${shorten(/^_+([^_:.\s-]*)/.exec(key)?.[1] ?? '', 50)}…`;
  return `the custom field "${shorten(key, 60)}"`;
}
