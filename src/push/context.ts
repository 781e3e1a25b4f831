import type { Env } from '../env.ts';
import type { Settings } from '../settings.ts';
import type { HttpClient } from './http-client.ts';

/** What the messages of one batch share. */
export interface PushContext {
  env: Env;
  settings: Settings;
  client: HttpClient;
}
