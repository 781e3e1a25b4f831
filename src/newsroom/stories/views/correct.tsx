import { correctStory } from '../../drafts/desk/correct-story.ts';
import { type NewsroomContext, NewsroomError, readForm } from '../../frame/context.ts';
import { readRevision, refusedBecause, renderAction } from './action-page.tsx';
import { type FoundStory, findStory } from './find-story.ts';

type Refused = Parameters<typeof renderAction>[1]['refused'];

function askCorrect(c: NewsroomContext, found: FoundStory, refused?: Refused) {
  const t = c.get('t');
  const isScheduled = found.row.status === 'scheduled';
  return renderAction(c, {
    found,
    name: 'correct',
    title: isScheduled ? t('Edit this story?') : t('Correct this story?'),
    button: t('Open the draft'),
    refused,
    children: (
      <>
        <p>
          {t('This opens a draft with the present text, or the draft that is open already.')}{' '}
          {isScheduled
            ? t('The scheduled story stays as it is until the draft is published.')
            : t('Readers see nothing of it until the draft is published.')}
        </p>
        {isScheduled ? (
          ''
        ) : (
          <p>
            {t(
              'Where something was wrong, write a correction notice in the draft: what the story said, and what is right. Readers see it above the analysis. For a slip of spelling, the time of the change is enough: a new draft has the present time, which you can change.',
            )}
          </p>
        )}
      </>
    ),
  });
}

export async function askToCorrect(c: NewsroomContext) {
  const found = await findStory(c);
  if (found instanceof Response) return found;
  if (found.row.status === 'withdrawn') {
    throw new NewsroomError(409, 'Withdrawn', 'The story is withdrawn. Restore it first, then correct it.');
  }
  return askCorrect(c, found);
}

/** Opens a draft of the story. Nothing of the story changes, so it does not matter which revision was looked at. */
export async function correct(c: NewsroomContext) {
  const form = await readForm(c);
  const found = await findStory(c);
  if (found instanceof Response) return found;
  const now = Date.now();
  const done = await correctStory(c.env, {
    slug: found.row.slug,
    actor: c.get('actor'),
    now,
    dateModified: new Date(now).toISOString().replace(/\.\d+Z$/, 'Z'),
  });
  if (done.ok) {
    const asked = found.row.status === 'published' ? '?add=correction' : '';
    return c.redirect(`/newsroom/drafts/${done.draft.id}${asked}`, 303);
  }
  return askCorrect(c, found, refusedBecause(c, found, done, readRevision(form)));
}
