import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { isPage, isXml } from '../fuzz/oracles.ts';

/** The end of a PNG, its IEND chunk. */
const PNG_END = Buffer.from('0000000049454e44ae426082', 'hex');

const sound = new Set<string>();

/** Throws where a document is broken. What was found to be whole is not looked at again. */
export function isWhole(type: string, body: Buffer): void {
  const name = createHash('sha1').update(type).update(body).digest('base64');
  if (sound.has(name)) return;
  const text = body.toString();
  if (type.startsWith('text/html'))
    isPage(
      text,
      Array.from(text.matchAll(/<script>([^<]*)<\/script>/g), ([, script = '']) => script),
    );
  else if (/\bxml\b/.test(type)) isXml(text);
  else if (/\bjson\b/.test(type)) JSON.parse(text);
  else if (type === 'image/png') assert.ok(body.subarray(-PNG_END.length).equals(PNG_END), 'a PNG ends');
  else assert.match(type, /^(text\/|application\/x-bibtex|application\/x-research)/);
  sound.add(name);
}
