import type { Site } from '../../settings/site.ts';
import { pictureCspSource } from '../story/picture.ts';
import { stylesheetsOf } from './stylesheet.ts';

/** Returns the hash of an inline style or script for a Content-Security-Policy: `sha256-…`. */
async function hashOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return `sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}`;
}

let hashed: { styles: string; sources: string } | undefined;

/** Returns the hashes of the site's stylesheets, which are computed once. */
async function styleSources(site: Site): Promise<string> {
  const sheets = stylesheetsOf(site);
  const styles = sheets.join('');
  if (hashed?.styles !== styles) {
    const hashes = await Promise.all(sheets.map(hashOf));
    hashed = { styles, sources: hashes.map((hash) => `'${hash}'`).join(' ') };
  }
  return hashed.sources;
}

/**
 * Returns the security headers of an HTML page. They let it load resources only from this site and from the hosts of the given
 * pictures, and run only the given script.
 */
export async function securityHeaders(
  site: Site,
  pictures: readonly string[] = [],
  script?: string,
): Promise<Record<string, string>> {
  // Pictures on this site have a path instead of a URL.
  const elsewhere = pictures.filter((url) => !url.startsWith('/'));
  const images = new Set(["'self'", ...elsewhere.map(pictureCspSource)]);
  return {
    'Content-Security-Policy': [
      "default-src 'none'",
      `style-src ${await styleSources(site)}`,
      ...(script === undefined ? [] : [`script-src '${await hashOf(script)}'`]),
      ...(typeof site.brand.face === 'object' ? ["font-src 'self'"] : []),
      `img-src ${[...images].join(' ')}`,
      // The pages connect to nothing, but Lighthouse fetches /robots.txt from within them.
      "connect-src 'self'",
      "base-uri 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
    ].join('; '),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'strict-origin-when-cross-origin',
  };
}
