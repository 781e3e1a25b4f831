import { toFormTime } from '../../../../frame/times.ts';
import { placesOf, type Values } from './values.ts';

/** Dates correction notices for which neither a day nor a time was typed: with the time at which they are saved. */
export function withNoticeTimes(values: Values, { zone, now }: { zone: string; now: number }): Values {
  const { day, time } = toFormTime(new Date(now).toISOString(), zone);
  const undated = placesOf(values, 'correction').filter((place) => {
    const [text, ...date] = ['text', 'datePublished.day', 'datePublished.time'].map(
      (name) => values[`correction.${place}.${name}`]?.trim() ?? '',
    );
    return text !== '' && date.every((part) => part === '');
  });
  const dates = undated.flatMap((place) => [
    [`correction.${place}.datePublished.day`, day],
    [`correction.${place}.datePublished.time`, time],
  ]);
  return { ...values, ...Object.fromEntries(dates) };
}
