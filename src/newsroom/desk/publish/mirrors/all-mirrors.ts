import { FEDIVERSE, FEDIVERSE_WORDS } from './fediverse.ts';
import type { Mirror } from './mirror.ts';
import { searchMirror } from './search-mirror.ts';
import { STANDARD_SITE, STANDARD_SITE_WORDS } from './standard-site/standard-site.ts';

/** The mirrors that need nothing of the Desk. */
export const MIRRORS: readonly Mirror[] = [searchMirror];

/** What an operator is told of each mirror, by its name. */
export const MIRROR_WORDS: Readonly<Record<string, Mirror['words']>> = {
  ...Object.fromEntries(MIRRORS.map(({ name, words }) => [name, words])),
  [STANDARD_SITE]: STANDARD_SITE_WORDS,
  [FEDIVERSE]: FEDIVERSE_WORDS,
};
