import { fediverseSchema } from '../../../src/settings/fediverse-schema.ts';
import { site } from '../../samples.ts';

/** The site of the tests with accounts of the newsroom, of everybody and of every topic. */
export const siteWithAccounts = {
  ...site,
  fediverse: fediverseSchema.parse({ username: 'openwire', authors: true, topics: true }),
};
