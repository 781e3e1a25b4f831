import { fingerprint } from '../lib/fingerprint.ts';
import { readMetadata } from '../platform/kv.ts';
import { type PartCoding, packContainer } from '../site/document/container.ts';
import { kvCache } from './respond.ts';

/** What an isolate asks itself for: a feed, and a story's page, which KV has as text. */
const REQUESTS = [
  { path: '/rss.xml', key: 'edition:all', name: 'rss', coding: 'gzip' },
  { path: '/stories/a', key: 'story:a', name: 'page', coding: 'gzip, base64' },
] as const;

/** Puts a tiny document into the cache, and does what a read from KV would do first. Returns a function that removes it. */
function putDocument(key: string, name: string, coding: PartCoding): () => void {
  const part = { offset: 0, length: 0, size: 1, coding, status: 200, etag: '""', headers: {} };
  const table = { documents: { [name]: part }, record: { ...part, hash: '' } };
  const container = packContainer([{ part, bytes: new TextEncoder().encode('AA==') }], table);
  const metadata = { version: '', updated: '1970-01-01T00:00:00Z', etags: { [name]: '""' } };
  readMetadata(metadata);
  void fingerprint(container);
  return kvCache.putTemporarily(key, container, metadata);
}

/**
 * Sends the app a HEAD and a conditional GET for a tiny feed and a tiny page when an isolate starts, so that V8 compiles the
 * functions that they call. Without this, compiling would be half of the cost of the first request. There is no request for a
 * body, because the runtime does not allow a response with a body at start-up.
 */
export function warmUp(fetch: (request: Request, env: object) => unknown): void {
  for (const { path, key, name, coding } of REQUESTS) {
    const remove = putDocument(key, name, coding);
    for (const init of [
      { method: 'HEAD', headers: { 'Accept-Encoding': 'gzip' } },
      { headers: { 'If-None-Match': '""' } },
    ])
      fetch(new Request(`https://start.invalid${path}`, init), { REUSE_SECONDS: '1' });
    remove();
  }
}
