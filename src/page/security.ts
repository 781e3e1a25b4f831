import { pictureCspSource } from '../story/picture.ts';
import { stylesheet } from './stylesheet.ts';

/** The hash of an inline style or script, as a Content-Security-Policy names it: `sha256-…`. */
async function hashOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return `sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}`;
}

let styleHash: string | undefined;

/**
 * Headers of an HTML page. The page loads nothing but from this site and the hosts of the given pictures, and runs no script
 * but the given one.
 */
export async function securityHeaders(
  pictures: readonly string[] = [],
  script?: string,
): Promise<Record<string, string>> {
  styleHash ??= await hashOf(stylesheet);
  // A picture on this site has no host in its address.
  const elsewhere = pictures.filter((url) => !url.startsWith('/'));
  const images = new Set(["'self'", ...elsewhere.map(pictureCspSource)]);
  return {
    'Content-Security-Policy': [
      "default-src 'none'",
      `style-src '${styleHash}'`,
      ...(script === undefined ? [] : [`script-src '${await hashOf(script)}'`]),
      `img-src ${[...images].join(' ')}`,
      // Nothing here connects to anything; but Lighthouse asks for /robots.txt as the page would.
      "connect-src 'self'",
      "base-uri 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
    ].join('; '),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'strict-origin-when-cross-origin',
  };
}
