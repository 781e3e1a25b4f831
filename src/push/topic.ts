import { KV_PATIENCE } from '../edge/store.ts';
import { FORMATS, type Format, feedUrl, parseScope, type Scope } from '../edition/scope.ts';
import type { Env } from '../env.ts';
import { editionKey } from '../kv.ts';
import { withTimeout } from '../lib/timeout.ts';
import type { Site } from '../site.ts';
import type { Subscriptions } from './subscriptions.ts';

/** A feed that can be subscribed to. */
export interface Topic {
  scope: Scope;
  format: Format;
}

/** The part of a path without its percent-encoding; nothing where it is wrong. */
function decodePart(part = ''): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}

/** The feed whose canonical address this is, character for character; `undefined` where it can be none of ours. */
export function parseTopic(url: string, site: Site): Topic | undefined {
  const [, kind, name] = /\/(?:(topics|sources)\/([^/?#]+)\/)?[a-z.]+$/.exec(url) ?? [];
  const scope = parseScope(kind ? `${kind === 'topics' ? 'topic' : 'source'}:${decodePart(name)}` : 'all');
  const format = (Object.keys(FORMATS) as Format[]).find((each) => url.endsWith(`/${FORMATS[each].file}`));
  return scope && format && feedUrl(site, scope, format) === url ? { scope, format } : undefined;
}

/** Whether the topic's feed is there: it was printed, or the site names the topic. */
export async function topicExists({ scope }: Topic, site: Site, kv: KVNamespace): Promise<boolean> {
  if (scope === 'all' || site.topics.some(({ slug }) => scope === `topic:${slug}`)) return true;
  const key = editionKey(scope);
  // KV takes no longer key, so nothing was printed under one.
  if (new TextEncoder().encode(key).byteLength > 512) return false;
  const value = await withTimeout(KV_PATIENCE, kv.get(key, 'stream'));
  await value?.cancel();
  return value !== null;
}

/** The subscriptions to the feed of this address. */
export const subscriptionsOf = (env: Pick<Env, 'SUBSCRIPTIONS'>, topic: string) =>
  env.SUBSCRIPTIONS.getByName(topic) as unknown as DurableObjectStub<Subscriptions>;
