import { describe, expect, test } from 'vitest';
import {
  BrokenContainer,
  type ContainerPart,
  type ContainerTable,
  compressedBytes,
  type DocumentPart,
  isContainer,
  openContainer,
  packContainer,
  storedBytes,
} from '../../../src/site/document/container.ts';
import * as fc from '../../draw.ts';

const encode = (text: string) => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

const partOf = (bytes: Uint8Array): DocumentPart => ({
  offset: 0,
  length: 0,
  size: bytes.byteLength,
  coding: 'gzip',
  status: 200,
  etag: 'W/"a"',
  headers: { 'Content-Type': 'text/plain' },
});

/** Packs a document and a record, in that order. */
function packed(document: Uint8Array, record: Uint8Array): Uint8Array {
  const [rss, own] = [partOf(document), { ...partOf(record), hash: 'h' }];
  const table: ContainerTable = { documents: { rss }, record: own };
  return packContainer(
    [
      { part: rss, bytes: document },
      { part: own, bytes: record },
    ],
    table,
  );
}

/** Makes a container with this text as its table. */
const withTable = (table: string, body = '0123456789') => encode(`edgewire 1\n${table}\n${body}`);

const WHOLE = { offset: 0, length: 10, size: 10, coding: 'identity', hash: 'h' };

describe('a container', () => {
  test('returns its parts unchanged, whatever their bytes', () => {
    const bytes = fc.uint8Array({ maxLength: 200 });
    fc.assert(
      fc.property(bytes, bytes, (document, record) => {
        const value = packed(document, record);
        expect(isContainer(value)).toBe(true);
        const container = openContainer(value);
        const { documents, record: own } = container.table;
        expect(storedBytes(container, documents.rss as ContainerPart)).toEqual(document);
        expect(compressedBytes(container, documents.rss as ContainerPart)).toEqual(document);
        expect(storedBytes(container, own)).toEqual(record);
        expect(documents.rss).toMatchObject({ status: 200, etag: 'W/"a"', coding: 'gzip' });
        expect(documents.rss).toMatchObject({ headers: { 'Content-Type': 'text/plain' } });
      }),
    );
  });

  test('conforms to the format, byte for byte', () => {
    const part: ContainerPart = { offset: 0, length: 0, size: 2, coding: 'identity' };
    const record = { ...part, hash: 'h' };
    const value = packContainer([{ part: record, bytes: encode('{}') }], { documents: {}, record });
    expect(decode(value)).toBe(
      'edgewire 1\n{"documents":{},"record":{"offset":0,"length":2,"size":2,"coding":"identity","hash":"h"}}\n{}',
    );
  });

  test('returns the decoded bytes of a part in base64', () => {
    const bytes = Uint8Array.of(0x1f, 0x8b, 0, 255);
    const stored = encode(bytes.toBase64());
    const page: DocumentPart = { ...partOf(stored), coding: 'gzip, base64' };
    const record = { ...partOf(stored), hash: 'h' };
    const container = openContainer(
      packContainer(
        [
          { part: record, bytes: stored },
          { part: page, bytes: stored },
        ],
        { documents: { page }, record },
      ),
    );
    expect(compressedBytes(container, container.table.documents.page as ContainerPart)).toEqual(bytes);
  });

  test('does not open if it is truncated anywhere', () => {
    const bytes = fc.uint8Array({ minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(bytes, bytes, (document, record) => {
        const value = packed(document, record);
        for (let length = 0; length < value.byteLength; length++) {
          const cut = value.subarray(0, length);
          expect(() => openContainer(cut), `${length} bytes of ${value.byteLength}`).toThrow(BrokenContainer);
        }
      }),
      { numRuns: 20 },
    );
  });

  test('returns the same parts if bytes were appended to it', () => {
    const value = packed(encode('a document'), encode('a record'));
    const longer = openContainer(Uint8Array.from([...value, 1, 2, 3]));
    expect(decode(storedBytes(longer, longer.table.record))).toBe('a record');
  });
});

describe('a container is refused with', () => {
  test.each(['', '0', '2', '10', ' 1', '1 ', 'x'.repeat(1000)])('version "%s"', (version) => {
    const value = encode(
      `edgewire ${version}\n${JSON.stringify({ documents: {}, record: WHOLE })}\n0123456789`,
    );
    expect(isContainer(value)).toBe(true);
    expect(() => openContainer(value)).toThrow(BrokenContainer);
    expect(() => openContainer(value)).toThrow(/^its version is ".{0,20}", not 1$/);
  });

  test.each(['', '{', 'null', '[]', '7', '"table"', '{}', '{"documents":{}}', '{"record":null}'])(
    'the table %s',
    (table) => {
      expect(() => openContainer(withTable(table))).toThrow(BrokenContainer);
    },
  );

  test.each([
    ['an offset beyond the end', { offset: 11, length: 0 }],
    ['a length beyond the end', { offset: 1, length: 10 }],
    ['a negative offset', { offset: -1, length: 2 }],
    ['a negative length', { offset: 5, length: -1 }],
    ['half a byte', { offset: 0.5, length: 1 }],
    // JSON writes NaN as null.
    ['an offset that is not a number', { offset: Number.NaN, length: 1 }],
    ['a length that is not a number', { offset: 0, length: Number.NaN }],
    ['an offset that is a string', { offset: '0', length: 1 }],
    ['no offset', { offset: undefined, length: 1 }],
    ['no length', { offset: 0, length: undefined }],
    ['numbers that are not safe integers', { offset: 2 ** 53, length: 2 ** 53 }],
  ])('a part with %s', (_what, wrong) => {
    const spoilt = { ...WHOLE, ...wrong };
    expect(() => openContainer(withTable(JSON.stringify({ documents: {}, record: spoilt })))).toThrow(
      'record does not lie within it',
    );
    expect(() =>
      openContainer(withTable(JSON.stringify({ documents: { rss: spoilt }, record: WHOLE }))),
    ).toThrow('rss does not lie within it');
  });

  test.each([
    ['no record', { documents: {} }, 'record'],
    ['a record that is null', { documents: {}, record: null }, 'record'],
    ['a document that is null', { documents: { atom: null }, record: WHOLE }, 'atom'],
    ['no documents', { record: WHOLE }, 'documents'],
  ])('%s', (_what, table, named) => {
    expect(() => openContainer(withTable(JSON.stringify(table)))).toThrow(BrokenContainer);
    expect(() => openContainer(withTable(JSON.stringify(table)))).toThrow(named);
  });
});

test.each(['', 'edgewire', '{"slug":"edgewire 1"}', 'Edgewire 1\n', ' edgewire 1\n'])(
  '%j does not begin like a container',
  (text) => {
    expect(isContainer(encode(text))).toBe(false);
  },
);
