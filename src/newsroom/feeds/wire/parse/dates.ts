/** How far the clock of a publisher may be ahead, in milliseconds. */
const SKEW = 15 * 60_000;
/** Before this, there was no web, and no feed. */
const EARLIEST = Date.UTC(1990, 0, 1);

const RFC_3339 = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?))?\s*(Z|[+-]\d\d:?\d\d)?$/i;
const RFC_822 =
  /^(?:[a-z]{3,9},?\s+)?\d{1,2}[\s-][a-z]{3,9}[\s-]\d{2,4}\s+\d{1,2}:\d\d(?::\d\d)?(?:\s+([+-]\d{4}|[a-z]{1,5}))?$/i;

/** Parses one of the forms that feeds have. A time without a zone, or with one that only its publisher knows, is taken as UTC. */
function parse(text: string): number {
  const [, day, time = '00:00', zone = 'Z'] = RFC_3339.exec(text) ?? [];
  if (day !== undefined) return Date.parse(`${day}T${time}${zone.toUpperCase()}`);
  const named = RFC_822.exec(text);
  if (!named) return Number.NaN;
  const stated = Date.parse(text);
  if (named[1] !== undefined && !Number.isNaN(stated)) return stated;
  return Date.parse(`${text.slice(0, text.length - (named[1]?.length ?? 0)).trim()} GMT`);
}

/**
 * Parses a date of a feed: RFC 822 and RFC 3339, as publishers write them. Returns milliseconds; null if it is no date, or if it cannot
 * be one of something published: in the future, or before 1990.
 */
export function parseFeedDate(text: string | undefined, now: number): number | null {
  const time = parse((text ?? '').slice(0, 100).trim());
  if (Number.isNaN(time) || time < EARLIEST || time > now + SKEW) return null;
  return Math.min(time, now);
}
