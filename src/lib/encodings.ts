/** Writes bytes as base64 (RFC 4648 section 4). */
export const toBase64 = (bytes: ArrayBuffer): string => btoa(String.fromCharCode(...new Uint8Array(bytes)));

/** Reads base64. Throws if the text is something else. */
export const fromBase64 = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

/** Writes bytes as base64url without padding (RFC 4648 section 5). */
export const toBase64Url = (bytes: ArrayBuffer): string =>
  toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');

/** Reads base64url, with or without padding. Throws if the text is something else. */
export function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  if (!/^[\w-]*={0,2}$/.test(text)) throw new SyntaxError('This is not base64url.');
  return fromBase64(text.replaceAll('-', '+').replaceAll('_', '/'));
}

/** Writes bytes as hexadecimal digits in lower case. */
export const toHex = (bytes: ArrayBuffer | Uint8Array): string =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
