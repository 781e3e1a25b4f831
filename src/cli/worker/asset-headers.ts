import type { Brand } from '../../brand/brand-schema.ts';

/** The file in which Cloudflare finds headers for static files. It is not served itself. */
const HEADERS_FILE = '_headers';

/** A day; and 30 more while the browser asks again, because a file that changes keeps its name. */
const CACHING = 'public, max-age=86400, stale-while-revalidate=2592000';

/**
 * Adds the headers of a brand's files to the static files, given as contents by path. Every page uses them: without the headers, a
 * browser would ask for each again with every page. The newsroom's own headers stay.
 */
export function withBrandHeaders(
  files: ReadonlyMap<string, Uint8Array>,
  { logo, face }: Brand,
): Map<string, Uint8Array> {
  const rules = [logo?.light, logo?.dark, typeof face === 'object' ? face.file : undefined]
    .filter((file) => file !== undefined)
    .map((file) => `${file}\n  Cache-Control: ${CACHING}\n`);
  if (rules.length === 0) return new Map(files);
  const own = files.get(HEADERS_FILE);
  const text = [...(own ? [new TextDecoder().decode(own)] : []), ...rules].join('\n');
  return new Map(files).set(HEADERS_FILE, new TextEncoder().encode(text));
}
