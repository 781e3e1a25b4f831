import { type NewsroomContext, zoneOf } from '../../../frame/context.ts';
import { formatTime } from '../../../frame/times.ts';
import type { Draft } from '../../desk/draft.ts';
import { EmbargoNote } from '../embargo.tsx';
import { draftPath } from './open-draft.ts';

type View = 'write' | 'form' | 'text' | 'versions' | 'review' | 'schedule' | 'publish' | 'sources';

/** Says that a draft was discarded, with a button that restores it. */
export function DiscardedLine({ draft, zone }: { draft: Draft; zone: string }) {
  if (!draft.discarded) return '';
  return (
    <form class="said wrong" method="post" action={`${draftPath(draft.id)}/restore`}>
      This draft was discarded on {formatTime(draft.discarded, zone)}. It cannot be changed until it is
      restored.{' '}
      <button class="plain" type="submit">
        Restore it
      </button>
    </form>
  );
}

/** Says until when nothing of a draft may be published, and why. */
export function EmbargoLine({ draft, zone }: { draft: Draft; zone: string }) {
  if (!draft.embargo) return '';
  return (
    <p>
      <EmbargoNote embargo={draft.embargo} zone={zone} />
    </p>
  );
}

/** The ways to the pages of a draft. */
export function DraftViews({ draft, at }: { draft: Draft; at: View }) {
  const path = draftPath(draft.id);
  const views = [
    ['write', path, 'Write'],
    ['form', `${path}/form`, 'Form'],
    ['text', `${path}/text`, 'Text'],
    ['page', `${path}/page`, 'Page'],
    ['feed', `${path}/feed`, 'In feeds'],
    ['versions', `${path}/versions`, 'Versions'],
    ['review', `${path}/review`, 'Review'],
    ['schedule', `${path}/schedule`, 'Time and embargo'],
    ...(at === 'sources' ? ([['sources', `${path}/sources`, 'Sources']] as const) : []),
  ] as const;
  return (
    <nav aria-label="This draft" class="views">
      <ul>
        {views.map(([name, href, title]) => (
          <li>
            <a href={href} aria-current={name === at ? 'page' : undefined}>
              {title}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** What a page about one draft says first: its state, its newest version, and the ways to its other pages. */
export function DraftHeader({ c, draft, at }: { c: NewsroomContext; draft: Draft; at: View }) {
  const zone = zoneOf(c);
  return (
    <>
      <DiscardedLine draft={draft} zone={zone} />
      <p>
        <span class="state">{draft.state}</span>{' '}
        {draft.base ? (
          <>
            Changes{' '}
            <a href={`/newsroom/stories/${draft.base.slug}`}>a story that is published or scheduled</a>.{' '}
          </>
        ) : (
          ''
        )}
        <span id="saved" class="quiet">
          Version {draft.version}, saved by {draft.by} on {formatTime(draft.saved, zone)}
        </span>
      </p>
      <EmbargoLine draft={draft} zone={zone} />
      <DraftViews draft={draft} at={at} />
    </>
  );
}
