import { env } from 'cloudflare:workers';
import type { LoadFont } from '../../../src/site/card/font-files.ts';

/** Loads the fonts of cards from the static files, as the Worker does. */
export const loadFont: LoadFont = async (path) => {
  const response = await env.ASSETS?.fetch(`https://news.example/fonts/${path}`);
  return response?.ok ? response.bytes() : null;
};
