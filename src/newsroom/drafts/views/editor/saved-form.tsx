import type { Child } from 'hono/jsx';
import type { NewsroomContext } from '../../../frame/context.ts';
import { useWords } from '../../../words/words.ts';
import { draftPath } from './open-draft.ts';

// What the pages share on which a draft is written.

interface SavedFormProps {
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

/** The form of a draft, which `browser/editor.ts` saves by itself. */
export const SavedForm = ({ c, id, version, page, children, ...attributes }: SavedFormProps) => (
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

/** `other` is who has saved another version meanwhile. */
export function SaveButton({ other }: { other: { by: string } | undefined }) {
  const t = useWords();
  return (
    <button class="main" type="submit" name="action" value="save">
      {t(other ? 'Save mine as the newest version' : 'Save')}
    </button>
  );
}

/** The form that the button of `Discard` sends. It stands outside the form of the draft, because forms do not nest. */
export const DiscardForm = ({ id, version }: { id: string; version: number }) => (
  <form id="discard" method="post" action={`${draftPath(id)}/discard`}>
    <input type="hidden" name="version" value={String(version)} />
  </form>
);

/** The button that discards a draft, wherever it stands. */
export function Discard() {
  const t = useWords();
  return (
    <>
      <p class="quiet">{t('A discarded draft is kept for 30 days and can be restored.')}</p>
      <button class="grave" type="submit" form="discard">
        {t('Discard this draft')}
      </button>
    </>
  );
}
