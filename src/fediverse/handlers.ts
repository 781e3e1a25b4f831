import { tooManyResponse } from '../lib/plain-response.ts';
import { deskOf } from '../newsroom/desk/desk-stub.ts';
import { ACTOR_KEY, editionKey, storyKey } from '../platform/kv.ts';
import { isWithinRate } from '../platform/rate-limit.ts';
import type { EdgeContext, EdgeHandler, ScopeFinder } from '../readers/context.ts';
import { badParameterResponse, handleNotFound } from '../readers/errors.ts';
import { readEdition } from '../readers/rendered/edition.ts';
import type { RenderInput } from '../readers/rendered/lazy-document.ts';
import { respondRendered } from '../readers/rendered/respond.ts';
import { siteOf } from '../readers/site.ts';
import { dataHeaders } from '../site/document/headers.ts';
import { parseStoredStory } from '../site/document/stored-record.ts';
import type { Scope } from '../site/edition/scope.ts';
import { isStorySlug } from '../site/story/slug.ts';
import { type Account, accountOf, findAccount } from './documents/accounts.ts';
import { ACTIVITY_JSON, type ActivityObject, printActivity } from './documents/activity-streams.ts';
import { actorDocument, webFingerDocument } from './documents/actor.ts';
import { followersCollection, outboxCollection } from './documents/collections.ts';
import { withdrawalNote } from './documents/withdrawal-note.ts';
import { followersOf } from './followers/followers-stub.ts';

/** Handles WebFinger (RFC 7033), by which servers find an account of which somebody has typed the name. */
export async function handleWebFinger(c: EdgeContext): Promise<Response> {
  const site = await siteOf(c);
  const resource = c.req.query('resource') ?? '';
  if (!/^[a-z]+:./i.test(resource))
    return badParameterResponse('resource', resource, 'must be like acct:name@host', site);
  const account = findAccount(resource, site);
  if (!account) return handleNotFound(c);
  return new Response(JSON.stringify(webFingerDocument(account, site)), {
    headers: dataHeaders('application/jrd+json', 3600),
  });
}

type Made = ActivityObject | undefined;

/** Returns the handler of a document of the account whose stories are those of a scope. It is made from the value of a key. */
const accountHandler =
  (
    findScope: ScopeFinder,
    keyOf: (scope: Scope) => string,
    make: (account: Account, input: RenderInput, c: EdgeContext) => Made | Promise<Made>,
  ): EdgeHandler =>
  (c) => {
    const scope = findScope(c);
    if (!scope) return handleNotFound(c);
    const key = keyOf(scope);
    return respondRendered(c, {
      name: `fediverse ${c.req.path}`,
      key,
      render: async (input) => {
        const account = accountOf(input.site, scope);
        const object = account && (await make(account, input, c));
        return object ? printed(object, key) : undefined;
      },
    });
  };

const printed = (object: ActivityObject, key: string) => ({
  text: printActivity(object),
  headers: dataHeaders(ACTIVITY_JSON, 60, [key]),
  lastModified: undefined,
});

/** Returns the handler of an actor. The first who ask have the Desk make the key; for all others, it is in KV. */
export const actorHandler = (findScope: ScopeFinder) =>
  accountHandler(
    findScope,
    () => ACTOR_KEY,
    async (account, { record, site }, c) => {
      const publicKey = record?.json ?? (await deskOf(c.env).actorKey.pair())?.publicKeyPem;
      return publicKey === undefined ? undefined : actorDocument(account, site, publicKey);
    },
  );

/** Returns the handler of an account's outbox. */
export const outboxHandler = (findScope: ScopeFinder) =>
  accountHandler(findScope, editionKey, (account, input) => {
    const edition = readEdition(account.scope, input);
    return edition && outboxCollection(account, edition, input.site);
  });

/** Returns the handler of an account's followers. Only the object that keeps them knows how many there are. */
export const followersHandler =
  (findScope: ScopeFinder): EdgeHandler =>
  async (c) => {
    const scope = findScope(c);
    const account = scope && accountOf(await siteOf(c), scope);
    if (!account) return handleNotFound(c);
    // Anybody may write anything after a question mark, which no cache keeps.
    if (!(await isWithinRate(c.env.INBOX_RATE, c.req.raw)))
      return tooManyResponse('requests from this address');
    const collection = followersCollection(account, await followersOf(c.env).count(account.id));
    return new Response(printActivity(collection), { headers: dataHeaders(ACTIVITY_JSON, 300) });
  };

/** Handles the note about a withdrawal, which is there as long as the story stays withdrawn. */
export async function handleWithdrawalNote(c: EdgeContext): Promise<Response> {
  const slug = c.req.param('slug') ?? '';
  if (!isStorySlug(slug)) return handleNotFound(c);
  const key = storyKey(slug);
  return respondRendered(c, {
    name: `fediverse ${c.req.path}`,
    key,
    render: async ({ record, site }) => {
      const stored = record && (await parseStoredStory(slug, record, site));
      const isNoted =
        stored && 'withdrawn' in stored && String(Date.parse(stored.withdrawn.at)) === c.req.param('at');
      return isNoted ? printed(withdrawalNote(slug, stored.withdrawn, site), key) : undefined;
    },
  });
}
