import { storyKey } from '../../platform/kv.ts';
import type { EdgeContext } from '../../readers/context.ts';
import { handleNotFound } from '../../readers/errors.ts';
import { readPresentStory } from '../../readers/rendered/present-story.ts';
import { respondRendered } from '../../readers/rendered/respond.ts';
import { knownSite } from '../../readers/site.ts';
import { dataHeaders } from '../../site/document/headers.ts';
import { parseStoredStory } from '../../site/document/stored-record.ts';
import { ACTIVITY_JSON } from '../documents/activity-streams.ts';
import { isAddress } from './activity.ts';
import { QUOTES_PATH, quoteAuthorization, slugIn } from './answers.ts';

/** Handles the stamp that says that a post may quote a story. There is none once the story is withdrawn. */
export async function handleQuoteAuthorization(c: EdgeContext): Promise<Response> {
  const { story = '', by = '' } = c.req.query();
  const named = slugIn(story, knownSite(c));
  if (named === undefined || !isAddress(by)) return handleNotFound(c);
  // A story's id is its first address, where a renamed story has only a redirect.
  const slug = (await readPresentStory(c, named, knownSite(c)))?.slug ?? named;
  const key = storyKey(slug);
  return respondRendered(c, {
    name: `fediverse ${QUOTES_PATH} ${story} ${by}`,
    key,
    render: async ({ record, site }) => {
      const stored = record && (await parseStoredStory(slug, record, site));
      if (!stored || !('rendering' in stored)) return undefined;
      const text = JSON.stringify(quoteAuthorization(story, by, site));
      return { text, headers: dataHeaders(ACTIVITY_JSON, 60, [key]), lastModified: undefined };
    },
  });
}
