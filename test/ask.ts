import { createExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { app } from '../src/app.ts';

/** A request: what is said beside its address. */
export interface Asked {
  method?: string;
  headers?: Record<string, string>;
  /** What Cloudflare knows of the client. */
  cf?: Record<string, unknown>;
}

/** A client that takes gzip. */
export const GZIP = { 'Accept-Encoding': 'gzip' };

/** Asks a site with another KV. Its answer is as it is sent: `fetch` would inflate it. */
export async function ask(
  kv: Pick<KVNamespace, 'getWithMetadata'>,
  path: string,
  asked: Asked = {},
  REUSE_SECONDS = '0',
): Promise<Response> {
  const request = new Request(`https://any.host${path}`, asked as RequestInit);
  const bindings = { ...env, STORIES: kv, REUSE_SECONDS } as typeof env;
  return app.fetch(request, bindings, createExecutionContext());
}
