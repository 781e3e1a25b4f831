import { exports } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { identityWith } from '../../identity.ts';

identityWith({ fediverse: null });

test('a newsroom without accounts has no inbox', async () => {
  const request = new Request('https://news.example/actor/inbox', {
    method: 'POST',
    headers: { 'Content-Type': 'application/activity+json' },
    body: '{}',
  });
  expect((await exports.default.fetch(request)).status).toBe(404);
});
