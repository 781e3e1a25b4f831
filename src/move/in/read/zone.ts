/** The first and last moment of the years 1 to 9999. */
const [EARLIEST, LATEST] = [Date.parse('0001-01-01T00:00:00Z'), Date.parse('9999-12-31T23:59:59Z')];

/** What a date says: the day, perhaps a time of the day, perhaps how far its zone is from UTC. */
const DATE =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?$/i;

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(zone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(zone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });
    formatters.set(zone, formatter);
  }
  return formatter;
}

/** Returns whether this is the name of a time zone, such as `Europe/Vienna`. */
export function isZone(name: string): boolean {
  try {
    formatterOf(name);
    return true;
  } catch {
    return false;
  }
}

/** Returns how far a zone is from UTC at a moment: `+02:00`. Before zones had whole minutes, it was UTC. */
function offsetAt(time: number, zone: string): string {
  const name = formatterOf(zone)
    .formatToParts(time)
    .find(({ type }) => type === 'timeZoneName')?.value;
  return /^GMT([+-]\d{2}:\d{2})$/.exec(name ?? '')?.[1] ?? '+00:00';
}

/** Returns how many milliseconds an offset is ahead of UTC. `Z` is 0. */
function millisecondsOf(offset: string): number {
  const [, sign, hours, minutes = '0'] = /^([+-])(\d{2}):?(\d{2})?$/.exec(offset) ?? [];
  if (hours === undefined) return 0;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

const isPossible = (time: number) => time >= EARLIEST && time <= LATEST;

/** Formats a moment as RFC 3339, as clocks of the zone show it: `2019-05-04T12:00:00+02:00`. */
function formatInZone(time: number, zone: string): string {
  const offset = offsetAt(time, zone);
  const local = new Date(time + millisecondsOf(offset));
  if (!isPossible(local.getTime())) return `${new Date(time).toISOString().slice(0, 19)}Z`;
  return `${local.toISOString().slice(0, 19)}${offset === '+00:00' ? 'Z' : offset}`;
}

/** Returns the moment at which clocks of a zone show this time of day, given as if it were UTC. */
function momentOf(local: number, zone: string): number {
  const guess = local - millisecondsOf(offsetAt(local, zone));
  return local - millisecondsOf(offsetAt(guess, zone));
}

/**
 * Reads a date as exports have them: `2019-05-04`, `2019-05-04 10:20:30`, `2019-05-04T10:20:30.000Z`, `2019-05-04 10:20:30 +0200`, a
 * `Date`, or milliseconds since 1970. Returns it as RFC 3339; null unless it is a day of the years 1 to 9999. A date that states no
 * zone is one of `from`; one that states none or UTC is given in `zone`, and any other keeps its own.
 */
export function readDate(value: unknown, { from = 'UTC', zone }: { from?: string; zone: string }) {
  if (value instanceof Date || typeof value === 'number') {
    const time = Number(value);
    return isPossible(time) ? formatInZone(time, zone) : null;
  }
  const found = typeof value === 'string' ? DATE.exec(value.trim()) : null;
  if (!found) return null;
  const [, year, month, day, hour = '0', minute = '0', second = '0', stated] = found;
  const numbers = [year, month, day, hour, minute, second].map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const local = new Date(0);
  local.setUTCFullYear(numbers[0], numbers[1] - 1, numbers[2]);
  local.setUTCHours(numbers[3], numbers[4], Math.min(59, numbers[5]));
  // The 31st of June would become the 1st of July.
  const isDay = local.getUTCDate() === numbers[2] && local.getUTCMonth() === numbers[1] - 1;
  if (!isDay || numbers[3] > 23 || numbers[4] > 59 || numbers[5] > 60 || !isPossible(local.getTime()))
    return null;
  if (stated !== undefined && /^[+-]/.test(stated)) {
    const offset = stated.length === 3 ? `${stated}:00` : stated.replace(/^(...)(\d\d)$/, '$1:$2');
    if (Math.abs(millisecondsOf(offset)) > 18 * 3_600_000) return null;
    if (millisecondsOf(offset) !== 0) return `${local.toISOString().slice(0, 19)}${offset}`;
    return formatInZone(local.getTime(), zone);
  }
  return formatInZone(stated === undefined ? momentOf(local.getTime(), from) : local.getTime(), zone);
}
