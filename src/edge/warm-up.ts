import { packContainer } from '../document/container.ts';
import { kvCache } from './respond.ts';

/**
 * Sends the app a HEAD and a conditional GET for a tiny feed when an isolate starts, so that V8 compiles the functions that they
 * call. Without this, compiling would be a third of the cost of the first request. There is no request for a body, because the
 * runtime does not allow a response with a body at start-up.
 */
export function warmUp(fetch: (request: Request, env: object) => unknown): void {
  const part = {
    offset: 0,
    length: 0,
    size: 1,
    coding: 'gzip' as const,
    status: 200,
    etag: '""',
    headers: {},
  };
  const table = { documents: { rss: part }, record: { ...part, hash: '' } };
  const metadata = { version: '', updated: '1970-01-01T00:00:00Z', etags: { rss: '""' } };
  const container = packContainer([{ part, bytes: Uint8Array.of(0) }], table);
  const remove = kvCache.putTemporarily('edition:all', container, metadata);
  for (const init of [
    { method: 'HEAD', headers: { 'Accept-Encoding': 'gzip' } },
    { headers: { 'If-None-Match': '""' } },
  ]) {
    fetch(new Request('https://start.invalid/rss.xml', init), { REUSE_SECONDS: '1' });
  }
  remove();
}
