import type { DocumentName } from './policy.ts';

// What KV holds under `edition:<scope>` and `story:<slug>`: finished documents, and the record that all else is made from.
//
//   edgewire 1\n      the format and its version
//   {…}\n             the table: a JSON object on one line (`Table`)
//   …                 the parts, at the offsets that the table gives, counted from its end
//
// Documents come before the record, as more readers ask for them. In `story:<slug>` it is the other way round, and the page is
// in base64: pages of archives read stories with KV's bulk read, which gives nothing but text.

const MAGIC = 'edgewire ';
const VERSION = '1';

/** How the bytes of a part are encoded. */
export type Coding = 'identity' | 'gzip' | 'gzip, base64';

/** Where a part is, and what it is. */
export interface Part {
  /** Bytes between the table and the part. */
  offset: number;
  /** Bytes of the part as it is stored. */
  length: number;
  /** Bytes of the text that it encodes. */
  size: number;
  coding: Coding;
}

/** A finished document: as it is sent, with what HTTP says of it beside its cache policy (`policy.ts`). */
export interface DocumentPart extends Part {
  status: number;
  /** The entity tag, quoted. */
  etag: string;
  headers: Record<string, string>;
}

/** What a container holds. */
export interface Table {
  documents: Partial<Record<DocumentName, DocumentPart>>;
  /** What the documents are made from: a record as JSON. `hash` is the fingerprint of its bytes as they are stored. */
  record: Part & { hash: string };
}

/** A container, opened. */
export interface Container {
  table: Table;
  /** Everything behind the table. */
  body: Uint8Array;
}

/** A value that says it is a container, and cannot be read as one. */
export class BrokenContainer extends Error {}

const encoder = new TextEncoder();

/** Puts a container together from its table, whose offsets it fills in, and the stored bytes of its parts, in their order. */
export function pack(parts: readonly { part: Part; bytes: Uint8Array }[], table: Table): Uint8Array {
  let length = 0;
  for (const { part, bytes } of parts) {
    part.offset = length;
    part.length = bytes.byteLength;
    length += bytes.byteLength;
  }
  const head = encoder.encode(`${MAGIC}${VERSION}\n${JSON.stringify(table)}\n`);
  const packed = new Uint8Array(head.byteLength + length);
  packed.set(head);
  for (const { part, bytes } of parts) packed.set(bytes, head.byteLength + part.offset);
  return packed;
}

/** Whether the value says that it is a container, of whatever version. */
export const isContainer = (value: Uint8Array): boolean => {
  for (let at = 0; at < MAGIC.length; at++) if (value[at] !== MAGIC.charCodeAt(at)) return false;
  return true;
};

/** Opens a container; throws `BrokenContainer`, naming what is wrong. */
export function unpack(value: Uint8Array): Container {
  const decoder = new TextDecoder();
  const [first, second] = lineEnds(value);
  const version = decoder.decode(value.subarray(MAGIC.length, first));
  if (version !== VERSION)
    throw new BrokenContainer(`its version is "${version.slice(0, 20)}", not ${VERSION}`);
  let table: Table | null;
  try {
    table = JSON.parse(decoder.decode(value.subarray(first + 1, second)));
  } catch (error) {
    throw new BrokenContainer(`its table is not JSON: ${(error as Error).message}`);
  }
  if (!table?.documents) throw new BrokenContainer('its table names no documents');
  const body = value.subarray(second + 1);
  const parts = Object.entries({ ...table.documents, record: table.record });
  for (const [name, part] of parts) {
    if (!isWithin(part, body.byteLength)) throw new BrokenContainer(`${name} does not lie within it`);
  }
  return { table, body };
}

function lineEnds(value: Uint8Array): [number, number] {
  const first = value.indexOf(10);
  const second = first < 0 ? -1 : value.indexOf(10, first + 1);
  if (second < 0) throw new BrokenContainer('it ends within its table');
  return [first, second];
}

const isWithin = (part: Part | null | undefined, length: number) =>
  !!part &&
  Number.isSafeInteger(part.offset) &&
  Number.isSafeInteger(part.length) &&
  part.offset >= 0 &&
  part.length >= 0 &&
  part.offset + part.length <= length;

/** The stored bytes of a part. */
export const storedBytes = ({ body }: Container, { offset, length }: Part): Uint8Array =>
  body.subarray(offset, offset + length);

/** The bytes of a compressed part as they are sent: gzip. */
export function gzipBytes(container: Container, part: Part): Uint8Array {
  const stored = storedBytes(container, part);
  return part.coding === 'gzip, base64' ? Uint8Array.fromBase64(new TextDecoder().decode(stored)) : stored;
}
