import { exports } from 'cloudflare:workers';
import { beforeEach, expect, test } from 'vitest';
import { reopen } from '../../../../newsroom.ts';

beforeEach(() => reopen());

const TOKEN = '0'.repeat(64);
const ask = (path: string, init?: RequestInit) =>
  exports.default.fetch(new Request(`https://news.example${path}`, init));

test.each(['/websub/x', `/websub/${TOKEN}`, `/websub/${TOKEN.toUpperCase()}F`])(
  'nobody asked for what is sent to %s',
  async (path) => {
    const query = '?hub.mode=subscribe&hub.topic=https://a.example/&hub.challenge=abc&hub.lease_seconds=60';
    const verified = await ask(path + query);
    expect(verified.status).toBe(404);
    expect(await verified.text()).not.toContain('abc');
    const headers = { 'X-Hub-Signature': 'sha256=00' };
    expect((await ask(path, { method: 'POST', body: '<rss/>', headers })).status).toBe(410);
  },
);

test('other methods are refused', async () => {
  const refused = await ask(`/websub/${TOKEN}`, { method: 'PUT', body: 'x' });
  expect([refused.status, refused.headers.get('Allow')]).toEqual([405, 'GET, POST']);
});
