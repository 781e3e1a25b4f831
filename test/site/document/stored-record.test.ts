import { expect, test } from 'vitest';
import { serializeArticle } from '../../../src/newsroom/desk/publish/entries.ts';
import { Unavailable } from '../../../src/platform/kv.ts';
import { readRecord } from '../../../src/site/document/stored-record.ts';
import { bytesOf } from '../../kv.ts';
import { aStory, publish, site } from '../../samples.ts';

test('the record of a container without metadata is checked against its own hash', async () => {
  const article = { ...publish(aStory({ headline: 'A headline' })), related: [] };
  const { key, value } = await serializeArticle(article, 0, site);
  const bytes = bytesOf(value);
  const record = await readRecord(key, bytes, undefined);
  expect(record).toEqual({ json: JSON.stringify(article), isTrusted: false });
  const text = new TextDecoder().decode(bytes);
  const damaged = new TextEncoder().encode(text.replaceAll('A headline', 'A hoadline'));
  expect(damaged.byteLength).toBe(bytes.byteLength);
  await expect(readRecord(key, damaged, undefined)).rejects.toThrow(Unavailable);
});
