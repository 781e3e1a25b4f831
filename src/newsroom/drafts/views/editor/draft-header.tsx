import { type NewsroomContext, zoneOf } from '../../../frame/context.ts';
import { formatTime } from '../../../frame/times.ts';
import { type Translate, useWords } from '../../../words/words.ts';
import type { Draft } from '../../desk/draft.ts';
import { EmbargoNote } from '../embargo.tsx';
import { STATE_NAMES } from '../states.ts';
import { draftPath } from './open-draft.ts';

type View = 'write' | 'form' | 'text' | 'versions' | 'review' | 'schedule' | 'publish' | 'sources';

/** Says that a draft was discarded, with a button that restores it. */
export function DiscardedLine({ draft, zone }: { draft: Draft; zone: string }) {
  const t = useWords();
  if (!draft.discarded) return '';
  return (
    <form class="said wrong" method="post" action={`${draftPath(draft.id)}/restore`}>
      {t('This draft was discarded on {time}. It cannot be changed until it is restored.', {
        time: formatTime(draft.discarded, zone, t.tag),
      })}{' '}
      <button class="plain" type="submit">
        {t('Restore it')}
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
  const t = useWords();
  const path = draftPath(draft.id);
  const views = [
    ['write', path, t('Write')],
    ['form', `${path}/form`, t('Form')],
    ['text', `${path}/text`, t('Text')],
    ['page', `${path}/page`, t('Page')],
    ['feed', `${path}/feed`, t('In feeds')],
    ['versions', `${path}/versions`, t('Versions')],
    ['review', `${path}/review`, t('Review')],
    ['schedule', `${path}/schedule`, t('Time and embargo')],
    ...(at === 'sources' ? ([['sources', `${path}/sources`, t('Sources')]] as const) : []),
  ] as const;
  return (
    <nav aria-label={t('This draft')} class="views">
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

/** Says which version is the newest, who saved it, and when. */
export const savedLine = (t: Translate, { version, by, saved }: Draft, zone: string): string =>
  t('Version {version}, saved by {name} on {time}', {
    version,
    name: by,
    time: formatTime(saved, zone, t.tag),
  });

/** What a page about one draft says first: its state, its newest version, and the ways to its other pages. */
export function DraftHeader({ c, draft, at }: { c: NewsroomContext; draft: Draft; at: View }) {
  const t = useWords();
  const zone = zoneOf(c);
  return (
    <>
      <DiscardedLine draft={draft} zone={zone} />
      <p>
        <span class="state">{t(STATE_NAMES[draft.state])}</span>{' '}
        {draft.base ? (
          <>
            <a href={`/newsroom/stories/${draft.base.slug}`}>
              {t('Changes a story that is published or scheduled.')}
            </a>{' '}
          </>
        ) : (
          ''
        )}
        <span id="saved" class="quiet">
          {savedLine(t, draft, zone)}
        </span>
      </p>
      <EmbargoLine draft={draft} zone={zone} />
      <DraftViews draft={draft} at={at} />
    </>
  );
}
