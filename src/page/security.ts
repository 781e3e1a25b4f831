import { pictureCspSource } from '../story/picture.ts';
import { stylesheet } from './stylesheet.ts';

/** Returns the hash of an inline style or script for a Content-Security-Policy: `sha256-…`. */
async function hashOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return `sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}`;
}

let styleHash: string | undefined;

/**
 * Returns the security headers of an HTML page. They let it load resources only from this site and from the hosts of the given
 * pictures, and run only the given script.
 */
export async function securityHeaders(
  pictures: readonly string[] = [],
  script?: string,
): Promise<Record<string, string>> {
  styleHash ??= await hashOf(stylesheet);
  // Pictures on this site have a path instead of a URL.
  const elsewhere = pictures.filter((url) => !url.startsWith('/'));
  const images = new Set(["'self'", ...elsewhere.map(pictureCspSource)]);
  return {
    'Content-Security-Policy': [
      "default-src 'none'",
      `style-src '${styleHash}'`,
      ...(script === undefined ? [] : [`script-src '${await hashOf(script)}'`]),
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
