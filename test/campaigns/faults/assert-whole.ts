import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { assertPage, assertXml } from '../fuzz/oracles.ts';

/** The end of a PNG, its IEND chunk. */
const PNG_END = Buffer.from('0000000049454e44ae426082', 'hex');
/** The end of a JPEG, its EOI marker. */
const JPEG_END = Buffer.from('ffd9', 'hex');

const checked = new Set<string>();

/** Throws if a document is broken. Remembers documents that passed. */
export function assertWhole(type: string, body: Buffer): void {
  const name = createHash('sha1').update(type).update(body).digest('base64');
  if (checked.has(name)) return;
  const text = body.toString();
  if (type.startsWith('text/html'))
    assertPage(
      text,
      Array.from(text.matchAll(/<script>([^<]*)<\/script>/g), ([, script = '']) => script),
    );
  else if (/\bxml\b/.test(type)) assertXml(text);
  else if (/\bjson\b/.test(type)) JSON.parse(text);
  else if (type === 'image/jpeg') assert.ok(body.subarray(-2).equals(JPEG_END), 'the JPEG is cut short');
  else if (type === 'image/png')
    assert.ok(body.subarray(-PNG_END.length).equals(PNG_END), 'the PNG is cut short');
  else assert.match(type, /^(text\/|application\/x-bibtex|application\/x-research)/);
  checked.add(name);
}
