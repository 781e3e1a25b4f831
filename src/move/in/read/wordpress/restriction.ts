import type { Item } from './item.ts';

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
export function restrictionOf(item: Item, text: string): string | undefined {
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
