import { isLinkable } from '../../../../site/story/markdown.ts';

// Addresses of links and pictures in old HTML.

/** The absolute form of an address, as far as a story may link to it; null for anchors, scripts, telephone numbers and the like. */
export function linkAddress(href: string, base: string): string | null {
  const trimmed = href.replace(/^[\0- ]+|[\0- ]+$/g, '').replace(/[\t\n\r]/g, '');
  if (trimmed === '' || trimmed.startsWith('#')) return null;
  if (/^https?:\/\/[!-~]+$/i.test(trimmed) && !/["<>\\`{|}^]/.test(trimmed) && isLinkable(trimmed))
    return trimmed;
  const url = URL.parse(trimmed, base);
  if (url === null || !/^(?:https?|mailto):$/.test(url.protocol)) return null;
  if (url.protocol === 'mailto:')
    return /^mailto:[!-~]+$/.test(url.href) && url.href.length <= 2000 ? url.href : null;
  return isLinkable(url.href) ? url.href : null;
}

/** The absolute http or https address of a picture or another file; null if it has none. */
export function fileAddress(address: string, base: string): string | null {
  const url = linkAddress(address, base);
  return url === null || url.startsWith('mailto:') ? null : url;
}

/** What an address names, whatever its protocol and the size that WordPress adds to a name: `a-300x200.jpg`. */
const withoutSize = (url: string) =>
  url.replace(/^https?:/i, '').replace(/-\d{2,4}x\d{2,4}(?=\.\w{3,4}(?:$|\?))/, '');

/** Whether two addresses are of the same picture, in whatever size. */
export const isSamePicture = (one: string, other: string): boolean => withoutSize(one) === withoutSize(other);
