import type { Move } from '../move.ts';

/** By what the slug of a story is noted that is on a server. */
export const PUBLIC = 'public';
export const publicKey = (server: string, key: string) => `${server} ${key}`;

/**
 * Reports the stories that an earlier run brought, and that the old site has made private or drafts since then. They stay public: nothing
 * here is withdrawn because of an export.
 */
export function findStillPublic({ work, server }: Move): void {
  work.transaction(() => {
    for (const key of work.acknowledged.storiesPlannedOtherwise(server)) {
      const slug = work.index.get<string>(PUBLIC, publicKey(server, key));
      const remote = slug === undefined ? undefined : work.remote.bySlug(slug);
      if (!remote || remote.status === 'withdrawn') continue;
      const was = `the story ${remote.slug}, which the old site does not publish any more`;
      const now = `public here, as it was. To withdraw it: npm run story -- withdraw ${remote.slug}`;
      work.losses.add('send', { place: { entry: key }, kind: PUBLIC, was, now }, key);
    }
  });
}
