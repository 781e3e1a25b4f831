import { createExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { app } from '../src/app.ts';

/** The parts of a request besides its URL. */
export interface Asked {
  method?: string;
  headers?: Record<string, string>;
  /** The properties that Cloudflare adds about the client. */
  cf?: Record<string, unknown>;
}

/** The headers of a client that accepts gzip. */
export const GZIP = { 'Accept-Encoding': 'gzip' };

/** Asks a site with the given KV. Unlike `fetch`, it leaves a compressed body as it is sent. */
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
