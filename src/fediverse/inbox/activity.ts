// What others send to the inbox, as far as this site wants to know it.

/** An activity that has an effect here. Every `…Id` is an address. */
export type InboxActivity = { id: string; actor: string } & (
  | { type: 'Follow'; followed: string }
  /** Takes a Follow back. Some servers name only it, others only whom it was about. */
  | { type: 'Undo'; followed: string | undefined; follow: string | undefined }
  /** The actor itself is no more. */
  | { type: 'Delete' }
  /** Asks whether a post may quote a story (FEP-044f). */
  | { type: 'QuoteRequest'; story: string; quoting: string }
);

type Properties = Readonly<Record<string, unknown>>;

/** The longest address that is read. */
const LONGEST_ADDRESS = 2000;

/** Whether a value is an address that may be read. */
export const isAddress = (value: unknown): value is string =>
  typeof value === 'string' &&
  value.length <= LONGEST_ADDRESS &&
  /^https?:$/.test(URL.parse(value)?.protocol ?? '');

const isObject = (value: unknown): value is Properties =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Returns the id of a value: an address, or an object that has one. */
function idOf(value: unknown): string | undefined {
  const id = isObject(value) ? value.id : value;
  return isAddress(id) ? id : undefined;
}

/** Returns the object that an activity names by its type, if it names more than an id. */
const typed = (value: unknown, type: string): Properties | undefined =>
  isObject(value) && value.type === type ? value : undefined;

/**
 * Reads what was sent to the inbox. `other` is what this site does not keep: posts, replies, likes, and whatever else there is. `broken`
 * is no activity.
 */
export function readActivity(text: string): InboxActivity | 'other' | 'broken' {
  let activity: unknown;
  try {
    activity = JSON.parse(text);
  } catch {
    return 'broken';
  }
  if (!isObject(activity) || typeof activity.type !== 'string') return 'broken';
  const { id, type, object, instrument } = activity;
  const actor = idOf(activity.actor);
  if (!['Follow', 'Undo', 'Delete', 'QuoteRequest'].includes(type)) return 'other';
  if (!isAddress(id) || actor === undefined) return 'broken';
  const named = idOf(object);
  if (type === 'Follow') return named === undefined ? 'broken' : { id, actor, type, followed: named };
  if (type === 'Undo') {
    if (isObject(object) && object.type !== 'Follow') return 'other';
    const follow = typed(object, 'Follow');
    const followed = idOf(follow?.object);
    return named === undefined && followed === undefined
      ? 'broken'
      : { id, actor, type, followed, follow: named };
  }
  if (type === 'Delete') return named === actor ? { id, actor, type } : 'other';
  const quoting = idOf(instrument);
  return named === undefined || quoting === undefined
    ? 'broken'
    : { id, actor, type: 'QuoteRequest', story: named, quoting };
}
