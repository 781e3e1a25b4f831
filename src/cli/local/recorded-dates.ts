// The sample sources are of 24 November 2026. So that they are never old, their days move with the calendar.

const RECORDED = Date.UTC(2026, 10, 24);
const DAY = 86_400_000;

/** Returns by how many days the recorded ones move: the newest becomes yesterday (UTC). */
export const daysSinceRecorded = (now: number): number => Math.floor((now - RECORDED) / DAY) - 1;

const nameOfMonth = (day: Date, language: string) =>
  new Intl.DateTimeFormat(language, { month: 'long', timeZone: 'UTC' }).format(day);

/** Moves the days of November 2026 in a text, in all of the forms in which the samples write them. */
export function moveDates(text: string, days: number): string {
  const moved = (day: string) => new Date(Date.UTC(2026, 10, Number(day)) + days * DAY);
  return text
    .replaceAll(/2026-11-(\d\d)/g, (_, day: string) => moved(day).toISOString().slice(0, 10))
    .replaceAll(
      /\b(\d{1,2})(\.?) (November|Nov)\b( 2026)?/g,
      (_, day: string, dot: string, month: string, year = '') => {
        const date = moved(day);
        const name = nameOfMonth(date, dot === '.' ? 'de' : 'en').slice(0, month === 'Nov' ? 3 : undefined);
        return `${date.getUTCDate()}${dot} ${name}${year === '' ? '' : ` ${date.getUTCFullYear()}`}`;
      },
    );
}
