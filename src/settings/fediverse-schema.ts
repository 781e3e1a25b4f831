import * as z from 'zod';
import { topicSlug, webUrl } from '../site/story/fields.ts';

const handle = z
  .string()
  .regex(/^@[\w.-]+@[\w.-]+$/, { error: 'must be an account like @news@social.example' });

/** The accounts of authors or topics: all of them, or those with these slugs. */
const some = (what: string) =>
  z.union([z.boolean(), z.array(topicSlug)], { error: `must be true, or a list of the slugs of ${what}` });

const accounts = z.strictObject(
  {
    username: z
      .string({ error: 'must be a name like news' })
      .regex(/^[a-z0-9_]+([.-][a-z0-9_]+)*$/, {
        error: 'must have lower-case letters, digits, and single . or - between them, like open-wire',
      })
      .max(30, { error: 'must have at most 30 characters' })
      .describe('The part before the second @ of the newsroom’s account. It must never change'),
    authors: some('people').default(false).describe('Which people have an account that shares their stories'),
    topics: some('topics').default(false).describe('Which topics have an account that shares their stories'),
    alsoKnownAs: z
      .array(webUrl)
      .max(10)
      .default([])
      .describe('Accounts elsewhere whose followers may move here: the URLs of their actors'),
    movedTo: webUrl
      .nullable()
      .default(null)
      .describe('The account elsewhere that takes this one’s place: the URL of its actor'),
    blockedHosts: z
      .array(z.string().regex(/^[a-z0-9.-]+$/, { error: 'must be a host like social.example' }))
      .max(10_000)
      .default([])
      .describe('Servers of which nothing is taken and to which nothing is sent, with all hosts below them'),
  },
  {
    error:
      'must be an account like @news@social.example, or have username, and may have authors, topics, alsoKnownAs, movedTo and blockedHosts',
  },
);

/** The newsroom as an account of the fediverse itself. */
export type FediverseAccounts = z.output<typeof accounts>;

/**
 * `fediverse` of data/site.json: an account elsewhere that Mastodon shows beside links to stories, or the newsroom's own accounts; null
 * or false for neither.
 */
export const fediverseSchema = z
  .unknown()
  .transform((value, context): string | FediverseAccounts | null => {
    if (value === undefined || value === null || value === false) return null;
    const parsed = (typeof value === 'string' ? handle : accounts).safeParse(value);
    if (parsed.success) return parsed.data;
    for (const { path, message } of parsed.error.issues)
      context.addIssue({ code: 'custom', path, message, input: value });
    return z.NEVER;
  })
  .default(null)
  .describe('The newsroom’s accounts, or the account elsewhere that Mastodon shows beside links to stories');
