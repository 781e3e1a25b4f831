import type { Bytes, SignedRequest } from './request.ts';

/** What the header `Signature` says. */
interface CavageSignature {
  keyId: string;
  algorithm: string | undefined;
  headers: readonly string[];
  /** As base64. */
  signature: string;
}

/** Returns the bytes that are signed (section 2.3 of the draft); undefined if the request lacks a header. */
export function signingString(
  { method, url, headers }: SignedRequest,
  names: readonly string[],
): Bytes | undefined {
  const { host, pathname, search } = new URL(url);
  const lines: string[] = [];
  for (const name of names) {
    let value: string | null | undefined;
    if (name === '(request-target)') value = `${method.toLowerCase()} ${pathname}${search}`;
    // What the request says of its host is what its address says: behind a proxy, `Host` may be another.
    // `(created)` and the like are no headers, and asking for one throws.
    else if (!name.startsWith('(')) value = name === 'host' ? host : headers.get(name)?.trim();
    if (value === null || value === undefined) return undefined;
    lines.push(`${name}: ${value}`);
  }
  return new TextEncoder().encode(lines.join('\n'));
}

const PARAMETER = /\s*([a-zA-Z]+)=(?:"([^"\\]*)"|(\d+))\s*(?:,|$)/y;

/** Reads the header of a signature. Returns undefined if it is something else, or says two things of one name. */
export function readCavageSignature(header: string): CavageSignature | undefined {
  const parameters = new Map<string, string>();
  PARAMETER.lastIndex = 0;
  while (PARAMETER.lastIndex < header.length) {
    const [, name = '', text, number = ''] = PARAMETER.exec(header) ?? [];
    if (!name || parameters.has(name)) return undefined;
    parameters.set(name, text ?? number);
  }
  const keyId = parameters.get('keyId');
  const signature = parameters.get('signature');
  const headers = parameters.get('headers')?.toLowerCase().split(' ') ?? ['date'];
  if (!keyId || !signature || !/^[A-Za-z0-9+/]+=*$/.test(signature)) return undefined;
  if (
    new Set(headers).size < headers.length ||
    !headers.every((name) => /^(?:[a-z0-9-]+|\([a-z-]+\))$/.test(name))
  )
    return undefined;
  return { keyId, algorithm: parameters.get('algorithm'), headers, signature };
}
