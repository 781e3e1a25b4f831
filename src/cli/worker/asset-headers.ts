import type { Brand } from '../../site/brand/brand-schema.ts';

/** The file in which Cloudflare finds headers for static files. It is not served itself. */
const HEADERS_FILE = '_headers';

/** A day; and 30 more while the browser asks again, because a file that changes keeps its name. */
const CACHING = 'public, max-age=86400, stale-while-revalidate=2592000';

/** Browsers take a file for what its type says, and for nothing else. */
const ALL_FILES = '/*\n  X-Content-Type-Options: nosniff\n';

/**
 * Adds headers to the static files, given as contents by path: those of every file, and those of a brand's. Every page uses the latter:
 * without caching, a browser would ask for each again with every page. The newsroom's own headers stay.
 */
export function withAssetHeaders(
  files: ReadonlyMap<string, Uint8Array>,
  { logo, face }: Brand,
): Map<string, Uint8Array> {
  const rules = [logo?.light, logo?.dark, typeof face === 'object' ? face.file : undefined]
    .filter((file) => file !== undefined)
    .map((file) => `${file}\n  Cache-Control: ${CACHING}\n`);
  const own = files.get(HEADERS_FILE);
  const text = [...(own ? [new TextDecoder().decode(own)] : []), ALL_FILES, ...rules].join('\n');
  return new Map(files).set(HEADERS_FILE, new TextEncoder().encode(text));
}
