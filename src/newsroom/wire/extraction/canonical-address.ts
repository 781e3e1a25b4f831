import { cleanUrl } from './clean-values.ts';
import type { DomDocument } from './dom.ts';

/** Labels of hosts that serve the same site in another form: `www.`, or `m.` as in `en.m.wikipedia.org`. */
const FORM = /(?<![^.])(www\d?|m|mobile|amp)\.(?=[^.]+\.)/g;

const siteOf = ({ hostname, port }: URL) => `${hostname.replace(FORM, '')}:${port}`;

/**
 * Returns the address by which a publisher names a page: its `<link rel="canonical">`, or `og:url`. Either counts only if it is one
 * address of the same site, is no less secure, and is not the front page, which some sites name on every page. Otherwise returns
 * the address that was read. No fragment is kept.
 */
export function canonicalAddress(document: DomDocument, readUrl: string): string {
  const read = new URL(readUrl);
  read.hash = '';
  const links = [...document.querySelectorAll('link')]
    .filter((link) => (link.getAttribute('rel') ?? '').toLowerCase().split(/\s+/).includes('canonical'))
    .map((link) => link.getAttribute('href'));
  const openGraph = [...document.querySelectorAll('meta')]
    .filter((meta) => meta.getAttribute('property')?.toLowerCase() === 'og:url')
    .map((meta) => meta.getAttribute('content'));
  for (const stated of [links, openGraph]) {
    const urls = new Set(stated.map((url) => cleanUrl(url, readUrl)?.replace(/#.*$/, '')));
    const [only] = urls;
    if (urls.size !== 1 || only === undefined) continue;
    const url = new URL(only);
    const isSecure = url.protocol === 'https:' || read.protocol === 'http:';
    const isFront = url.pathname === '/' && url.search === '' && read.pathname !== '/';
    const hasUser = url.username !== '' || url.password !== '';
    if (siteOf(url) === siteOf(read) && isSecure && !isFront && !hasUser) return url.href;
  }
  return read.href;
}
