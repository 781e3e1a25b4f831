import { addDays, isDay } from '../../../frame/times.ts';

// Months (`YYYY-MM`) and days (`YYYY-MM-DD`) of a calendar whose weeks begin on Monday (ISO 8601).

/** Whether a text is a month of the calendar. */
export const isMonth = (text: string): boolean => isDay(`${text}-01`);

/** Returns the month that many months later; earlier if negative. */
export function addMonths(month: string, months: number): string {
  const date = new Date(`${month}-01T00:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() + months);
  return date.toISOString().slice(0, 7);
}

/** Returns the weeks in which a month has days, each with its seven days: the first and last may belong to other months. */
export function weeksOf(month: string): string[][] {
  const first = `${month}-01`;
  const afterMonday = (new Date(`${first}T00:00:00Z`).getUTCDay() + 6) % 7;
  const weeks: string[][] = [];
  for (let monday = addDays(first, -afterMonday); monday.slice(0, 7) <= month; monday = addDays(monday, 7)) {
    weeks.push(Array.from({ length: 7 }, (_day, index) => addDays(monday, index)));
  }
  return weeks;
}
