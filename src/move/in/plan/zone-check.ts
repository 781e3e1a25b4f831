import { offsetAt, wallTimeOf } from '../../../language/wall-time.ts';
import { isZone } from '../read/zone.ts';

/** What the clocks of the old site and of this newsroom mean for the days that readers see. */
export interface ZoneFinding {
  /** The clocks of the old site: the name of their zone, or how far they are from UTC, each once. */
  clocks: readonly string[];
  /** The zone of this newsroom. */
  here: string;
  /** What `timeZone` should be; null if nothing has to change, or only a person can tell. */
  proposal: string | null;
  /** How many public posts show another day here, of how many. */
  moved: number;
  posts: number;
  /** The first of them: its date on the old site, and its day here. */
  example: { date: string; day: string } | null;
}

/** The zone of clocks that are always as far from UTC: `Etc/GMT+5` for `-05:00`. The sign of these names is the other way round (POSIX). */
function zoneOfOffset(offset: string): string | null {
  const [, sign, hours = '', minutes] = /^([+-])(\d\d):(\d\d)$/.exec(offset) ?? [];
  if (sign === undefined) return 'UTC';
  const name = minutes === '00' ? `Etc/GMT${sign === '-' ? '+' : '-'}${Number(hours)}` : offset;
  return isZone(name) ? name : null;
}

const offsetOf = (date: string) => /[+-]\d\d:\d\d$/.exec(date)?.[0] ?? 'UTC';
const dayOf = (wall: number) => new Date(wall).toISOString().slice(0, 10);

/**
 * Compares the clocks of the old site with this newsroom's. `dates` are those of its public posts (RFC 3339); `stated` is the zone that it
 * names itself. Which city clocks are of is never guessed. Dates in UTC say nothing unless the source is known to write them only for clocks
 * that show UTC (`isUtcMeant`): many exports know no other.
 */
export function checkZone(
  dates: Iterable<string>,
  { stated, here, isUtcMeant }: { stated: string | null; here: string; isUtcMeant: boolean },
): ZoneFinding {
  const offsets = new Set<string>();
  let [posts, moved, differs] = [0, 0, false];
  let example: ZoneFinding['example'] = null;
  for (const date of dates) {
    const time = Date.parse(date);
    if (Number.isNaN(time)) continue;
    posts++;
    const offset = offsetOf(date);
    offsets.add(offset);
    if (stated === null && offset === 'UTC' && !isUtcMeant) continue;
    const wall = wallTimeOf(time, here);
    differs ||=
      stated === null
        ? wall !== Date.parse(`${date.slice(0, 19)}Z`)
        : offsetAt(time, stated) !== offsetAt(time, here);
    const before = stated === null ? date.slice(0, 10) : dayOf(wallTimeOf(time, stated));
    const day = dayOf(wall);
    if (day === before) continue;
    moved++;
    example ??= { date, day };
  }
  const clocks = stated === null ? [...offsets].sort() : [stated];
  const [only, ...others] = clocks;
  const wanted = stated ?? (only !== undefined && others.length === 0 ? zoneOfOffset(only) : null);
  return { clocks, here, proposal: differs ? wanted : null, moved, posts, example };
}

/** Says what the clocks mean, and what to do; null if all days stay as they were. */
export function describeZone({ clocks, here, proposal, moved, posts, example }: ZoneFinding): string | null {
  if (moved === 0 || example === null) return null;
  const old = example.date.slice(0, 10).replaceAll('-', '/');
  const isOffset = /^[+-]/.test(clocks[0] ?? '');
  const what =
    proposal === null
      ? 'the zone of the old site, by its name (Region/City): its clocks change in the course of the year, so only you know it'
      : `"${proposal}"${isOffset ? ' (or, if its clocks change in summer, to the name of its zone)' : ''}`;
  return `The clocks of the old site are ${isOffset || clocks.length > 1 ? 'at' : 'those of'} ${clocks.join(' and ')}, those of this newsroom of ${here} (the setting "timeZone"). ${moved} of ${posts} public posts would show another day: the one of ${example.date} would appear under ${example.day}, and the old address /${old}/ would not find it. In the newsroom, under Settings, Time zone, set it to ${what}. Or write it into data/site.json and deploy, or restart npm start, if nothing was saved there.`;
}
