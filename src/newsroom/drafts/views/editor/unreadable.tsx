import type { NewsroomContext } from '../../../frame/context.ts';
import { renderNewsroom } from '../../../frame/layout.tsx';
import type { Draft } from '../../desk/draft.ts';
import type { Check } from './check/check.ts';
import { FaultList } from './check-lists.tsx';
import { DraftHeader } from './draft-header.tsx';
import { draftPath } from './open-draft.ts';

/** Renders what stands in the place of the fields if the draft's front matter cannot be read. */
export function renderUnreadable(
  c: NewsroomContext,
  draft: Draft,
  check: Check,
): Response | Promise<Response> {
  const t = c.get('t');
  return renderNewsroom(c, {
    title: draft.headline ?? draft.name,
    children: (
      <>
        <DraftHeader c={c} draft={draft} at="write" />
        <p>
          {t(
            'The part of this draft that holds headline, sources and the other fields is written in a way that cannot be read, so they cannot be shown. Nothing is lost: go back to an earlier version, or correct the text, and they are back.',
          )}
        </p>
        <FaultList check={check} id={draft.id} />
        <p>
          <a class="button" href={`${draftPath(draft.id)}/text?line=${check.faults[0]?.line ?? 1}`}>
            {t('Correct the text')}
          </a>{' '}
          <a class="button" href={`${draftPath(draft.id)}/versions`}>
            {t('Earlier versions')}
          </a>
        </p>
      </>
    ),
  });
}
