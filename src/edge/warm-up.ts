import { packContainer } from '../document/container.ts';
import { kvCache } from './respond.ts';

/**
 * Answers a HEAD and a conditional GET for a feed from a value of one byte when an isolate starts. V8 compiles a function when it
 * is first called: without this, compiling is a third of what an isolate's first request costs. There is no GET, because the
 * runtime allows no response with a body at start-up.
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
