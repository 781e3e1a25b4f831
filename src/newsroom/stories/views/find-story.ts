import { isStorySlug } from '../../../site/story/slug.ts';
import { type Story, storyFields } from '../../../site/story/story.ts';
import { deskOf } from '../../desk/desk-stub.ts';
import type { StoryRow } from '../../desk/ledger/story-row.ts';
import { type NewsroomContext, NewsroomError } from '../../frame/context.ts';
import { storyPath } from './parts.tsx';

/** A story with its current record. */
export interface FoundStory {
  row: StoryRow;
  record: Story;
}

/** Completes a record that an earlier version of the program stored: what it lacks is not stated. */
function completeRecord(record: Story): Story {
  const { data } = storyFields.safeParse(record);
  return data ?? record;
}

const missing = (slug: string) =>
  new NewsroomError(
    404,
    'No such story',
    'No story has the address “{address}”. Search for it under Stories.',
    { address: slug.slice(0, 120) },
  );

/**
 * Finds the story in a page's address. If it was renamed, returns a redirect to the same page of the story's present address. Throws
 * 404 if there is none.
 */
export async function findStory(c: NewsroomContext): Promise<FoundStory | Response> {
  const slug = c.req.param('slug') ?? '';
  const found = isStorySlug(slug) ? await deskOf(c.env).findStory(slug) : undefined;
  if (!found) throw missing(slug);
  if ('row' in found) return { row: found.row, record: completeRecord(found.record) };
  const { pathname, search } = new URL(c.req.url);
  const rest = pathname.slice(storyPath(slug).length);
  return c.redirect(`${storyPath(found.movedTo, rest)}${search}`, 303);
}

/** Finds a revision of a story. Throws 404 if there is none with this number. */
export async function findRevision(c: NewsroomContext, { row }: FoundStory, number: string) {
  const revision = /^[1-9]\d{0,8}$/.test(number)
    ? await deskOf(c.env).revision(row.slug, Number(number))
    : undefined;
  if (revision) return { ...revision, record: completeRecord(revision.record) };
  throw new NewsroomError(
    404,
    'No such revision',
    'This story has no revision “{revision}”. Its revisions have the numbers from 1 to {last}.',
    { revision: number.slice(0, 20), last: row.revision },
  );
}
