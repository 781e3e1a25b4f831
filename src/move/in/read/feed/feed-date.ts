import { readDate } from '../zone.ts';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/** The zones that RFC 822 names (section 5.1), with those of Europe that publishers add. */
const ZONES: Record<string, string> = {
  z: 'Z',
  ut: 'Z',
  utc: 'Z',
  gmt: 'Z',
  est: '-05:00',
  edt: '-04:00',
  cst: '-06:00',
  cdt: '-05:00',
  mst: '-07:00',
  mdt: '-06:00',
  pst: '-08:00',
  pdt: '-07:00',
  cet: '+01:00',
  cest: '+02:00',
};

const RFC_822 =
  /^(?:[a-z]{3,9}\.?,?\s+)?(\d{1,2})[\s-]([a-z]{3,9})\.?[\s-](\d{2}|\d{4}),?\s+(\d{1,2}):(\d\d)(?::(\d\d))?(?:\s*([+-]\d\d:?\d\d|[a-z]{1,5}))?$/i;

/** A date of a feed. */
interface FeedDate {
  /** RFC 3339, with the zone that the feed states. */
  date: string;
  /** Whether it states none, or one that only its publisher knows. It is then taken as UTC. */
  isZoneUnknown: boolean;
}

/** Reads a date as feeds have them: RFC 3339 (also without a zone), or RFC 822. Null if it is none, or not one of the years 1 to 9999. */
export function readFeedDate(text: string | undefined): FeedDate | null {
  const trimmed = (text ?? '').slice(0, 100).trim();
  const [, day, name, year = '', hour = '', minute, second = '00', zone = ''] = RFC_822.exec(trimmed) ?? [];
  if (day === undefined) {
    const date = readDate(trimmed, { zone: 'UTC' });
    const hasZone = /[\d\s](?:Z|UTC|GMT|[+-]\d\d:?\d\d)$/i.test(trimmed.slice(10));
    return date === null ? null : { date, isZoneUnknown: !hasZone };
  }
  const month = MONTHS.indexOf((name ?? '').slice(0, 3).toLowerCase()) + 1;
  const offset = /^[+-]/.test(zone) ? zone : ZONES[zone.toLowerCase()];
  // RFC 2822, section 4.3, on years of two digits.
  const fullYear = year.length === 4 ? year : String(Number(year) + (Number(year) < 50 ? 2000 : 1900));
  const iso = `${fullYear}-${month}-${day} ${hour}:${minute}:${second}${offset ?? 'Z'}`;
  const date = readDate(iso, { zone: 'UTC' });
  return date === null ? null : { date, isZoneUnknown: offset === undefined };
}
