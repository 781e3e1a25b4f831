import { canonicalJson } from '../src/lib/canonical-json.ts';
import { readSigningKey } from '../src/newsroom/desk/publish/signing-key.ts';
import type { SealedRevisions } from '../src/site/story/history/history.ts';
import { type Action, hashOf, recordHash, withoutNulls } from '../src/site/story/history/statement.ts';
import type { Story } from '../src/site/story/story.ts';
import { fullStory } from './samples.ts';

/** Private keys as the secret SIGNING_KEY has them, with the ids of their public keys. */
export const FIRST_KEY = {
  secret: 'MC4CAQAwBQYDK2VwBCIEIKQ-nQvCtMsy4yPBaMaREjl6FQv6R0NkluPam5xJw2_I',
  id: 'kCaI3zeuB3nmP_MHgid-nT2aJi9eHRODPnT9Tv1sPlM',
};
export const SECOND_KEY = {
  secret: 'MC4CAQAwBQYDK2VwBCIEIKzxPNo37ag0ZkQFP345241Yqap8pPFvCpwCediRnsW5',
  id: 'WEXrR4tYsSjPWym8r0T6dzrHNaxldzT7v87verwNQ-k',
};

export interface Made {
  action: Action;
  story: Story;
  reason?: string;
  isUnsigned?: boolean;
}

/** Seals revisions, given oldest first, as the Desk does: one a day. */
export async function seal(made: readonly Made[]): Promise<SealedRevisions['revisions']> {
  const key = await readSigningKey(FIRST_KEY.secret);
  const sealed: SealedRevisions['revisions'] = [];
  for (const [index, { action, story, reason = null, isUnsigned }] of made.entries()) {
    const record = withoutNulls(story);
    const statement = canonicalJson({
      version: 1,
      story: story.identifier ?? 'tag:edgewire.example,2026:stories/a-story',
      slug: story.slug,
      revision: index + 1,
      at: new Date(Date.UTC(2026, 2, 4 + index, 9, 30)).toISOString(),
      action,
      reason,
      record: await recordHash(record),
      previous: sealed.at(-1)?.hash ?? null,
    });
    sealed.push({
      statement,
      hash: await hashOf(statement),
      signature: isUnsigned ? null : ((await key?.sign(statement)) ?? null),
      key: isUnsigned ? null : (key?.key ?? null),
      who: 'ann',
      record: JSON.stringify(record),
    });
  }
  return sealed;
}

const first = {
  ...fullStory,
  slug: 'a-story',
  formerSlugs: [],
  correction: [],
  dateModified: null,
  inLanguage: 'en',
};
const second = {
  ...first,
  headline: `${first.headline} again`,
  abstract: 'One line & <i>markup</i>.\nYet another ]]> line &lt;.',
  dateModified: '2026-03-05T10:00:00Z',
  keywords: ['artificial-intelligence'],
  citation: [],
  provenance: { ...first.provenance, abstract: null },
  correction: [{ text: 'It was 2 < 3 & not 4.', datePublished: '2026-03-06T08:00:00Z' }],
};
const renamed = { ...second, slug: 'another-slug', formerSlugs: ['a-story'] };

/** Revisions with every action, and a change of nearly every field. */
export const madeRevisions: Made[] = [
  { action: 'publish', story: first, isUnsigned: true },
  { action: 'change', story: second },
  { action: 'change', story: { ...second, dateModified: '2026-03-06T10:00:00Z' } },
  { action: 'rename', story: renamed },
  { action: 'withdraw', story: renamed, reason: 'It was <wrong> & "more".' },
  { action: 'restore', story: renamed },
  { action: 'merge', story: renamed, reason: 'It was published twice.' },
  { action: 'restore', story: renamed },
];
