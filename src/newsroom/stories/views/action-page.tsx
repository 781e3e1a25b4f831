import type { Child } from 'hono/jsx';
import { isolateIfUnbalanced } from '../../../lib/bidi.ts';
import type { AppliedChange, Refusal } from '../../desk/ledger/change-result.ts';
import { REFUSAL_STATUS } from '../../desk/refusal-status.ts';
import type { RefusedStory } from '../../desk/submit-story.ts';
import type { DraftRefusal } from '../../drafts/desk/draft.ts';
import { formField, labelOf } from '../../drafts/views/editor/check/field-names.ts';
import { plainRule, sayRule } from '../../drafts/views/editor/check/rule-words.ts';
import { type NewsroomContext, NewsroomError, textField, zoneOf } from '../../frame/context.ts';
import { renderNewsroom } from '../../frame/layout.tsx';
import { formatTime } from '../../frame/times.ts';
import type { FoundStory } from './find-story.ts';
import { inOwnLanguage, storyPath } from './parts.tsx';

interface ActionParts {
  found: FoundStory;
  /** The last part of the page's address, and of that of its form. */
  name: string;
  title: string;
  button: string;
  /** Whether readers lose something. */
  isGrave?: boolean;
  /** What will happen, and the form's fields. */
  children: Child;
  /** Why what was sent did not happen. */
  refused?: { status: number; text: Child } | undefined;
}

/** Asks whether a change is meant, with the fields that it needs. Its form holds the revision that the editor looks at. */
export function renderAction(c: NewsroomContext, parts: ActionParts): Response | Promise<Response> {
  const { found, name, title, button, isGrave = false, children, refused } = parts;
  const { row, record } = found;
  return renderNewsroom(c, {
    title,
    said: refused && { text: refused.text, isWrong: true },
    status: refused?.status ?? 200,
    children: (
      <>
        <p class="story-name" {...inOwnLanguage(record)}>
          {isolateIfUnbalanced(record.headline)}
        </p>
        <form method="post" action={storyPath(row.slug, `/${name}`)}>
          <input type="hidden" name="revision" value={String(row.revision)} />
          {children}
          <p class="actions">
            <button class={isGrave ? 'grave' : 'main'} type="submit">
              {button}
            </button>
            <a class="button" href={storyPath(row.slug)}>
              {c.get('t')('Cancel')}
            </a>
          </p>
        </form>
      </>
    ),
  });
}

/** Returns the revision that an editor looked at, as the form has it. Throws 400 if the form has none. */
export function readRevision(form: FormData): number {
  const revision = textField(form, 'revision');
  if (/^[1-9]\d{0,8}$/.test(revision)) return Number(revision);
  throw new NewsroomError(
    400,
    'The form is not whole',
    'It does not say which revision of the story you looked at, so nothing was changed. Open the page again.',
  );
}

/** Says why a change was refused. For one that replaces something unseen, says what happened meanwhile. */
export function refusedBecause(
  c: NewsroomContext,
  { row }: FoundStory,
  refusal: Refusal | RefusedStory | DraftRefusal,
  seen: number,
): { status: number; text: Child } {
  const t = c.get('t');
  const { why } = refusal;
  const current = 'current' in refusal ? refusal.current : undefined;
  const status = REFUSAL_STATUS[why];
  const faults = ('faults' in refusal && refusal.faults) || [];
  if (why !== 'stale' || !current) {
    return {
      status,
      text: (
        <>
          <p>{t(refusal)}</p>
          {faults.length > 0 ? (
            <ul>
              {faults.map(({ field, rule }) => (
                <li>{sayRule(t, plainRule(rule), labelOf(t, formField(field, {})) ?? field)}</li>
              ))}
            </ul>
          ) : (
            ''
          )}
        </>
      ),
    };
  }
  const link = (
    <a href={storyPath(row.slug, `/compare?from=${seen}&to=${current.revision}`)}>{t('See what changed')}</a>
  );
  return {
    status,
    text: (
      <p>
        {t(
          'Nothing was changed, because {name} made revision {revision} on {time}, and you looked at revision {seen}. {link}. If you still mean it, send this again.',
          {
            name: <bdi>{current.who}</bdi>,
            revision: current.revision,
            time: formatTime(current.at, zoneOf(c), t.tag),
            seen,
            link,
          },
        )}
      </p>
    ),
  };
}

/** Leads to the page of a story that was changed. */
export const afterChange = (c: NewsroomContext, { slug, changed }: AppliedChange, done: string): Response =>
  c.redirect(storyPath(slug, `?done=${changed ? done : 'unchanged'}`), 303);
