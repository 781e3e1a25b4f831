import { findDraftLine, parseStoryFile } from '../../../../site/story/parse/parse.ts';
import { deskOf } from '../../../desk/desk-stub.ts';
import type { DraftSummary } from '../../../drafts/desk/draft.ts';
import { EmbargoNote } from '../../../drafts/views/embargo.tsx';
import type { NewsroomContext } from '../../../frame/context.ts';
import { useWords } from '../../../words/words.ts';

/** The most drafts beside the calendar. */
const MOST = 20;

/** Finds new drafts that could be scheduled: without faults, and approved where the newsroom asks for that. */
export async function findReady(c: NewsroomContext): Promise<DraftSummary[]> {
  const actor = c.get('actor');
  const needsReview = c.get('settings').newsroom.review !== 'none';
  const drafts = (await deskOf(c.env).drafts.list({ actor })).filter(
    ({ state, base }) => base === null && (state === 'approved' || (state === 'draft' && !needsReview)),
  );
  const found = await Promise.all(
    drafts.slice(0, MOST).map(({ id }) => deskOf(c.env).drafts.find(id, actor)),
  );
  return found.flatMap((each) => {
    if (!each.ok || findDraftLine(each.draft.text) !== undefined) return [];
    const { text, ...draft } = each.draft;
    return parseStoryFile(text, draft.name).ok ? [draft] : [];
  });
}

/** Drafts that have no time yet, each with the way to the form that gives it one. */
export function Ready({ drafts, zone }: { drafts: readonly DraftSummary[]; zone: string }) {
  const t = useWords();
  return (
    <section aria-labelledby="ready">
      <h2 id="ready">{t('Ready to be scheduled')}</h2>
      {drafts.length === 0 ? (
        <p class="quiet">
          {t(
            'No draft is ready yet. One is as soon as nothing in it is wrong and whoever has to approve it has.',
          )}
        </p>
      ) : (
        ''
      )}
      <ul class="ready">
        {drafts.map(({ id, name, headline, embargo }) => {
          const [title, path] = [headline ?? name, `/newsroom/drafts/${id}`];
          return (
            <li>
              <a href={path} dir="auto">
                {title}
              </a>{' '}
              {embargo ? <EmbargoNote embargo={embargo} zone={zone} /> : ''}{' '}
              <span data-move={`${path}/schedule`} data-title={title}>
                <a class="button" href={`${path}/schedule`}>
                  {t('Schedule for…')}
                  <span class="hidden"> {title}</span>
                </a>
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
