import type { Child } from 'hono/jsx';
import { termsOf } from '../../../site/query/terms.ts';
import { deskOf } from '../../desk/desk-stub.ts';
import { DraftRows } from '../../drafts/views/rows.tsx';
import { type Newsroom, type NewsroomContext, zoneOf } from '../../frame/context.ts';
import { renderNewsroom } from '../../frame/layout.tsx';
import { PictureList } from '../../pictures/views/pages.tsx';
import { findStories } from '../../stories/views/find-stories.ts';
import { StoryRow } from '../../stories/views/parts.tsx';
import { readSearch, searchPath } from '../../stories/views/query.ts';
import { useWords } from '../../words/words.ts';

/** The most results of each kind. */
const MOST = 20;

function Group(props: { id: string; title: string; count: number; rest: Child; children: Child }) {
  const t = useWords();
  const { id, title, count, rest, children } = props;
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {count === 0 ? <p>{t('None has all of these words.')}</p> : children}
      {rest ? <p class="quiet">{rest}</p> : ''}
    </section>
  );
}

/** Finds drafts, stories and pictures by words. */
async function showSearch(c: NewsroomContext): Promise<Response> {
  const [t, zone, site, actor] = [c.get('t'), zoneOf(c), c.get('site'), c.get('actor')];
  const search = readSearch(t, new URLSearchParams({ q: c.req.query('q') ?? '' }));
  const words = search.typed.q;
  if (termsOf(words).length === 0) {
    return renderNewsroom(c, {
      title: t('Find'),
      children: <p>{t('Write words into the field at the top. They find drafts, stories and pictures.')}</p>,
    });
  }
  const [{ drafts, isWhole }, stories, found] = await Promise.all([
    deskOf(c.env).drafts.search({ actor, words, most: MOST }),
    findStories(c, search, MOST),
    deskOf(c.env).media.search({ words, most: MOST }),
  ]);
  const listed = [...stories.stories, ...stories.further].slice(0, MOST);
  return renderNewsroom(c, {
    title: t('Find: {words}', { words }),
    heading: t('Find: {words}', { words: <bdi>{words}</bdi> }),
    children: (
      <>
        <Group
          id="drafts"
          title={t('Drafts')}
          count={drafts.length}
          rest={
            isWhole
              ? ''
              : t('Of many drafts, the ones that changed last are searched. More words find fewer.')
          }
        >
          <DraftRows drafts={drafts} zone={zone} />
        </Group>
        <Group
          id="stories"
          title={t('Stories')}
          count={listed.length}
          rest={
            stories.older || stories.isIndexDown ? (
              <a href={searchPath(search.typed)}>{t('Search on among the stories')}</a>
            ) : (
              ''
            )
          }
        >
          <ul class="rows">
            {listed.map((story) => (
              <StoryRow story={story} site={site} zone={zone} />
            ))}
          </ul>
        </Group>
        <Group
          id="pictures"
          title={t('Pictures')}
          count={found.pictures.length}
          rest={found.isWhole ? '' : t('Of many pictures, the newest are searched. More words find fewer.')}
        >
          <PictureList pictures={found.pictures} zone={zone} draft={undefined} />
        </Group>
        <p class="quiet">
          {t(
            'Words are found in the headlines, texts and authors of drafts and stories, and in the names, descriptions and credits of pictures. All of them must be there; parts of words count.',
          )}
        </p>
      </>
    ),
  });
}

/** Adds the search to which the field at the top of every page leads. */
export function addSearchRoutes(newsroom: Newsroom): void {
  newsroom.get('/newsroom/search', showSearch);
}
