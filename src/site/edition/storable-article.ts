import { compactJson } from '../../lib/compact-json.ts';
import type { Article } from '../story/article.ts';
import type { SentenceGrounding } from '../story/grounding/abstract.ts';
import { LinkLimitError, makeArticle } from '../story/make-article.ts';
import type { Fault, Parsed } from '../story/parse/fault.ts';
import type { Story } from '../story/story.ts';
import { toStoredEntry } from './edition.ts';

/**
 * The most bytes of a story in the Desk's tables. Cloudflare allows 2 MB per row; the remainder is for what the Desk adds, such
 * as former slugs and the reason for a withdrawal.
 */
export const MAX_STORED_BYTES = 1_900_000;

const bytesOf = (content: string) => new TextEncoder().encode(content).byteLength;

function sizeFaults(bytes: number): Fault[] {
  if (bytes <= MAX_STORED_BYTES) return [];
  const rule = `a story must take at most ${MAX_STORED_BYTES.toLocaleString('en')} bytes in storage. Its text is stored four times and its sources three times. Shorten the text or the quotes, or list fewer sources`;
  return [{ field: '', value: `${bytes.toLocaleString('en')} bytes`, rule }];
}

/** Returns the fault of a record that is too large for a row of its own. Drafts and revisions have such rows. */
export const recordSizeFaults = (story: Story): Fault[] => sizeFaults(bytesOf(JSON.stringify(story)));

/**
 * Makes a story's article, or returns the fault of a story that is too large for the Desk's tables. `groundings` is what
 * `groundStory` returned, if it has run.
 */
export function makeStorableArticle(
  story: Story,
  identifier: string,
  groundings?: readonly SentenceGrounding[],
): Parsed<Article> {
  let article: Article;
  try {
    article = makeArticle(story, identifier, groundings);
  } catch (error) {
    if (error instanceof LinkLimitError) return { ok: false, faults: [error.fault] };
    throw error;
  }
  const row = bytesOf(compactJson(article)) + bytesOf(JSON.stringify(toStoredEntry(article)));
  const [fault] = [...recordSizeFaults(story), ...sizeFaults(row)];
  return fault ? { ok: false, faults: [fault] } : { ok: true, value: article };
}
