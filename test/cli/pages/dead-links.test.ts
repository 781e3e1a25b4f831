import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import type { ApiClient } from '../../../src/cli/client/api-client.ts';
import { findDeadLinks } from '../../../src/newsroom/pages/cli/dead-links.ts';

test('a link is dead if its address is not found, and not if the server breaks the connection', async (context) => {
  const server = createServer((request, response) => {
    if (request.url === '/gone') response.writeHead(404).end();
    else response.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  context.after(() => server.closeAllConnections());
  context.after(() => server.close());
  const { port } = server.address() as AddressInfo;
  const api = { url: `http://127.0.0.1:${port}`, json: async () => ({ pages: [] }) } as unknown as ApiClient;
  const nav = ['/gone', '/unsure'].map((url) => ({ label: 'A', url }));
  assert.deepEqual(await findDeadLinks(api, { nav, footer: [] }), [
    'data/site.json: nav[0] leads to /gone, which readers do not find. Write data/pages/gone.md, or change the link.',
  ]);
});
