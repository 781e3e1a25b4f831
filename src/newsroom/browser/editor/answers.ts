import type { Values } from '../../drafts/views/editor/form/values.ts';

// What the server answers to the editor's page.

/** A fault at its field, in a sentence. */
export interface Fault {
  field: string;
  words: string;
  /** Whether the field is merely still empty. */
  isEmpty?: true;
  line?: number;
}

/** A citation of the analysis, and whether it is right. */
export interface Citation {
  url: string;
  label: string;
  uses: number;
  state: 'right' | 'unlisted' | 'invalid' | 'gone' | 'moved' | 'changed';
  words: string;
}

/** What the record's rules say of a draft. Every word of it is the server's. */
export interface Check {
  faults: Fault[];
  groundings: { claim: string; verdict: string; words: string }[];
  citations: Citation[];
  sources: { url: string; uses: number }[];
  /** What stands in the lists of the page, as HTML by the id of their place. */
  lists: Readonly<Record<string, string>>;
}

/** The version that somebody else has saved meanwhile. */
interface CurrentVersion {
  version: number;
  by: string;
  at: string;
  fields: Values;
}

export interface Saved {
  kind: 'saved';
  version: number;
  /** Whether the save voided an approval. */
  voided: boolean;
  check?: Check;
  /** What somebody else had saved meanwhile is in this version, too: who, the fields as they were sent, and as they are saved. */
  merged?: { by: string; sent: Values; fields: Values };
  /** Who else's changes the page has taken over with this save. */
  by?: string | undefined;
}

export interface Stale {
  kind: 'stale';
  detail: string;
  current: CurrentVersion;
  /** The fields of the version that was to be replaced. */
  base?: Values;
}

/** How a save ended. `refused`: the server did not take it, and says why; `unreachable`: it did not answer, or failed. */
export type SaveOutcome =
  | Saved
  | Stale
  | { kind: 'signed out'; detail: string }
  | { kind: 'refused'; detail: string }
  | { kind: 'unreachable' };

/** Sends fields to an address of the newsroom as a form does, but asks for JSON. */
export function postFields(url: string, body: URLSearchParams, options: RequestInit): Promise<Response> {
  return fetch(url, { ...options, method: 'POST', body, headers: { Accept: 'application/json' } });
}

/** Reads the server's answer to a save. */
async function readOutcome(response: Response): Promise<SaveOutcome> {
  const isJson = /json/.test(response.headers.get('Content-Type') ?? '');
  if (!isJson || response.status >= 500 || response.status === 429) return { kind: 'unreachable' };
  const answer = await response.json();
  if (response.ok) return { ...answer, kind: 'saved' };
  if (response.status === 401) return { kind: 'signed out', detail: answer.detail };
  if (answer.current) return { ...answer, kind: 'stale' };
  return { kind: 'refused', detail: answer.detail };
}

/** The most bytes that browsers send for a page that is already gone; the specification says 64 KiB. */
const KEEPALIVE_BYTES = 60_000;

/** Milliseconds after which a save that nobody answers counts as failed. */
const TIMEOUT = 20_000;

/** Saves fields of a draft. Never throws. */
export async function sendSave(url: string, body: URLSearchParams): Promise<SaveOutcome> {
  try {
    // The request goes on when its page is closed.
    const keepalive = body.toString().length < KEEPALIVE_BYTES;
    return await readOutcome(
      await postFields(url, body, { keepalive, signal: AbortSignal.timeout(TIMEOUT) }),
    );
  } catch {
    return { kind: 'unreachable' };
  }
}
