import { compactJson } from '../lib/compact-json.ts';
import type { Article } from '../story/article.ts';
import { LinkLimitError, makeArticle } from '../story/make-article.ts';
import type { Fault, Parsed } from '../story/parse/fault.ts';
import type { Story } from '../story/story.ts';
import { toEntry } from './edition.ts';

/**
 * Bytes that a story may take in the Desk's tables: a row there has 2 MB (Cloudflare's limit), and room is left for what the
 * Desk adds, such as former slugs and the reason of a withdrawal.
 */
export const MAX_STORED_BYTES = 1_900_000;

const bytesOf = (content: string) => new TextEncoder().encode(content).byteLength;

function sizeFaults(bytes: number): Fault[] {
  if (bytes <= MAX_STORED_BYTES) return [];
  const rule = `a story must take at most ${MAX_STORED_BYTES.toLocaleString('en')} bytes as it is stored, where the text stands four times and its sources three times. Shorten the text or the quotes, or name fewer sources`;
  return [{ field: '', value: `${bytes.toLocaleString('en')} bytes`, rule }];
}

/** Why a record cannot be kept as a draft or a revision, which has a row of its own. */
export const recordSizeFaults = (story: Story): Fault[] => sizeFaults(bytesOf(JSON.stringify(story)));

/** The story as it is published, or why it cannot be kept: a record may be right, and have many long sources. */
export function makeStorableArticle(story: Story, identifier: string): Parsed<Article> {
  let article: Article;
  try {
    article = makeArticle(story, identifier);
  } catch (error) {
    if (error instanceof LinkLimitError) return { ok: false, faults: [error.fault] };
    throw error;
  }
  const row = bytesOf(compactJson(article)) + bytesOf(JSON.stringify(toEntry(article)));
  const [fault] = [...recordSizeFaults(story), ...sizeFaults(row)];
  return fault ? { ok: false, faults: [fault] } : { ok: true, value: article };
}
