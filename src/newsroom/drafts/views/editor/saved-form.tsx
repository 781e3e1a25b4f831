import type { Child } from 'hono/jsx';
import type { NewsroomContext } from '../../../frame/context.ts';
import { draftPath } from './open-draft.ts';

// What the pages share on which a draft is written.

interface SavedForm {
  c: NewsroomContext;
  id: string;
  /** The version that saving replaces. */
  version: number;
  /** The end of the page's address. */
  page?: '/form' | '/text';
  class?: string;
  inert?: boolean;
  'data-unsaved'?: '' | undefined;
  children: Child;
}

/** The form that saves a draft: `browser/editor.ts` does so by itself. */
export const SavedForm = ({ c, id, version, page, children, ...attributes }: SavedForm) => (
  <form
    id="draft"
    method="post"
    action={`${draftPath(id)}${page ?? ''}`}
    data-person={c.get('person').id}
    {...attributes}
  >
    <input type="hidden" name="version" value={String(version)} />
    {children}
  </form>
);

/** `other` is what somebody else has saved meanwhile. */
export const SaveButton = ({ other }: { other: { by: string } | undefined }) => (
  <button class="main" type="submit" name="action" value="save">
    {other ? 'Save mine as the newest version' : 'Save'}
  </button>
);

/** The form of `Discard`, which may stand in another form. */
export const DiscardForm = ({ id, version }: { id: string; version: number }) => (
  <form id="discard" method="post" action={`${draftPath(id)}/discard`}>
    <input type="hidden" name="version" value={String(version)} />
  </form>
);

export const Discard = () => (
  <>
    <p class="quiet">A discarded draft is kept for 30 days and can be restored.</p>
    <button class="grave" type="submit" form="discard">
      Discard this draft
    </button>
  </>
);
