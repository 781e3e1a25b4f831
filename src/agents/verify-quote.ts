import * as z from 'zod';
import { type Site, storyUrl } from '../settings/site.ts';
import type { PublicRevision, StoryHistory } from '../site/story/history/history.ts';
import { type FoundQuote, findQuote, plainQuote, whatBecameOf } from './quotes.ts';
import { RefusedCall, readStory } from './read.ts';
import { versionAsData } from './story-data.ts';
import {
  correction,
  linkTo,
  moment,
  noHistory,
  storyName,
  tool,
  version,
  withdrawal,
  withdrawalAsData,
} from './tool.ts';

/** About how many characters of earlier versions a quote is looked for in. */
const MAX_SEARCHED_CHARACTERS = 500_000;

/** A version in which a quote was found, and the one after it, in which it is no longer. */
interface LastSeen {
  revision: PublicRevision;
  next: PublicRevision;
  found: FoundQuote;
}

/** Whether a part says what it has. A correction may repeat what was wrong. */
const isSaid = ({ part }: FoundQuote) => part.part !== 'correction';

/** Finds the newest version before the current one that has a quote, and tells whether every version was looked at. */
function lastSeenIn(
  { revisions, omitted }: StoryHistory,
  quote: string,
): { seen: LastSeen | undefined; isComplete: boolean } {
  let isComplete = omitted === 0;
  let room = MAX_SEARCHED_CHARACTERS;
  for (let index = revisions.length - 2; index >= 0; index--) {
    const [revision, next] = [revisions[index], revisions[index + 1]] as [PublicRevision, PublicRevision];
    if (!revision.record || room <= 0) {
      isComplete = false;
      continue;
    }
    room -= revision.record.articleBody?.length ?? 0;
    const found = findQuote(revision.record, quote).find(isSaid);
    if (found) return { seen: { revision, next, found }, isComplete };
  }
  return { seen: undefined, isComplete };
}

const MAX_QUOTE = 2000;

const place = z.object({
  part: z
    .string()
    .describe(
      'Where in the story: headline, summary (the TL;DR), analysis, correction, caption, quote of a source',
    ),
  passage: z.string().nullable().describe('The sentences around the quote, as they are'),
  source: z.string().nullable().describe('The source whose words they are; null if they are the newsroom’s'),
  isExact: z.boolean().describe('Whether the story has the quote character for character'),
});
const placeOf = ({ part, passage, isExact }: FoundQuote) => ({
  part: part.part,
  passage: passage?.text ?? null,
  source: part.source ?? null,
  isExact,
});

const STATUSES = ['found', 'changed', 'removed', 'absent', 'withdrawn'] as const;
type Status = (typeof STATUSES)[number];

export const verifyQuote = tool({
  name: 'verify_quote',
  title: 'Check a quote',
  description:
    'Tells whether a story says something word for word, whose words they are, and if it no longer does, when that changed and to what. Spaces, punctuation and case do not count. Ask before you repeat a quote, and again when you repeat it later.',
  input: z.strictObject({
    quote: z
      .string()
      .min(1)
      .max(MAX_QUOTE)
      .regex(/[\p{L}\p{N}]/u)
      .describe('The words, as they were read'),
    story: storyName,
    revision: z.int().min(1).optional().describe('A version of the story, in which to look as well'),
  }),
  output: z.object({
    url: z.string(),
    status: z
      .enum(STATUSES)
      .describe(
        'found: the story says so now. changed, removed: it said so before. absent: no version that can be read says so. withdrawn: the newsroom took the story back',
      ),
    explanation: z.string(),
    places: z.array(place).describe('Where the current version has the quote'),
    before: z
      .object({
        ...place.shape,
        revision: z.int(),
        since: moment,
        until: moment.describe('Since when it no longer says so'),
        now: z.string().nullable().describe('What the passage is now; null if it is gone'),
      })
      .nullable()
      .describe('The last version that had the quote, if the current one has not'),
    asked: z
      .object({ revision: z.int(), has: z.boolean(), isCurrent: z.boolean() })
      .nullable()
      .describe('Whether the version that was asked for has the quote'),
    isHistoryComplete: z.boolean().describe('Whether every earlier version was looked at'),
    corrections: z.array(correction),
    version,
    withdrawn: withdrawal,
  }),
  answer: async (asking, { quote: asked, story, revision }) => {
    const { site } = asking;
    const found = await readStory(asking, story);
    const url = storyUrl(site, found.slug);
    const nothing = { places: [], before: null, asked: null, corrections: [], version: null };
    if ('withdrawn' in found) {
      const withdrawn = withdrawalAsData(found);
      const explanation = `The newsroom withdrew this story on ${withdrawn.at}: ${withdrawn.reason}`;
      const data = {
        url,
        status: 'withdrawn' as const,
        explanation,
        ...nothing,
        isHistoryComplete: false,
        withdrawn,
      };
      return { data, links: [] };
    }
    const { article, history } = found;
    const quote = plainQuote(asked);
    const places = findQuote(article, quote);
    const current = history?.revisions.at(-1);
    const ofVersion = revision === undefined ? undefined : hasQuote(history, revision, quote, site);
    const said = places.filter(isSaid);
    const { seen, isComplete } =
      said.length > 0 || !history
        ? { seen: undefined, isComplete: said.length > 0 }
        : lastSeenIn(history, quote);
    const now = seen && whatBecameOf(seen.found, article);
    const status: Status = seen ? (now ? 'changed' : 'removed') : places.length > 0 ? 'found' : 'absent';
    return {
      data: {
        url,
        status,
        explanation: explain(status, { said, seen, isComplete }),
        places: places.map(placeOf),
        before: seen
          ? {
              ...placeOf(seen.found),
              revision: seen.revision.statement.revision,
              since: seen.revision.statement.at,
              until: seen.next.statement.at,
              now: now || null,
            }
          : null,
        asked:
          ofVersion === undefined || revision === undefined
            ? null
            : { revision, has: ofVersion, isCurrent: revision === current?.statement.revision },
        isHistoryComplete: isComplete,
        corrections: article.correction,
        version: current ? versionAsData(current, article, site) : null,
        withdrawn: null,
      },
      links: [linkTo(article, site)],
    };
  },
});

/** Whether a version has a quote. Throws `RefusedCall` if that version cannot be read. */
function hasQuote(history: StoryHistory | undefined, revision: number, quote: string, site: Site): boolean {
  if (!history) throw noHistory(site);
  const record = history.revisions.find(({ statement }) => statement.revision === revision)?.record;
  if (!record)
    throw new RefusedCall(
      `Readers cannot read version ${revision} of this story. Ask get_versions which they can.`,
    );
  return findQuote(record, quote).length > 0;
}

function explain(
  status: Status,
  { said, seen, isComplete }: { said: FoundQuote[]; seen: LastSeen | undefined; isComplete: boolean },
): string {
  if (seen) {
    const { statement } = seen.next;
    const was = `The story said this until ${statement.at}, when version ${statement.revision} came.`;
    return status === 'changed' ? `${was} It now says what "now" quotes.` : `${was} The passage is gone.`;
  }
  if (status === 'found') {
    if (said.length === 0) return 'Only a correction has these words. Read it: it may repeat what was wrong.';
    const isOfSource = said.every(({ part }) => part.source !== undefined);
    return isOfSource ? 'These are words of a source that the story quotes.' : 'The story says this now.';
  }
  return isComplete
    ? 'No version of the story has these words.'
    : 'The current version does not have these words, and not every earlier one could be looked at.';
}
