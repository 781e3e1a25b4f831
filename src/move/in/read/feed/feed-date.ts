import { readFeedDate } from '../../../../newsroom/feeds/wire/parse/dates.ts';

/** A date of a feed. */
interface StatedDate {
  /** RFC 3339, with the zone that the feed states. */
  date: string;
  /** Whether it states none, or one that only its publisher knows. It is then taken as UTC. */
  isZoneUnknown: boolean;
}

/** Reads a date of a feed in a language. Null if it is none, or not one of the years 1 to 9999. */
export function statedDate(text: string | undefined, language: string | null): StatedDate | null {
  const read = readFeedDate(text, language);
  if (!read) return null;
  const { wall, offset } = read;
  const minutes = Math.abs(offset ?? 0) / 60_000;
  const zone = [Math.floor(minutes / 60), minutes % 60]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
  const local = new Date(wall).toISOString().slice(0, 19);
  if (!/^(?!0000)\d{4}-/.test(local)) return null;
  return {
    date: `${local}${minutes === 0 ? 'Z' : `${(offset ?? 0) < 0 ? '-' : '+'}${zone}`}`,
    isZoneUnknown: offset === null,
  };
}
