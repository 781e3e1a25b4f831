import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { announceMove } from '../../../src/fediverse/delivery/move.ts';
import { followersOf } from '../../../src/fediverse/followers/followers-stub.ts';
import { identityWith } from '../../identity.ts';

const [OWN, ELSEWHERE] = ['https://news.example/actor', 'https://social.example/users/news'];

identityWith({ fediverse: { username: 'news', movedTo: ELSEWHERE } });

test('followers are told once that the account has moved', async () => {
  const followers = followersOf(env);
  const actor = 'https://peer.example/users/ann';
  const answer = { address: `${OWN}#accepts/1`, sender: OWN, body: '{}', inbox: `${actor}/inbox` };
  const now = Date.now();
  await followers.follow(
    OWN,
    { actor, inbox: `${actor}/inbox` },
    { follow: `${actor}#1`, scheme: 'rfc9421', answer, now },
  );
  await announceMove(env);
  const deliveries = await followers.claim(Date.now());
  expect(deliveries).toHaveLength(2);
  expect(JSON.parse(deliveries[1]?.body ?? '')).toMatchObject({
    type: 'Move',
    actor: OWN,
    object: OWN,
    target: ELSEWHERE,
  });
  await followers.settle(
    deliveries.map(({ to, scheme }) => ({ to, delivered: scheme })),
    Date.now(),
  );
  await announceMove(env);
  expect(await followers.claim(Date.now())).toEqual([]);
});
