import { stylesheetHash } from './stylesheet.ts';

/** Headers of every HTML page: nothing is loaded but from this site, and a story's picture from where it is kept. */
export async function securityHeaders(imageUrl?: string): Promise<Record<string, string>> {
  const images = imageUrl === undefined ? "'self'" : `'self' ${new URL(imageUrl).origin}`;
  return {
    'Content-Security-Policy': [
      "default-src 'none'",
      `style-src '${await stylesheetHash()}'`,
      `img-src ${images}`,
      "base-uri 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
    ].join('; '),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'strict-origin-when-cross-origin',
  };
}
