import type { Child } from 'hono/jsx';
import { directionOf } from '../../../language/words.ts';
import { isolateIfUnbalanced } from '../../../lib/bidi.ts';
import { type Site, storyUrl } from '../../../settings/site.ts';
import type { StoryStatus } from '../../desk/ledger/story-row.ts';
import { formatTime } from '../../frame/times.ts';
import { sentence } from '../../words/translate.ts';
import { useWords } from '../../words/words.ts';
import type { ListedStory } from '../desk/story-lists.ts';

const STATES: Record<StoryStatus, { word: string; look: string }> = {
  published: { word: sentence('Published'), look: 'state good' },
  scheduled: { word: sentence('Scheduled'), look: 'state ai' },
  withdrawn: { word: sentence('Withdrawn'), look: 'state bad' },
};

/** The state of a story, as a word in a frame. */
export function StoryState({ status, isMerged = false }: { status: StoryStatus; isMerged?: boolean }) {
  const t = useWords();
  const { word, look } = STATES[status];
  return <span class={look}>{isMerged ? t('Merged') : t(word)}</span>;
}

/** The attributes of an element whose text is in the story's own language. */
export const inOwnLanguage = ({ inLanguage }: { inLanguage: string }) => ({
  lang: inLanguage,
  dir: directionOf(inLanguage),
});

/** A time in the newsroom's zone. */
export function When({ time, zone }: { time: string; zone: string }) {
  const t = useWords();
  return <time datetime={new Date(time).toISOString()}>{formatTime(time, zone, t.tag)}</time>;
}

/** Names in a sentence, each kept apart from the direction of the others. */
export function Names({ names }: { names: readonly string[] }) {
  const t = useWords();
  const parts = new Intl.ListFormat(t.tag, { style: 'narrow' }).formatToParts(names);
  return <>{parts.map(({ type, value }) => (type === 'element' ? <bdi>{value}</bdi> : value))}</>;
}

/** The address of a story's page in the newsroom. */
export const storyPath = (slug: string, rest = '') => `/newsroom/stories/${slug}${rest}`;

/** Whether a story is on a page for readers. */
export const hasPage = ({ status }: { status: StoryStatus }) => status === 'published';

interface RowParts {
  story: ListedStory;
  site: Site;
  zone: string;
}

/** A story in a list: its headline, what is known of it, and where to go from there. */
export function StoryRow({ story, site, zone }: RowParts) {
  const t = useWords();
  const { slug, headline, status, revision, datePublished, authors, mergedInto } = story;
  const of = <span class="hidden">: {isolateIfUnbalanced(headline)}</span>;
  const facts: Child[] = [
    <When time={datePublished} zone={zone} />,
    ...(authors.length > 0 ? [<Names names={authors} />] : []),
    ...(revision > 1 ? [t('revision {revision}', { revision })] : []),
    ...(mergedInto === null
      ? []
      : [
          t('leads to {address}', {
            address: <a href={storyPath(mergedInto)}>{storyUrl(site, mergedInto)}</a>,
          }),
        ]),
  ];
  return (
    <li>
      <p class="title">
        <a href={storyPath(slug)} {...inOwnLanguage(story)}>
          {isolateIfUnbalanced(headline)}
        </a>
      </p>
      <p class="quiet">
        <StoryState status={status} isMerged={mergedInto !== null} />{' '}
        {facts.flatMap((fact, index) => [index > 0 ? ' · ' : '', fact])}
      </p>
      <p class="links">
        {hasPage(story) ? (
          <a href={storyUrl(site, slug)}>
            {t('Readers’ page')}
            {of}
          </a>
        ) : (
          ''
        )}
        {status === 'withdrawn' ? (
          ''
        ) : (
          <a href={storyPath(slug, '/correct')}>
            {status === 'scheduled' ? t('Edit') : t('Correct')}
            {of}
          </a>
        )}
        <a href={storyPath(slug)}>
          {t('Revisions and more')}
          {of}
        </a>
      </p>
    </li>
  );
}
