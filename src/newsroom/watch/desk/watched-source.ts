import type { Observation } from '../../../site/story/sources/observation.ts';
import { type Told, told } from '../../words/translate.ts';
import type { Shown } from './shown.ts';
import { isSilent, type Silence, type Verdict } from './verdict.ts';

const [HOUR, DAY] = [3_600_000, 86_400_000];

/** How long after it was first cited a source is looked at, in milliseconds: a day, a week, a month. */
const FIRST_LOOKS = [DAY, 7 * DAY, 30 * DAY];
/** The time between later looks. */
const QUARTER = 91 * DAY;
/** The shortest time between two looks, unless the second confirms the first. */
const SHORTEST_PAUSE = 12 * HOUR;
/** How long after a page was found gone, changed or moved a second look confirms it. */
const CONFIRMATION_PAUSE = 6 * HOUR;
/** A second look that is earlier does not confirm the first, because what went wrong may still go wrong. */
const SHORTEST_CONFIRMATION = 3 * HOUR;
/** How often a page that could not be read is tried again the next day. */
const RETRIES = 3;

/** What is looked at first: what has to be confirmed, then what was never looked at, then the rest. */
export const URGENCY = { confirm: 0, first: 1, again: 2 } as const;

/** Somebody's word that a finding is a false alarm. It holds for this finding, and for a part of the words that were missing. */
export interface Dismissal {
  verdict: Pick<Verdict, 'kind' | 'movedTo' | 'missing'>;
  by: string;
  /** RFC 3339. */
  at: string;
}

/** What the watch knows of a cited source. Times are in milliseconds. */
export interface WatchedSource {
  url: string;
  /** From when the looks count: the publication of the story that cites it, or when it was cited anew. */
  since: number;
  urgency: number;
  /** When the next look is due. */
  due: number;
  /** When it was last looked at; null if never. */
  looked: number | null;
  /** The last look that told something; null if none did. */
  verdict: Verdict | null;
  /** When that was first found. */
  found: number | null;
  /** Whether readers may be told: a second look has found the same, or one is enough. */
  isConfirmed: boolean;
  /** Why the last looks tell nothing, and how many there were; null if the last one told something. */
  silence: ({ kind: Silence; status: number | null; count: number } & Told) | null;
  /** The words that stories quote from it, or once did. */
  quoted: string[];
  /** Those of them that were once seen there. */
  seen: string[];
  /** What the page showed around them; null if that is not known. */
  shown: Shown | null;
  /** An archived copy that was found. */
  archivedAt: string | null;
  /** When the archive was last asked for a copy; null if never. */
  asked: number | null;
  /** What readers are told; null if nothing. */
  told: Observation | null;
  dismissed: Dismissal | null;
}

/** A source to look at. */
export interface DueLook {
  url: string;
  /** The words that published stories quote from it. */
  quotes: string[];
  /** Those of them that were once seen there. */
  seen: string[];
  /** What the page showed around them; null if that is not known. */
  shown: Shown | null;
  /** When the first story that cites it was published, in milliseconds. */
  published: number;
  /** Whether an archived copy is to be looked for. */
  needsCopy: boolean;
}

/** What a look has found. */
export interface Look {
  url: string;
  verdict: Verdict;
  /** What the page shows around the quoted words, if it was read. */
  shown?: Shown | undefined;
  /** An archived copy, null if there is none, undefined if nobody asked. */
  archive?: string | null | undefined;
  /** Whether an editor asked for the look: it then confirms what the one before has found, however short ago that was. */
  isAsked?: boolean;
}

/** Returns a source that was never looked at. */
export const neverLookedAt = (url: string, quoted: string[], since: number): WatchedSource => ({
  url,
  since,
  urgency: URGENCY.first,
  due: since + (FIRST_LOOKS[0] as number),
  looked: null,
  verdict: null,
  found: null,
  isConfirmed: false,
  silence: null,
  quoted,
  seen: [],
  shown: null,
  archivedAt: null,
  asked: null,
  told: null,
  dismissed: null,
});

/** Returns when a source is looked at after a look at `now`. */
function nextLook(since: number, now: number): number {
  const early = FIRST_LOOKS.map((wait) => since + wait).find((time) => time >= now + SHORTEST_PAUSE);
  return early ?? now + QUARTER;
}

/** Whether the second finding is what the first was, or a part of it. A page that is gone is gone with 404 or 410. */
const includes = (first: Dismissal['verdict'], second: Verdict): boolean =>
  first.kind === second.kind &&
  (second.kind === 'gone' || first.movedTo === second.movedTo) &&
  (second.kind !== 'changed' || second.missing.every((words) => first.missing.includes(words)));

/** Whether two looks that call a page gone saw the same: a status that says so, the same words, or the same front page. */
const sawTheSame = (first: Verdict, second: Verdict): boolean =>
  first.kind !== 'gone' ||
  first.detail === second.detail ||
  (isGoneByStatus(first) && isGoneByStatus(second));
const isGoneByStatus = ({ status }: Verdict) => status === 404 || status === 410;

/** Whether readers are told of a finding, once a second look has confirmed it. */
const isTold = (kind: Verdict['kind']): kind is Observation['kind'] =>
  kind === 'gone' || kind === 'changed' || kind === 'moved';

/** Returns what readers are told of a source: nothing while its finding is unconfirmed or dismissed, or is no bad news. */
function tell(source: WatchedSource): Observation | null {
  const { url, verdict, found, archivedAt, dismissed, isConfirmed } = source;
  if (!verdict || found === null || dismissed || !isConfirmed) return null;
  const { kind, status, movedTo, missing } = verdict;
  if (!isTold(kind)) return null;
  return {
    url,
    kind,
    at: new Date(found).toISOString(),
    status: kind === 'gone' ? status : null,
    movedTo,
    archivedAt,
    missing: kind === 'changed' ? missing : [],
  };
}

/**
 * Returns what a look has found again; undefined if that is something else. Before a finding is confirmed, only the words count that
 * both looks missed. Words that are missing beside those that were confirmed are a new finding.
 */
function foundAgain({ verdict, isConfirmed }: WatchedSource, now: Verdict): Verdict | undefined {
  if (!verdict) return undefined;
  if (includes(verdict, now)) return isConfirmed || sawTheSame(verdict, now) ? now : undefined;
  if (isConfirmed || verdict.kind !== 'changed' || now.kind !== 'changed') return undefined;
  if (verdict.movedTo !== now.movedTo) return undefined;
  const missing = now.missing.filter((words) => verdict.missing.includes(words));
  return missing.length > 0 ? { ...now, missing } : undefined;
}

/** Returns the source after a look that told nothing. What readers were told before stays. */
function afterSilence(source: WatchedSource, verdict: Verdict, now: number): WatchedSource {
  const { kind, status } = verdict;
  const count = source.silence?.kind === kind ? source.silence.count + 1 : 1;
  const isRetried = count <= RETRIES && (kind === 'unknown' || source.urgency === URGENCY.confirm);
  return {
    ...source,
    looked: now,
    silence: { kind: kind as Silence, status, ...told(verdict), count },
    urgency: isRetried && source.urgency === URGENCY.confirm ? URGENCY.confirm : URGENCY.again,
    due: isRetried ? now + DAY : nextLook(source.since, now),
  };
}

/** Returns the source after a look. */
export function afterLook(
  source: WatchedSource,
  { verdict, shown, archive, isAsked = false }: Omit<Look, 'url'>,
  now: number,
): WatchedSource {
  const asked = archive === undefined ? source.asked : now;
  const before = { ...source, asked, archivedAt: archive ?? source.archivedAt };
  if (isSilent(verdict.kind)) {
    const after = afterSilence(before, verdict, now);
    return { ...after, told: after.told && { ...after.told, archivedAt: after.archivedAt } };
  }
  const again = foundAgain(source, verdict);
  const found = again && source.found !== null ? source.found : now;
  const isConfirmed =
    !isTold(verdict.kind) ||
    (again !== undefined && (source.isConfirmed || isAsked || now - found >= SHORTEST_CONFIRMATION));
  const current = again ?? verdict;
  const after: WatchedSource = {
    ...before,
    looked: now,
    verdict: current,
    found,
    isConfirmed,
    silence: null,
    seen: [...new Set([...source.seen, ...verdict.found])],
    shown: shown ? { around: { ...source.shown?.around, ...shown.around } } : source.shown,
    urgency: isConfirmed ? URGENCY.again : URGENCY.confirm,
    due: isConfirmed ? nextLook(source.since, now) : now + CONFIRMATION_PAUSE,
    dismissed: source.dismissed && includes(source.dismissed.verdict, current) ? source.dismissed : null,
  };
  if (isConfirmed || after.dismissed) return { ...after, told: tell(after) };
  // Until a second look has confirmed what is new, readers are told what they were told before, unless the page has the words again.
  return { ...after, told: verdict.kind === 'moved' && before.told?.kind !== 'moved' ? null : before.told };
}

/** Returns the source after somebody has said that its finding is a false alarm, or (null) that it is none. */
export function withDismissal(source: WatchedSource, by: string | null, now: number): WatchedSource {
  const { verdict } = source;
  const dismissed = by === null || !verdict ? null : { verdict, by, at: new Date(now).toISOString() };
  const after = { ...source, dismissed };
  return { ...after, told: tell(after) };
}
