import stylesheet from './stylesheet.css?inline';

let styleHash: string | undefined;

/**
 * Returns the headers of every response of the newsroom: nothing is kept, indexed, framed elsewhere or loaded from another site.
 * A script that has the nonce may add styles, as CodeMirror does.
 */
export async function newsroomHeaders(nonce: string): Promise<Record<string, string>> {
  const digest = crypto.subtle.digest('SHA-256', new TextEncoder().encode(stylesheet));
  styleHash ??= btoa(String.fromCharCode(...new Uint8Array(await digest)));
  return {
    'Cache-Control': 'no-store',
    'Content-Security-Policy': [
      "default-src 'none'",
      "script-src 'self'",
      `style-src 'self' 'sha256-${styleHash}' 'nonce-${nonce}'`,
      // Pictures of stories may be anywhere.
      "img-src 'self' https: blob:",
      "connect-src 'self'",
      "frame-src 'self'",
      "base-uri 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
    ].join('; '),
    'X-Content-Type-Options': 'nosniff',
    'X-Robots-Tag': 'noindex',
    'Referrer-Policy': 'same-origin',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
  };
}

/** Returns the policy of a readers' page that only the newsroom's own pages show, and that runs and sends nothing there. */
export const framedPolicy = (policy: string | undefined): string | undefined =>
  policy
    ?.replace("frame-ancestors 'none'", "frame-ancestors 'self'; sandbox allow-popups")
    .replace("form-action 'self'", "form-action 'none'");
