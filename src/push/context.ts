import type { Env } from '../platform/env.ts';
import type { Settings } from '../settings/settings.ts';
import type { HttpClient } from './http-client.ts';

/** The environment, settings and HTTP client that the messages of a batch share. */
export interface PushContext {
  env: Env;
  settings: Settings;
  client: HttpClient;
}
