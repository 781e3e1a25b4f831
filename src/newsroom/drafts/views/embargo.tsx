import { deskOf } from '../../desk/desk-stub.ts';
import type { NewsroomContext } from '../../frame/context.ts';
import { formatTime } from '../../frame/times.ts';
import type { Draft, Embargo } from '../desk/draft.ts';

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
    {formatTime(until, zone)}. <bdi>{why}</bdi>
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

/** Whether a story appears before its embargo ends: one that was set after the story was scheduled does not move it. */
export const isTooEarly = (embargo: Embargo, appears: string) =>
  Date.parse(appears) < Date.parse(embargo.until);

/** Warns that a scheduled story appears before its embargo ends. */
export function EmbargoWarning(props: { embargo: Embargo; slug: string; appears: string; zone: string }) {
  const { embargo, slug, appears, zone } = props;
  if (!isTooEarly(embargo, appears)) return '';
  return (
    <p class="said wrong">
      The story is scheduled for {formatTime(appears, zone)}, before its embargo ends on{' '}
      {formatTime(embargo.until, zone)}. An embargo does not move it:{' '}
      <a href={`/newsroom/stories/${slug}/move`}>give it another time</a>, or end the embargo.
    </p>
  );
}

/** Warns that the story of a draft is scheduled to appear before the draft's embargo ends. */
export async function warnOfEmbargo(c: NewsroomContext, { base, embargo }: Draft, zone: string) {
  if (!base || !embargo) return '';
  const { findStory } = deskOf(c.env);
  const named = await findStory(base.slug);
  const found = named && 'movedTo' in named ? await findStory(named.movedTo) : named;
  if (!found || !('row' in found) || found.row.status !== 'scheduled') return '';
  const { slug, datePublished } = found.record;
  return <EmbargoWarning embargo={embargo} slug={slug} appears={datePublished} zone={zone} />;
}
