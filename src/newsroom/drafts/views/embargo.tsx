import { deskOf } from '../../desk/desk-stub.ts';
import type { NewsroomContext } from '../../frame/context.ts';
import { formatTime } from '../../frame/times.ts';
import { useWords } from '../../words/words.ts';
import type { Draft, Embargo } from '../desk/draft.ts';

/** Says until when a story must not appear, and why. */
export function EmbargoNote({ embargo: { until, why }, zone }: { embargo: Embargo; zone: string }) {
  const t = useWords();
  return (
    <span>
      <span class="state ai">{t('Embargo until {time}', { time: formatTime(until, zone, t.tag) })}</span>{' '}
      <bdi>{why}</bdi>
    </span>
  );
}

/** Says that a story would appear before its embargo ends, so that nothing was done. */
export function EmbargoRefusal({ embargo: { until, why }, zone }: { embargo: Embargo; zone: string }) {
  const t = useWords();
  return (
    <>
      {t('Nothing was published or scheduled: the story would appear before its embargo ends, on {time}.', {
        time: formatTime(until, zone, t.tag),
      })}{' '}
      <bdi>{why}</bdi>
    </>
  );
}

/** Asks once more whether a story is to appear before its embargo ends. */
export function EmbargoQuestion() {
  const t = useWords();
  return (
    <p>
      <label>
        <input type="checkbox" name="embargo" value="breaks" required />{' '}
        {t('It is to appear before the embargo ends')}
      </label>
    </p>
  );
}

/** Whether a story appears before its embargo ends: one that was set after the story was scheduled does not move it. */
export const isTooEarly = (embargo: Embargo, appears: string) =>
  Date.parse(appears) < Date.parse(embargo.until);

/** Warns that a scheduled story appears before its embargo ends. */
export function EmbargoWarning(props: { embargo: Embargo; slug: string; appears: string; zone: string }) {
  const t = useWords();
  const { embargo, slug, appears, zone } = props;
  if (!isTooEarly(embargo, appears)) return '';
  return (
    <p class="said wrong">
      {t('The story is scheduled for {appears}, before its embargo ends on {ends}.', {
        appears: formatTime(appears, zone, t.tag),
        ends: formatTime(embargo.until, zone, t.tag),
      })}{' '}
      {t('An embargo does not move it: give the story another time, or end the embargo.')}{' '}
      <a href={`/newsroom/stories/${slug}/move`}>{t('Give it another time')}</a>
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
