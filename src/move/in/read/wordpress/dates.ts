/** The farthest that a place's clock is from UTC, in minutes: UTC+14 on the Line Islands. */
const MAX_OFFSET = 14 * 60;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Milliseconds of a date as if it were UTC; undefined if there is no such date, or its year is not between 1000 and 9999. */
function toMilliseconds(year: number, month: number, day: number, time: string): number | undefined {
  const iso = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}T${time}.000Z`;
  const milliseconds = Date.parse(iso);
  if (year < 1000 || year > 9999 || Number.isNaN(milliseconds)) return undefined;
  // The 31st of February is taken for one in March.
  return new Date(milliseconds).toISOString() === iso ? milliseconds : undefined;
}

/** Reads a date of MySQL, `2019-05-04 10:00:00`. */
function parseMysql(text: string): number | undefined {
  const parts = /^(\d{4})-(\d\d)-(\d\d)[ T](\d\d:\d\d:\d\d)$/.exec(text.trim());
  return parts
    ? toMilliseconds(Number(parts[1]), Number(parts[2]), Number(parts[3]), parts[4] ?? '')
    : undefined;
}

/** Reads a date of RSS (RFC 822, with a year of four digits). */
function parseRss(text: string): number | undefined {
  const parts =
    /^(?:[a-z]{3},\s+)?(\d\d?)\s+([a-z]{3})\s+(\d{4})\s+(\d\d:\d\d:\d\d)\s+(?:([+-])(\d\d)(\d\d)|GMT|UTC?|Z)$/i.exec(
      text.trim(),
    );
  if (!parts) return undefined;
  const [, day, month = '', year, time = '', sign, hours = '0', minutes = '0'] = parts;
  const local = toMilliseconds(Number(year), MONTHS.indexOf(month.toLowerCase()) + 1, Number(day), time);
  const offset = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1);
  return local === undefined ? undefined : local - offset * 60_000;
}

/** RFC 3339, from a local time as if it were UTC and the distance of its zone in minutes. */
function format(local: number, offset: number): string {
  const pair = (value: number) => String(value).padStart(2, '0');
  const zone = `${offset < 0 ? '-' : '+'}${pair(Math.floor(Math.abs(offset) / 60))}:${pair(Math.abs(offset) % 60)}`;
  return new Date(local).toISOString().replace('.000Z', offset === 0 ? 'Z' : zone);
}

/** A date, and what was wrong with what it was made from. */
interface DateRead {
  /** RFC 3339; null if none of the dates makes sense. */
  date: string | null;
  fault: string | null;
}

/** Whether WordPress has not set a date: it writes `0000-00-00 00:00:00`. */
const isUnset = (text: string) => /^0000-00-00/.test(text.trim()) || text.trim() === '';

/**
 * Makes a date with the zone of the old site from what WordPress keeps: the local time and that in UTC (both as MySQL writes them), and
 * `pubDate` of the feed, which WordPress makes from the latter.
 */
export function readDate(local: string, utc: string, pubDate: string): DateRead {
  const [here, there, feed] = [parseMysql(local), parseMysql(utc), parseRss(pubDate)];
  const known = there ?? feed;
  if (here !== undefined && known !== undefined) {
    const offset = (here - known) / 60_000;
    if (Number.isInteger(offset) && Math.abs(offset) <= MAX_OFFSET) {
      const fault = there === undefined && !isUnset(utc) ? `the time in UTC is "${utc}"` : null;
      return { date: format(here, offset), fault };
    }
    return {
      date: format(known, 0),
      fault: `the local time "${local}" is ${Math.round(Math.abs(offset) / 60)} hours from that in UTC`,
    };
  }
  if (known !== undefined) return { date: format(known, 0), fault: `the local time is "${local}"` };
  if (here !== undefined) return { date: format(here, 0), fault: 'the zone is not known' };
  return { date: null, fault: `no date makes sense: "${local}", "${utc}"` };
}
