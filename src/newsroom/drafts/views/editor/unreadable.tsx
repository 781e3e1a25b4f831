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
  return renderNewsroom(c, {
    title: draft.headline ?? draft.name,
    children: (
      <>
        <DraftHeader c={c} draft={draft} at="write" />
        <p>
          The head of this text cannot be read, so its fields cannot be shown in a form. Nothing is lost:
          correct the text, and the form is back.
        </p>
        <FaultList check={check} id={draft.id} />
        <p>
          <a class="button" href={`${draftPath(draft.id)}/text?line=${check.faults[0]?.line ?? 1}`}>
            Correct the text
          </a>
        </p>
      </>
    ),
  });
}
