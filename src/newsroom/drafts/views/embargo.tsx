import { formatTime, nameZone } from '../../frame/times.ts';
import type { Embargo } from '../desk/draft.ts';

/** Says until when a story must not appear, and why. */
export const EmbargoNote = ({ embargo: { until, why }, zone }: { embargo: Embargo; zone: string }) => (
  <span>
    <span class="state ai">Embargo until {formatTime(until, zone)}</span> <bdi>{why}</bdi>
  </span>
);

/** Says that a story would appear before its embargo ends, so that nothing was done. */
export const EmbargoRefusal = ({ embargo: { until, why }, zone }: { embargo: Embargo; zone: string }) => (
  <>
    Nothing was published or scheduled: the story would appear before its embargo ends, on{' '}
    {formatTime(until, zone)} ({nameZone(zone, Date.parse(until))}). <bdi>{why}</bdi>
  </>
);

/** Asks once more whether a story is to appear before its embargo ends. */
export const EmbargoQuestion = () => (
  <p>
    <label>
      <input type="checkbox" name="embargo" value="breaks" required /> It is to appear before the embargo ends
    </label>
  </p>
);
