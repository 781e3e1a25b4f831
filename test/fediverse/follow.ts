import { env } from 'cloudflare:workers';
import { followersOf } from '../../src/fediverse/followers/followers-stub.ts';

/** The actor of the newsroom's own account. */
export const OWN = 'https://news.example/actor';

/** Has somebody on a host follow the newsroom. */
export async function follow(host: string): Promise<void> {
  const actor = `https://${host}/users/ann`;
  const answer = {
    address: `${OWN}#accepts/${host}`,
    sender: OWN,
    body: '{"type":"Accept"}',
    inbox: `${actor}/inbox`,
  };
  const how = { follow: `${actor}#1`, scheme: 'rfc9421', answer, now: Date.now() } as const;
  await followersOf(env).follow(OWN, { actor, inbox: `https://${host}/inbox` }, how);
}
