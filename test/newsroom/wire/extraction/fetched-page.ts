import type { FetchedPage } from '../../../../src/newsroom/wire/fetching/fetched.ts';
import { encode } from './encode.ts';

export const READ_AT = Date.parse('2026-11-26T10:00:00Z');

/** A page as the wire has fetched it. */
export function fetchedPage(
  body: string | Uint8Array,
  options: { url?: string; status?: number; headers?: Record<string, string>; encoding?: string } = {},
): FetchedPage {
  const { url = 'https://city.example/bridge', status = 200, encoding = 'utf-8' } = options;
  return {
    ok: true,
    url,
    movedTo: null,
    status,
    headers: options.headers ?? { 'content-type': 'text/html' },
    body: typeof body === 'string' ? encode(body, encoding) : body,
    readAt: READ_AT,
  };
}
