import { canonicalJson } from '../../../lib/canonical-json.ts';
import type { Env } from '../../../platform/env.ts';
import { KEYS_KEY } from '../../../platform/kv.ts';
import { isRemoval, seenSince } from '../../../site/story/history/seen.ts';
import { hashOf, recordHash, type Statement } from '../../../site/story/history/statement.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Unsealed } from '../ledger/statements.ts';
import type { StoryRow } from '../ledger/story-row.ts';
import type { Outbox } from './outbox.ts';
import { BrokenSigningKey, readSigningKey, type SigningKey } from './signing-key.ts';

export interface SealingDependencies {
  storage: DurableObjectStorage;
  ledger: Ledger;
  outbox: Outbox;
  env: Pick<Env, 'SIGNING_KEY'>;
  report: (what: string) => void;
}

/**
 * Makes the statements that are missing about a story's revisions, and signs them if the newsroom has a key. Without a good key,
 * they stay unsigned for ever. Does nothing if readers have never seen the story.
 */
export async function sealRevisions(slug: string, dependencies: SealingDependencies): Promise<void> {
  const { storage, ledger, outbox } = dependencies;
  const story = ledger.names.bySlug(slug) ?? ledger.names.byFormerSlug(slug);
  if (!story || !ledger.wasPublic(story.id)) return;
  for (;;) {
    const next = ledger.statements.next(story.id);
    if (!next) return;
    const stated = await makeStatement(story, next);
    const statement = canonicalJson(stated);
    const signingKey = next.isSignable ? await usableKey(dependencies) : undefined;
    const seal = {
      statement,
      hash: await hashOf(statement),
      signature: (await signingKey?.sign(statement)) ?? null,
      key: signingKey?.key ?? null,
    };
    storage.transactionSync(() => {
      // An import may have added earlier revisions meanwhile.
      if (ledger.statements.nextRevision(story.id) !== next.revision) return;
      ledger.statements.add(story.id, next.revision, seal);
      if (signingKey && ledger.signingKeys.use(signingKey.key, Date.parse(stated.at))) {
        outbox.add([KEYS_KEY], Date.now());
      }
    });
  }
}

/** Returns the signing key, or undefined if there is none; reports one that is broken. */
async function usableKey({ env, report }: SealingDependencies): Promise<SigningKey | undefined> {
  try {
    return await readSigningKey(env.SIGNING_KEY);
  } catch (error) {
    if (!(error instanceof BrokenSigningKey)) throw error;
    report(`Revisions are published without signatures: ${error.message}`);
    return undefined;
  }
}

async function makeStatement(
  { identifier }: StoryRow,
  { revision, at, action, reason, record: json, previous }: Unsealed,
): Promise<Statement> {
  const record = JSON.parse(json) as { slug: string; datePublished: string };
  const since = seenSince({ at, action, due: Date.parse(record.datePublished) });
  // The clocks of two machines that took two changes may differ.
  const notBefore = previous?.at ?? 0;
  return {
    version: 1,
    story: identifier,
    slug: record.slug,
    revision,
    at: new Date(Math.max(since, notBefore)).toISOString(),
    // What readers saw first was a publication to them, whatever happened before.
    action: previous === null && !isRemoval(action) ? 'publish' : action,
    reason,
    record: await recordHash(record),
    previous: previous?.hash ?? null,
  };
}
