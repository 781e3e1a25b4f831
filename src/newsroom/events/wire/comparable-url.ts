/** Parameters that say where a reader came from, and never what the page is. */
const TRACKING =
  /^(utm_.*|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|igshid|igsh|li_fat_id|mc_cid|mc_eid|mkt_tok|_hsenc|_hsmi|_ga|_gl|__twitter_impression|at_medium|at_campaign|at_custom\d|at_format|ns_mchannel|ns_source|ns_campaign|ns_linkname|cmpid|ocid|ftag|ncid|smid|smtyp|wt_mc|wt\.mc_id|wt_zmc|xtor|ito|guccounter|guce_referrer|guce_referrer_sig|amp|amp_js_v|amp_gsa|outputtype)$/i;

/** What is compared of an address. Longer ones are compared as they are. */
const MAX_LENGTH = 2_000;

/**
 * Returns the form in which addresses of one article are equal; `raw` itself if it is no http(s) address. It is compared and never
 * fetched.
 *
 * It takes `http` for `https`, and drops what no publisher distinguishes articles by: the fragment (except `#!…`), the default
 * port, `www.`, `m.` and `amp.` before a host of at least two labels, a trailing slash, `/amp` or `.amp` at the end of a path,
 * `?amp`, and parameters that track readers. Other parameters are kept and sorted, those of one name in their order, because a
 * publisher may tell articles apart by them (`?id=4711`). The case of the path is kept for the same reason.
 */
export function comparableUrl(raw: string): string {
  const url = URL.parse(raw.trim());
  if (url === null || !/^https?:$/.test(url.protocol) || raw.length > MAX_LENGTH) return raw;
  const host = url.hostname.replace(/\.$/, '').replace(/^(?:(?:www|m|mobile|amp)\.)+(?=[^.]+\.[^.\d])/, '');
  const port = url.port === '' || url.port === '80' || url.port === '443' ? '' : `:${url.port}`;
  const path = url.pathname.replace(/\/+$/, '').replace(/(?<=\/[^/]+)(?:\/amp|\.amp)$|\.amp(?=\.html?$)/, '');
  const parameters = [...url.searchParams].filter(([name]) => !TRACKING.test(name));
  // Sorting is stable: parameters of one name stay in their order.
  parameters.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  const query = new URLSearchParams(parameters).toString();
  const fragment = url.hash.startsWith('#!') ? url.hash : '';
  return `https://${host}${port}${path}${query === '' ? '' : `?${query}`}${fragment}`;
}
