import type { Child } from 'hono/jsx';
import { directionOf } from '../../../language/words.ts';
import { isolateIfUnbalanced } from '../../../lib/bidi.ts';
import { type Site, storyUrl } from '../../../settings/site.ts';
import type { StoryStatus } from '../../desk/ledger/story-row.ts';
import { formatTime } from '../../frame/times.ts';
import type { ListedStory } from '../desk/story-lists.ts';

const STATES: Record<StoryStatus, { word: string; look: string }> = {
  published: { word: 'Published', look: 'state good' },
  scheduled: { word: 'Scheduled', look: 'state ai' },
  withdrawn: { word: 'Withdrawn', look: 'state bad' },
};

/** The state of a story, as a word in a frame. */
export function StoryState({ status, isMerged = false }: { status: StoryStatus; isMerged?: boolean }) {
  const { word, look } = STATES[status];
  return <span class={look}>{isMerged ? 'Merged' : word}</span>;
}

/** The attributes of an element whose text is in the story's own language. */
export const inOwnLanguage = ({ inLanguage }: { inLanguage: string }) => ({
  lang: inLanguage,
  dir: directionOf(inLanguage),
});

/** A time in the newsroom's zone. */
export const When = ({ time, zone }: { time: string; zone: string }) => (
  <time datetime={new Date(time).toISOString()}>{formatTime(time, zone)}</time>
);

/** Names in a sentence, each kept apart from the direction of the others. */
export const Names = ({ names }: { names: readonly string[] }) => (
  <>{names.flatMap((name, index) => [index > 0 ? ', ' : '', <bdi>{name}</bdi>])}</>
);

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
  const { slug, headline, status, revision, datePublished, authors, mergedInto } = story;
  const of = <span class="hidden">: {isolateIfUnbalanced(headline)}</span>;
  const facts: Child[] = [
    <When time={datePublished} zone={zone} />,
    ...(authors.length > 0 ? [<Names names={authors} />] : []),
    ...(revision > 1 ? [`revision ${revision}`] : []),
    ...(mergedInto === null
      ? []
      : [
          <>
            leads to <a href={storyPath(mergedInto)}>{storyUrl(site, mergedInto)}</a>
          </>,
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
        {hasPage(story) ? <a href={storyUrl(site, slug)}>Readers’ page{of}</a> : ''}
        {status === 'withdrawn' ? (
          ''
        ) : (
          <a href={storyPath(slug, '/correct')}>
            {status === 'scheduled' ? 'Edit' : 'Correct'}
            {of}
          </a>
        )}
        <a href={storyPath(slug)}>Revisions and more{of}</a>
      </p>
    </li>
  );
}
