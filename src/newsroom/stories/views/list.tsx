import type { Site } from '../../../settings/site.ts';
import { deskOf } from '../../desk/desk-stub.ts';
import { type NewsroomContext, zoneOf } from '../../frame/context.ts';
import { unlessNone } from '../../frame/count.ts';
import { renderNewsroom } from '../../frame/layout.tsx';
import { formatTime } from '../../frame/times.ts';
import { sentence } from '../../words/translate.ts';
import { useWords } from '../../words/words.ts';
import { type FoundStories, findStories } from './find-stories.ts';
import { StoryRow } from './parts.tsx';
import { readSearch, type StorySearch, searchPath } from './query.ts';

/** The most stories of a page. */
const PAGE_SIZE = 30;

const STATES = [
  ['', sentence('All')],
  ['published', sentence('Published')],
  ['scheduled', sentence('Scheduled')],
  ['withdrawn', sentence('Withdrawn')],
] as const;

const NONE: Record<string, string> = {
  published: sentence('No story is published.'),
  scheduled: sentence('No story is scheduled.'),
  withdrawn: sentence('No story is withdrawn.'),
};

/** The states with how many stories each has, as links that keep the rest of the search. */
function States({ typed, counts }: Pick<StorySearch, 'typed'> & { counts: Record<string, number> }) {
  const t = useWords();
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return (
    <nav aria-label={t('States')}>
      <ul>
        {STATES.map(([status, word]) => (
          <li>
            <a
              href={searchPath(typed, { status })}
              aria-current={typed.status === status ? 'page' : undefined}
            >
              {t(word)}{' '}
              <span class="quiet">{unlessNone(status === '' ? all : (counts[status] ?? 0), t.tag)}</span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function SearchForm({ search: { typed, fault }, site }: { search: StorySearch; site: Site }) {
  const t = useWords();
  const isKnown = site.topics.some(({ slug }) => slug === typed.topic);
  const isNarrow = typed.topic !== '' || typed.author !== '' || typed.source !== '';
  return (
    <search>
      <form method="get" action="/newsroom/stories">
        <div class="field">
          <label for="q">{t('Words')}</label>
          <input id="q" name="q" type="search" value={typed.q} aria-describedby="q-hint" maxlength={200} />
          <span class="hint" id="q-hint">
            {t(
              'In the headline, TL;DR or analysis, or in the sources of a published story. A story must have all of them.',
            )}
          </span>
        </div>
        <details open={isNarrow}>
          <summary>{t('Topic, author, source')}</summary>
          <div class="three">
            <div class="field">
              <label for="topic">{t('Topic')}</label>
              <select id="topic" name="topic">
                <option value="">{t('Any')}</option>
                {isKnown || typed.topic === '' ? (
                  ''
                ) : (
                  <option value={typed.topic} selected>
                    {typed.topic}
                  </option>
                )}
                {site.topics.map(({ slug, title }) => (
                  <option value={slug} selected={slug === typed.topic}>
                    {title}
                  </option>
                ))}
              </select>
            </div>
            <div class="field">
              <label for="author">{t('Author')}</label>
              <input id="author" name="author" value={typed.author} maxlength={200} />
            </div>
            <div class="field">
              <label for="source">{t('Source')}</label>
              <span class="hint" id="hint-source">
                {t('Its domain, like rfc-editor.org')}
              </span>
              <input
                id="source"
                name="source"
                value={typed.source}
                maxlength={200}
                aria-invalid={fault ? 'true' : undefined}
                aria-describedby={fault ? 'hint-source fault-source' : 'hint-source'}
                autocapitalize="none"
                spellcheck={false}
              />
              {fault ? (
                <p class="fault" id="fault-source">
                  {fault}
                </p>
              ) : (
                ''
              )}
            </div>
          </div>
        </details>
        {typed.status === '' ? '' : <input type="hidden" name="status" value={typed.status} />}
        <div class="actions">
          <button class="main" type="submit">
            {t('Search')}
          </button>
          {typed.q || isNarrow ? (
            <a href={searchPath({ ...typed, q: '', topic: '', author: '', source: '' })}>{t('Clear')}</a>
          ) : (
            ''
          )}
        </div>
      </form>
    </search>
  );
}

/** Says what was found, or what to do if nothing was. */
function Found({ page, search, zone }: { page: FoundStories; search: StorySearch; zone: string }) {
  const t = useWords();
  const { older } = page;
  const { q, topic, author, source, status } = search.typed;
  const isSearch = [q, topic, author, source].some((each) => each !== '');
  if (older) {
    return (
      <p>
        {t('None among the stories back to {time}. There are older ones that were not searched yet.', {
          time: formatTime(older.reached, zone, t.tag),
        })}
      </p>
    );
  }
  if (search.from !== '') return <p>{t('There are no older ones.')}</p>;
  if (isSearch) {
    return (
      <p>
        {t('No story has all of that. Try fewer words, or a part of a word.')}{' '}
        {status === '' ? (
          ''
        ) : (
          <a href={searchPath(search.typed, { status: '' })}>{t('Search in all states')}</a>
        )}
      </p>
    );
  }
  return (
    <p>
      {t(NONE[status] ?? sentence('No story has been published yet.'))}{' '}
      {t('{drafts} are where stories begin.', { drafts: <a href="/newsroom/drafts">{t('Drafts')}</a> })}
    </p>
  );
}

interface FurtherParts {
  stories: FoundStories['further'];
  site: Site;
  zone: string;
}

/** The stories that the index knows of beyond those that were examined. */
function Further({ stories, site, zone }: FurtherParts) {
  const t = useWords();
  return (
    <section aria-labelledby="further">
      <h2 id="further">{t('Further back')}</h2>
      <p class="quiet">
        {t(
          'The newest of the older stories that have all the words as whole words. “Search older stories” also finds parts of words.',
        )}
      </p>
      <ul class="rows">
        {stories.map((story) => (
          <StoryRow story={story} site={site} zone={zone} />
        ))}
      </ul>
    </section>
  );
}

/** Leads to older stories, and back to the newest. */
function Pages({
  page: { stories, older },
  search: { typed, from },
}: {
  page: FoundStories;
  search: StorySearch;
}) {
  const t = useWords();
  return (
    <p class="actions">
      {older ? (
        <a class="button" href={searchPath(typed, { from: older.from })}>
          {older.isFull && stories.length > 0 ? t('Next page') : t('Search older stories')}
        </a>
      ) : (
        ''
      )}
      {from === '' ? '' : <a href={searchPath(typed)}>{t('Back to the newest')}</a>}
    </p>
  );
}

/** The list of stories in all states but drafts, with its search. */
export async function showStories(c: NewsroomContext): Promise<Response> {
  const site = c.get('site');
  const zone = zoneOf(c);
  const t = c.get('t');
  const search = readSearch(t, new URL(c.req.url).searchParams);
  const { stories: counts, attention } = await deskOf(c.env).status(Date.now());
  const page = await findStories(c, search, PAGE_SIZE);
  return renderNewsroom(c, {
    title: t('Stories'),
    status: search.fault ? 422 : 200,
    children: (
      <>
        <p class="links">
          <a href="/newsroom/drafts">{t('Drafts')}</a>
          <a href="/newsroom/drafts?state=in+review">{t('In review')}</a>
          <a href="/newsroom/schedule">{t('Schedule')}</a>
          <a href="/newsroom/attention">
            {attention.length === 0
              ? t('State of the system')
              : t('Needs attention ({number})', { number: attention.length })}
          </a>
        </p>
        <SearchForm search={search} site={site} />
        <States typed={search.typed} counts={counts} />
        {page.isIndexDown ? (
          <p role="status">
            {t(
              'Full text is not available at present. Words in sources are not found, and older stories only step by step. Try again in a minute.',
            )}
          </p>
        ) : (
          ''
        )}
        {search.fault || page.stories.length > 0 ? '' : <Found page={page} search={search} zone={zone} />}
        <ul class="rows">
          {page.stories.map((story) => (
            <StoryRow story={story} site={site} zone={zone} />
          ))}
        </ul>
        {page.further.length > 0 ? <Further stories={page.further} site={site} zone={zone} /> : ''}
        <Pages page={page} search={search} />
      </>
    ),
  });
}
