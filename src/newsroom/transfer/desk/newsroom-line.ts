import * as z from 'zod';
import { MAX_PAGE_CHARACTERS } from '../../../site/site-page/parse.ts';
import { pageSlug } from '../../../site/site-page/site-page.ts';
import { languageTag, storyIdentifier } from '../../../site/story/fields.ts';
import { faultsFromZod, type Parsed } from '../../../site/story/parse/fault.ts';
import { observationSchema } from '../../../site/story/sources/observation.ts';
import { DRAFT_STATES, MAX_EMBARGO_REASON } from '../../drafts/desk/draft.ts';
import { arrangementOf } from '../../front/desk/arrangement.ts';
import { choicesSchema } from '../../notices/desk/kinds.ts';
import { pageDraftSchema } from '../../pages/desk/page-draft.ts';
import { ROLES } from '../../people/desk/roles.ts';
import { REVIEW_EVENT_KINDS } from '../../reviews/desk/review-event.ts';
import { savedSchema } from '../../settings/desk/settings-version.ts';
import { FINDINGS, SILENCES } from '../../watch/desk/verdict.ts';
import type { LaterValue, Marked, SaidSentence } from '../../words/translate.ts';
import { parseLine } from './export-line.ts';

// The lines of a backup for the newsroom itself: what is known of cited sources, settings, the front page, drafts, people and feeds. Times are in
// milliseconds, as the tables have them. `format` goes up if the meaning of a line changes, so that later versions still read earlier lines.

/** The most bytes of a line, unless it has only one entry. */
export const MAX_NEWSROOM_LINE = 2_000_000;
/** The most entries of a line. */
const MAX_ENTRIES = 1000;

const id = z.string().regex(/^[0-9a-f]{32}$/, { error: 'must be 32 digits in hex' });
const text = (max: number) => z.string().max(max);
/** The last time that JavaScript has, in milliseconds. What shows a later one throws. */
const LAST_TIME = 8.64e15;
const time = z.number().min(-LAST_TIME).max(LAST_TIME).describe('Milliseconds since 1970');
const format = z.literal(1);

const passkeySchema = z.strictObject({
  id: text(2000).describe("The credential's id"),
  publicKey: text(5000).describe('As COSE, in base64url. The private key is in the authenticator alone'),
  counter: z.int().min(0),
  transports: z.array(text(20)).max(10),
  name: text(100),
  added: time,
  used: time.nullable(),
});

/** Far more saves than anybody makes, and few enough to count on from. */
const MAX_VERSION = 1_000_000_000;

/** What is typed of one of the newsroom's own pages and not published. */
export const pageDraftLineSchema = z.strictObject({
  pageDraft: pageDraftSchema.extend({
    format,
    slug: pageSlug,
    version: pageDraftSchema.shape.version.max(MAX_VERSION),
    at: time,
    by: text(200),
    typed: pageDraftSchema.shape.typed.refine(
      (typed) => JSON.stringify(typed).length <= MAX_PAGE_CHARACTERS,
      {
        error: `must have at most ${MAX_PAGE_CHARACTERS} characters`,
      },
    ),
  }),
});
export type PageDraftLine = z.infer<typeof pageDraftLineSchema>['pageDraft'];

/** A person, with what they sign in with. */
export const personLineSchema = z.strictObject({
  person: z.strictObject({
    format,
    id,
    name: text(200),
    email: text(254).nullable(),
    role: z.enum(ROLES),
    language: languageTag
      .nullable()
      .default(null)
      .describe(
        'The language in which the newsroom speaks to them; null for its own. Earlier backups have none',
      ),
    added: time,
    removed: time.nullable(),
    passkeys: z.array(passkeySchema).max(20),
    notices: choicesSchema.optional().describe('How they are told of what; missing if they have not chosen'),
  }),
});
export type PersonLine = z.infer<typeof personLineSchema>['person'];

/** A draft without its text, versions, notes and reviews, which follow in lines of their own. */
export const draftLineSchema = z.strictObject({
  draft: z.strictObject({
    format,
    id,
    name: text(500),
    headline: text(1000).nullable(),
    state: z.enum(DRAFT_STATES),
    base: z.strictObject({ slug: text(200), revision: z.int().min(1) }).nullable(),
    reviewer: text(200).nullable(),
    updated: time,
    discarded: time.nullable(),
    origin: z
      .record(z.string(), z.unknown())
      .nullable()
      .describe('What made the first version; null if a person did'),
    embargo: z
      .strictObject({ until: time, why: text(MAX_EMBARGO_REASON) })
      .nullable()
      .default(null)
      .describe('Until when the story must not appear; null if it may. Earlier backups have none'),
    events: z.int().min(0),
    notes: z.int().min(0),
    versions: z.int().min(1).describe('How many lines and entries follow of each'),
  }),
});
export type DraftLine = z.infer<typeof draftLineSchema>['draft'];

const who = { person: text(200).nullable(), name: text(200), at: time };

/** A sentence with its values. Lines of earlier versions have only the English. */
export const saidSchema: z.ZodType<SaidSentence> = z.lazy(() =>
  z.strictObject({
    sentence: z.union([z.string(), z.tuple([z.string(), z.string()])]),
    values: z.record(z.string(), laterValueSchema),
  }),
);
/** A value of it: perhaps a sentence itself, or a list. */
export const laterValueSchema: z.ZodType<LaterValue> = z.lazy(() =>
  z.union([
    z.string(),
    z.number(),
    saidSchema,
    z.strictObject({ allOf: z.array(laterValueSchema) }),
    z.strictObject({ anyOf: z.array(laterValueSchema) }),
  ]),
);

const eventSchema = z.strictObject({
  ...who,
  version: z.int().min(1),
  kind: z.enum(REVIEW_EVENT_KINDS),
  hash: text(200).nullable(),
  reviewer: text(200).nullable(),
  note: text(10_000).nullable(),
  said: saidSchema.exactOptional(),
});

const noteSchema = z.strictObject({
  ...who,
  thread: z.int().min(1).nullable().describe('The number of the note that this one answers'),
  version: z.int().min(1),
  start: z.int().min(0).nullable(),
  end: z.int().min(0).nullable(),
  quote: text(10_000),
  suggestion: text(10_000).nullable().default(null),
  text: text(10_000),
  said: z.array(z.union([z.string(), saidSchema])).exactOptional(),
  resolved: time.nullable(),
});

const versionSchema = z.strictObject({
  ...who,
  bytes: z.int().min(0),
  head: z.int().min(0).describe('How many UTF-16 units stay at the beginning of the version before'),
  tail: z.int().min(0).describe('How many stay at its end'),
  text: text(1_000_000).describe(
    'What stands between them; versions 1, 33, 65 and so on have their whole text',
  ),
  merged: text(200)
    .nullable()
    .default(null)
    .describe('Who had saved what it was put together with. Earlier backups do not say'),
});

const part = { format, draft: id, from: z.int().min(1).describe('The number of the first entry') };
const entries = <T extends z.ZodType>(schema: T) => z.array(schema).min(1).max(MAX_ENTRIES);

/** Some of the reviews, notes or versions of a draft. */
export const draftPartLineSchema = z.strictObject({
  draftPart: z.union([
    z.strictObject({ ...part, events: entries(eventSchema) }),
    z.strictObject({ ...part, notes: entries(noteSchema) }),
    z.strictObject({ ...part, versions: entries(versionSchema) }),
  ]),
});
export type DraftPartLine = z.infer<typeof draftPartLineSchema>['draftPart'];
export type EventEntry = z.infer<typeof eventSchema>;
export type NoteEntry = z.infer<typeof noteSchema>;
export type VersionEntry = z.infer<typeof versionSchema>;

const words = z.array(z.string());
const toldFields = {
  detail: z.string().transform((detail) => detail as Marked<string>),
  said: saidSchema.exactOptional(),
};

const verdictSchema = z.strictObject({
  kind: z.enum([...FINDINGS, ...SILENCES]),
  status: z.int().nullable(),
  movedTo: z.string().nullable(),
  found: words,
  missing: words,
  ...toldFields,
});

const watchedSchema = z.strictObject({
  url: z.url(),
  since: time,
  urgency: z.int().min(0).max(2),
  due: time,
  looked: time.nullable(),
  verdict: verdictSchema.nullable(),
  found: time.nullable(),
  isConfirmed: z.boolean(),
  silence: z
    .strictObject({ kind: z.enum(SILENCES), status: z.int().nullable(), ...toldFields, count: z.int() })
    .nullable(),
  quoted: words,
  seen: words,
  shown: z
    .union([
      z.strictObject({
        around: z.record(z.string(), z.strictObject({ before: z.array(z.int()), after: z.array(z.int()) })),
      }),
      // Earlier versions kept a page's title and length instead.
      z.strictObject({ names: words, length: z.int() }).transform(() => null),
    ])
    .nullable(),
  archivedAt: z.url().nullable(),
  asked: time.nullable(),
  told: observationSchema.nullable(),
  dismissed: z
    .strictObject({
      verdict: z.object({ kind: verdictSchema.shape.kind, movedTo: z.string().nullable(), missing: words }),
      by: z.string(),
      at: z.string(),
    })
    .nullable(),
});

/** What the watch knows of cited sources. */
export const watchedLineSchema = z.strictObject({
  watched: z.strictObject({ format, sources: entries(watchedSchema) }),
});
export type WatchedLine = z.infer<typeof watchedLineSchema>['watched'];

/** Feeds that the newsroom follows. */
export const feedsLineSchema = z.strictObject({
  feeds: z.strictObject({
    format,
    feeds: entries(
      z.strictObject({
        address: z.url().describe('As it was added'),
        url: z.url().describe('Where it is now'),
        title: text(2000).nullable(),
        home: text(5000).nullable(),
        state: z.enum(['active', 'muted', 'stopped']),
        inFile: z.boolean().describe('Whether data/site.json listed it'),
        addedBy: text(200).nullable(),
        added: time,
      }),
    ),
  }),
});
export type FeedsLine = z.infer<typeof feedsLineSchema>['feeds'];

/** A version of the settings that admins have saved. */
export const settingsLineSchema = z.strictObject({
  settings: z.strictObject({
    format,
    version: z.int().min(1),
    at: time,
    who: text(200),
    saved: savedSchema,
  }),
});
export type SettingsLine = z.infer<typeof settingsLineSchema>['settings'];

/** A version of what editors have arranged of the front page. Stories are named by their identifiers. */
export const frontLineSchema = z.strictObject({
  front: z.strictObject({
    format,
    version: z.int().min(1).max(MAX_VERSION),
    at: time,
    who: text(200).nullable().describe('null if something ended by itself'),
    arranged: arrangementOf(storyIdentifier),
  }),
});
export type FrontLine = z.infer<typeof frontLineSchema>['front'];

const SCHEMAS = {
  settings: settingsLineSchema,
  front: frontLineSchema,
  person: personLineSchema,
  draft: draftLineSchema,
  draftPart: draftPartLineSchema,
  pageDraft: pageDraftLineSchema,
  watched: watchedLineSchema,
  feeds: feedsLineSchema,
};
export type NewsroomKind = keyof typeof SCHEMAS;
export const NEWSROOM_KINDS = Object.keys(SCHEMAS) as NewsroomKind[];

/** The most lists, objects and entries in a line. */
const MAX_LINE_PARTS = 500_000;

/** Parses a line of the newsroom. */
export function parseNewsroomLine<Kind extends NewsroomKind>(
  kind: Kind,
  line: string,
): Parsed<z.output<(typeof SCHEMAS)[Kind]>> {
  const read = parseLine(line, MAX_LINE_PARTS);
  if (!read.ok) return read;
  const parsed = SCHEMAS[kind].safeParse(read.value);
  return parsed.success
    ? { ok: true, value: parsed.data as z.output<(typeof SCHEMAS)[Kind]> }
    : { ok: false, faults: faultsFromZod(parsed.error, read.value) };
}

/** What came of a line: how much changed, or why it was refused. */
export type NewsroomResult =
  | { ok: true; changed: boolean }
  | { ok: false; why: 'role' | 'taken' | 'state'; detail: string };

/** Some lines of a backup, and where the next ones begin. */
export interface NewsroomPage<Cursor> {
  text: string;
  next: Cursor;
}

const encoder = new TextEncoder();
export const bytesOf = (written: string): number => encoder.encode(written).byteLength;

/** Takes entries from a list while they fit into a line; at least one. */
export function takeEntries<T>(source: Iterable<T>): T[] {
  const taken: T[] = [];
  let room = MAX_NEWSROOM_LINE;
  for (const entry of source) {
    room -= bytesOf(JSON.stringify(entry));
    if (taken.length > 0 && (room < 0 || taken.length === MAX_ENTRIES)) break;
    taken.push(entry);
  }
  return taken;
}
