import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { serializePublication } from '../../../src/newsroom/desk/publish/entries.ts';
import { read } from '../../newsroom.ts';

const ADDRESS = '/.well-known/site.standard.publication';
const URI = 'at://did:plc:edgewire/site.standard.publication/222k3mwbe5uoh';

test('the newsroom’s record is named as plain text, and nothing without an account', async () => {
  await env.STORIES.delete('publication');
  expect((await read(ADDRESS)).status).toBe(404);
  const { key, value, metadata } = await serializePublication(URI);
  await env.STORIES.put(key, value, { metadata });
  const response = await read(ADDRESS);
  expect(response.status).toBe(200);
  expect(response.headers.get('Content-Type')).toBe('text/plain; charset=utf-8');
  expect(await response.text()).toBe(URI);
  await env.STORIES.delete('publication');
});
