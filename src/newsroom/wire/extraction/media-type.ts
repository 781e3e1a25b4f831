/** What a `Content-Type` says, in lower case. Either is empty if it is missing. */
interface MediaType {
  type: string;
  charset: string;
}

/** Parses a `Content-Type` (RFC 9110 section 8.3). Never throws. */
export function parseMediaType(header: string | undefined): MediaType {
  const [type = ''] = (header ?? '').split(';', 1);
  const [, charset = ''] = /;\s*charset\s*=\s*["']?\s*([^\s"';,]+)/i.exec(header ?? '') ?? [];
  return { type: type.trim().toLowerCase(), charset: charset.toLowerCase() };
}

/** Whether a body starts as PDF files do; some servers send them as `application/octet-stream`. */
const isPdf = (body: Uint8Array): boolean =>
  new TextDecoder('latin1').decode(body.subarray(0, 1024)).includes('%PDF-');

/** The media types that are read as HTML. A missing one is guessed from the first bytes, as browsers do. */
const HTML_TYPES = new Set(['text/html', 'application/xhtml+xml']);

/** What a body can be read as; undefined if it is nothing with text. */
export type Format = 'html' | 'text' | 'pdf';

/** Finds what a body can be read as, by its media type and its first bytes. */
export function findFormat(contentType: string | undefined, body: Uint8Array): Format | undefined {
  const { type } = parseMediaType(contentType);
  if (type === 'application/pdf' || type === 'application/x-pdf') return 'pdf';
  if (HTML_TYPES.has(type)) return 'html';
  const isUnknown = type === '' || type === 'application/octet-stream' || type === 'binary/octet-stream';
  if (isUnknown && isPdf(body)) return 'pdf';
  const start = new TextDecoder('latin1').decode(body.subarray(0, 1024));
  if (type === '' && /^[^<]{0,16}<(!doctype html|html|head|body|meta|title)\b/i.test(start)) return 'html';
  return type === 'text/plain' ? 'text' : undefined;
}
