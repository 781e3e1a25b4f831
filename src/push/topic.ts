import { withTimeout } from '../lib/timeout.ts';
import type { Env } from '../platform/env.ts';
import { editionKey, KV_READ_TIMEOUT } from '../platform/kv.ts';
import { type Client, clientOf } from '../platform/object-client.ts';
import type { Site } from '../settings/site.ts';
import {
  FORMATS,
  type Format,
  feedUrl,
  isNamed,
  parseScopePath,
  type Scope,
  summariesScope,
} from '../site/edition/scope.ts';
import type { Subscriptions } from './subscriptions.ts';

/** A feed to which callbacks can subscribe. WebSub calls its URL the topic. */
export interface Topic {
  scope: Scope;
  format: Format;
}

/** Decodes a path segment. Returns an empty string if its percent-encoding is malformed. */
function decodeSegment(segment = ''): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return '';
  }
}

function scopeIn(url: string): Scope | undefined {
  const [, directory, name] = /\/(?:([a-z]+)\/([^/?#]+)\/)?[a-z.]+$/.exec(url) ?? [];
  return directory === undefined ? 'all' : parseScopePath(directory, decodeSegment(name));
}

/** Returns the feed with exactly this canonical URL, or undefined if this site can have no such feed. */
export function parseTopic(url: string, site: Site): Topic | undefined {
  const format = (Object.keys(FORMATS) as Format[]).find((each) => url.endsWith(`/${FORMATS[each].file}`));
  const summarized = scopeIn(url.replace(/\/summaries(?=\/[a-z.]+$)/, ''));
  const scope = [scopeIn(url), summarized && summariesScope(summarized)].find(
    (each) => each && format && feedUrl(site, each, format) === url,
  );
  return scope && format && { scope, format };
}

/** Whether the feed exists: `data/site.json` names its scope, or KV has its edition and data/site.json would not have to name it. Rejects if KV does not answer. */
export async function topicExists({ scope }: Topic, site: Site, kv: KVNamespace): Promise<boolean> {
  if (isNamed(site, scope)) return true;
  if (/^(author|language|summaries):/.test(scope)) return false;
  const key = editionKey(scope);
  // KV rejects keys of more than 512 bytes.
  if (new TextEncoder().encode(key).byteLength > 512) return false;
  const value = await withTimeout(KV_READ_TIMEOUT, kv.get(key, 'stream'));
  await value?.cancel();
  return value !== null;
}

/** Returns the Durable Object with the subscriptions to a topic. */
export const subscriptionsOf = (env: Pick<Env, 'SUBSCRIPTIONS'>, topic: string) =>
  clientOf<Client<Subscriptions>>(env.SUBSCRIPTIONS.getByName(topic));
