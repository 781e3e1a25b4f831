import type { Ledger } from '../ledger/ledger.ts';
import type { StoryRow } from '../ledger/story-row.ts';
import type { ExportPlace } from './backup-state.ts';
import type { Exported, History } from './export-line.ts';

// What an export is: a line for each story, with its newest revisions, and further lines for those before them.

/** Bytes of revisions in a line, if it is more than one revision. An import takes longer lines, as there were before. */
const LINE_BYTES = 4_000_000;
/** Bytes of lines in one answer, if it is more than one line: between Workers it has at most 32 MiB. */
const PAGE_BYTES = 4_000_000;
/** Lines in one answer: some tens of milliseconds. */
const PAGE_LINES = 500;

/** Where an export begins. */
export const EXPORT_START: ExportPlace = { after: 0, before: 0 };

/** Some lines of an export. */
export interface ExportPage {
  /** NDJSON. */
  text: string;
  /** How many stories begin in it. */
  stories: number;
  /** Where the next page begins. */
  next: ExportPlace;
}

type Line = ExportPage;

const bytesOf = (text: string) => new TextEncoder().encode(text).byteLength;

/** The lines from there on, as many as one answer may have; nothing at the end. */
export function exportPage(ledger: Ledger, from: ExportPlace): ExportPage | undefined {
  const lines: Line[] = [];
  let next = from;
  for (let room = PAGE_BYTES; lines.length < PAGE_LINES; ) {
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

/** The story after the given one, with its newest revisions. */
function storyLine(ledger: Ledger, after: number): Line | undefined {
  const [held] = ledger.list(after, 1);
  if (!held) return undefined;
  const revisions = ledger.revisions.newestBefore(held.id, Number.POSITIVE_INFINITY, LINE_BYTES);
  const exported: Exported = {
    status: held.status,
    changed: new Date(held.changed).toISOString(),
    reason: held.reason,
    ...(held.merged === null ? {} : { mergedInto: held.merged }),
    revisions,
    places: ledger.places.exportPlaces(held.id),
  };
  return toLine(held, { exported });
}

/** Revisions of a story that are before those in the lines before; nothing where there are none. */
function historyLine(ledger: Ledger, { after, before }: ExportPlace): Line | undefined {
  const held = before > 1 ? ledger.names.byId(after) : undefined;
  const revisions = held ? ledger.revisions.newestBefore(held.id, before, LINE_BYTES) : [];
  if (!held || revisions.length === 0) return undefined;
  return toLine(held, { history: { identifier: held.identifier, revisions } });
}

function toLine({ id }: StoryRow, content: { exported: Exported } | { history: History }): Line {
  const { revisions } = 'exported' in content ? content.exported : content.history;
  return {
    text: `${JSON.stringify(content)}\n`,
    stories: 'exported' in content ? 1 : 0,
    next: { after: id, before: revisions[0]?.revision ?? 0 },
  };
}
