// Writes text, addresses and titles as Markdown.

/** Stands for the address of the site, which the record does not know. No text contains it (`isXmlText`). */
export const SITE = '\u{ffff}';

/** Writes a text so that Markdown takes none of it for a sign, wherever it stands. */
export const escapeMarkdown = (text: string): string =>
  text
    .replace(/[\\`*_[\]<~|]|&(?=[#\w])/g, '\\$&')
    .replace(/\s{2,}|[^\S ]/g, ' ')
    .replace(/^ ?([#+=:>-])/, '\\$1')
    .replace(/^ ?(\d{1,9})([.)])/, '$1\\$2')
    // A link may follow.
    .replace(/!$/, '\\!');

/** Writes a text of several lines, each as one. */
export const markdownLines = (text: string): string => text.split(/\r?\n/).map(escapeMarkdown).join('\\\n');

/** Writes an address as the destination of a link. */
export const destination = (url: string): string =>
  /^[^\s()<>\\&]*$/.test(url)
    ? url
    : url.replace(/[()<>\\]|&(?=#|\w+;)/g, '\\$&').replace(/\s/g, encodeURIComponent);

/** Writes the title of a link or picture, with the space before it; nothing if it is empty. */
export const titled = (title: string) =>
  title && ` "${title.replace(/["\\<|]|&(?=#|\w+;)/g, '\\$&').replace(/\s+/g, ' ')}"`;

/** Fills in the address of the site. */
export const withSiteUrl = (markdown: string, siteUrl: string): string => markdown.replaceAll(SITE, siteUrl);
