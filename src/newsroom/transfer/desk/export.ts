import type { Ledger } from '../../desk/ledger/ledger.ts';
import type { StoryRow } from '../../desk/ledger/story-row.ts';
import type { ExportCursor } from './backup-state.ts';
import type { ExportedHistory, ExportedStory } from './export-line.ts';

// Makes an export: for each story, a line with its newest revisions, then lines for the earlier revisions that did not fit.

/** The most bytes of revisions in a line, unless it has only one revision. Imports accept longer lines, of earlier versions. */
const MAX_REVISION_BYTES = 4_000_000;
/** The most bytes of a page, unless it has only one line. A Durable Object cannot return more than 32 MiB. */
const MAX_PAGE_BYTES = 4_000_000;
/** The most lines of a page: they take some tens of milliseconds. */
const MAX_PAGE_LINES = 500;

export const EXPORT_START: ExportCursor = { after: 0, before: 0 };

/** A page of an export: some of its lines. */
export interface ExportPage {
  /** The lines, as NDJSON. */
  text: string;
  /** How many stories begin in it. */
  stories: number;
  /** Where the next page begins. */
  next: ExportCursor;
}

type Line = ExportPage;

const bytesOf = (text: string) => new TextEncoder().encode(text).byteLength;

/** Returns the lines from `from` on, as many as fit into a page; undefined at the end of the export. */
export function exportPage(ledger: Ledger, from: ExportCursor): ExportPage | undefined {
  const lines: Line[] = [];
  let next = from;
  for (let room = MAX_PAGE_BYTES; lines.length < MAX_PAGE_LINES; ) {
    const line = historyLine(ledger, next) ?? storyLine(ledger, next.after);
    if (!line) break;
    room -= bytesOf(line.text);
    if (room < 0 && lines.length > 0) break;
    lines.push(line);
    next = line.next;
  }
  if (lines.length === 0) return undefined;
  const stories = lines.reduce((sum, line) => sum + line.stories, 0);
  return { text: lines.map(({ text }) => text).join(''), stories, next };
}

/** Makes the line of the story after the given one, with its newest revisions. */
function storyLine(ledger: Ledger, after: number): Line | undefined {
  const [story] = ledger.list(after, 1);
  if (!story) return undefined;
  const exported: ExportedStory = {
    status: story.status,
    changed: new Date(story.changed).toISOString(),
    reason: story.reason,
    ...(story.merged === null ? {} : { mergedInto: story.merged }),
    revisions: ledger.revisions.newestBefore(story.id, Number.POSITIVE_INFINITY, MAX_REVISION_BYTES),
    places: ledger.places.exportPlaces(story.id),
  };
  return toLine(story, { exported });
}

/** Makes a line of revisions earlier than those exported so far; returns undefined if there are none. */
function historyLine(ledger: Ledger, { after, before }: ExportCursor): Line | undefined {
  const story = before > 1 ? ledger.names.byId(after) : undefined;
  const revisions = story ? ledger.revisions.newestBefore(story.id, before, MAX_REVISION_BYTES) : [];
  if (!story || revisions.length === 0) return undefined;
  return toLine(story, { history: { identifier: story.identifier, revisions } });
}

function toLine({ id }: StoryRow, content: { exported: ExportedStory } | { history: ExportedHistory }): Line {
  const { revisions } = 'exported' in content ? content.exported : content.history;
  return {
    text: `${JSON.stringify(content)}\n`,
    stories: 'exported' in content ? 1 : 0,
    next: { after: id, before: revisions[0]?.revision ?? 0 },
  };
}
