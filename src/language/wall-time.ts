// Clocks of time zones. "Wall time" is what a clock on a wall shows, in milliseconds as if it were UTC. A day is `YYYY-MM-DD`.

const DAY = 86_400_000;
/** Further from any wall time than its own offset, and nearer than a second change of the clocks. */
const TWO_DAYS = 2 * DAY;

const clocks = new Map<string, Intl.DateTimeFormat>();

/** Returns the formatter that reads a zone's clocks. Making one takes long, so each is kept. */
function clockOf(zone: string): Intl.DateTimeFormat {
  const clock =
    clocks.get(zone) ??
    new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'gregory',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  clocks.set(zone, clock);
  return clock;
}

/** Returns the wall time of an instant, to the second. */
export function wallTimeOf(instant: number, zone: string): number {
  const parts = Object.fromEntries(
    clockOf(zone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** Returns how far a zone's clocks are ahead of UTC at an instant, in milliseconds. */
export const offsetAt = (instant: number, zone: string): number =>
  wallTimeOf(instant, zone) - Math.floor(instant / 1000) * 1000;

/** Returns the instants at which a zone's clocks show a wall time: one; two when they go back; none when they go forward. */
export function instantsOf(wall: number, zone: string): number[] {
  const offsets = new Set([offsetAt(wall - TWO_DAYS, zone), offsetAt(wall + TWO_DAYS, zone)]);
  return [...offsets]
    .map((offset) => wall - offset)
    .filter((instant) => wallTimeOf(instant, zone) === wall)
    .sort((a, b) => a - b);
}

/** Returns the instant near a wall time at which the zone's clocks change. There must be one within two days. */
export function changeNear(wall: number, zone: string): number {
  let [before, after] = [wall - TWO_DAYS, wall + TWO_DAYS];
  const later = offsetAt(after, zone);
  while (after - before > 1000) {
    const middle = Math.floor((before + after) / 2000) * 1000;
    if (offsetAt(middle, zone) === later) after = middle;
    else before = middle;
  }
  return after;
}

/** Returns the wall time at which a day begins. */
export const wallOfDay = (day: string): number => Date.parse(`${day}T00:00:00Z`);

/** Returns the first instant at which a zone's clocks show a wall time or, where they skip it, a later one. */
const firstInstant = (wall: number, zone: string) => instantsOf(wall, zone)[0] ?? changeNear(wall, zone);

/** Returns the first instant of a day in the zone: midnight, or what clocks show instead where they skip it. */
export const startOfDay = (day: string, zone: string): number => firstInstant(wallOfDay(day), zone);

/** Returns the first instant after a day in the zone. */
export const endOfDay = (day: string, zone: string): number => firstInstant(wallOfDay(day) + DAY, zone);

const two = (number: number) => String(number).padStart(2, '0');

/** Returns an instant as RFC 3339 in a time zone, with its offset: `2026-03-04T09:30:00+01:00`. */
export function timeIn(zone: string, instant: number): string {
  // RFC 3339 has no seconds in an offset, as there were before clocks were set by zones.
  const minutes = Math.round(offsetAt(instant, zone) / 60_000);
  const wall = new Date(instant + minutes * 60_000).toISOString().slice(0, 19);
  const [sign, distance] = [minutes < 0 ? '-' : '+', Math.abs(minutes)];
  return `${wall}${sign}${two(Math.floor(distance / 60))}:${two(distance % 60)}`;
}
