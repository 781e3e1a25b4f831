import type { EdgeHandler } from '../../../readers/context.ts';
import { handleNotFound } from '../../../readers/errors.ts';
import { readSettings } from '../../../settings/settings.ts';
import { keyDirectory, readBotKey } from './bot-key.ts';

/** Handles the list of the keys with which the wire signs its requests; 404 without a key. */
export const handleBotDirectory: EdgeHandler = async (c) => {
  const key = await readBotKey(c.env.FETCHER_KEY);
  if (!key) return handleNotFound(c);
  const { text, headers } = await keyDirectory(key, readSettings(c.env).site, new Date());
  return new Response(text, { headers });
};
