import type { Bytes, SignedRequest } from './request.ts';

// Signatures by RFC 9421, as far as requests need them.

/** What the headers `Signature-Input` and `Signature` say. */
export interface MessageSignature {
  components: readonly string[];
  /** The components and parameters as they are written, which is what is signed (section 2.3). */
  written: string;
  parameters: ReadonlyMap<string, string | number>;
  /** The signature, as base64. */
  signature: string;
}

/** The value of a component of a request (section 2); undefined if the request does not have it. */
function componentValue(name: string, { method, url, headers }: SignedRequest): string | undefined {
  if (!name.startsWith('@')) return headers.get(name)?.trim();
  const { href, host, protocol, pathname, search } = new URL(url);
  switch (name) {
    case '@method':
      return method;
    case '@target-uri':
      return href;
    case '@authority':
      return host;
    case '@scheme':
      return protocol.slice(0, -1);
    case '@path':
      return pathname;
    case '@query':
      return search || '?';
    case '@request-target':
      return pathname + search;
    default:
      return undefined;
  }
}

/** Returns the bytes that are signed (section 2.5). Throws nothing: undefined if the request lacks a component. */
export function signatureBase(
  request: SignedRequest,
  components: readonly string[],
  written: string,
): Bytes | undefined {
  const lines: string[] = [];
  for (const name of components) {
    // What the request says of its host is what its address says: behind a proxy, `Host` may be another.
    const value = name === 'host' ? new URL(request.url).host : componentValue(name, request);
    if (value === undefined) return undefined;
    lines.push(`"${name}": ${value}`);
  }
  return new TextEncoder().encode([...lines, `"@signature-params": ${written}`].join('\n'));
}

/** Writes components and parameters as `Signature-Input` has them. */
export function writeInput(
  components: readonly string[],
  parameters: Readonly<Record<string, string | number>>,
): string {
  return `(${components.map((name) => `"${name}"`).join(' ')})${writeParameters(parameters)}`;
}

/** Writes the parameters behind a list of components. */
export const writeParameters = (parameters: Readonly<Record<string, string | number>>): string =>
  Object.entries(parameters)
    .map(([name, value]) => `;${name}=${typeof value === 'number' ? value : `"${value}"`}`)
    .join('');

const INPUT =
  /^([a-z*][a-z0-9_.*-]{0,63})=(\(([^()]*)\)((?:;[a-z*][a-z0-9_.*-]*=(?:-?\d{1,15}|"[^"\\]*"))*))$/;
const SIGNATURE = /^([a-z*][a-z0-9_.*-]{0,63})=:([A-Za-z0-9+/]+=*):$/;

/** Reads the two headers of a signature. Returns undefined if they are something else, or say two things of one name, or have two signatures. */
export function readMessageSignature(input: string, signature: string): MessageSignature | undefined {
  const [, label, written = '', list = '', rest = ''] = INPUT.exec(input.trim()) ?? [];
  const [, signedLabel, base64 = ''] = SIGNATURE.exec(signature.trim()) ?? [];
  if (!label || label !== signedLabel) return undefined;
  // Components with parameters, such as `"digest";sf`, are refused: no server of the fediverse needs them.
  if (!/^(?:"[a-z@][a-z0-9-]*"(?: (?="))?)+$/.test(list)) return undefined;
  const components = list.split(' ').map((name) => name.slice(1, -1));
  const parameters = new Map<string, string | number>();
  for (const [, name = '', number, text] of rest.matchAll(/;([^=]+)=(?:(-?\d+)|"([^"]*)")/g)) {
    if (parameters.has(name)) return undefined;
    parameters.set(name, number === undefined ? (text ?? '') : Number(number));
  }
  if (new Set(components).size < components.length) return undefined;
  return { components, written, parameters, signature: base64 };
}
