import type { Part } from '../platform/picture-store.ts';

// Requests for a part of a file (RFC 9110 section 14).

/** The part that a request asks for: from one byte to another or to the end, or so many bytes at the end. */
export type RangeSpec = { first: number; last: number } | { suffix: number };

/**
 * Parses a `Range` header. Returns undefined if it has to be ignored: if it is not valid, has another unit than bytes, or asks for
 * several parts, which a server may answer with the whole.
 */
export function parseRange(header: string | null): RangeSpec | undefined {
  const [, set = ''] = /^bytes=(.*)$/i.exec(header?.trim() ?? '') ?? [];
  const specs = set
    .split(',')
    .map((spec) => spec.trim())
    .filter(Boolean);
  const [, first = '', last = ''] = /^(\d*)-(\d*)$/.exec(specs[0] ?? '') ?? [];
  if (specs.length !== 1 || (first === '' && last === '')) return undefined;
  if (first === '') return { suffix: Number(last) };
  const range = { first: Number(first), last: last === '' ? Infinity : Number(last) };
  return range.last < range.first ? undefined : range;
}

/**
 * Returns the part that a request wants instead of the whole; undefined if it wants the whole. If-Range has to name the very
 * representation that there is (section 13.1.5): a weak tag or a date names none.
 */
export function requestedRange({ method, headers }: Request, etag: string): RangeSpec | undefined {
  const condition = headers.get('If-Range');
  if (method !== 'GET' || (condition !== null && condition.trim() !== etag)) return undefined;
  return parseRange(headers.get('Range'));
}

/** Returns the part of a file of this length; undefined if the file has none of it. */
export function partOf(spec: RangeSpec, length: number): Part | undefined {
  const offset = 'suffix' in spec ? Math.max(0, length - spec.suffix) : spec.first;
  const end = 'suffix' in spec ? length : Math.min(length, spec.last + 1);
  return offset < end ? { offset, length: end - offset } : undefined;
}
