import type { Site } from '../../../settings/site.ts';
import { deskOf } from '../../desk/desk-stub.ts';
import { type NewsroomContext, zoneOf } from '../../frame/context.ts';
import { unlessNone } from '../../frame/count.ts';
import { renderNewsroom } from '../../frame/layout.tsx';
import { formatTime } from '../../frame/times.ts';
import { type FoundStories, findStories } from './find-stories.ts';
import { StoryRow } from './parts.tsx';
import { readSearch, type StorySearch, searchPath } from './query.ts';

/** The most stories of a page. */
const PAGE_SIZE = 30;

const STATES = [
  ['', 'All'],
  ['published', 'Published'],
  ['scheduled', 'Scheduled'],
  ['withdrawn', 'Withdrawn'],
] as const;

/** The states with how many stories each has, as links that keep the rest of the search. */
function States({ typed, counts }: Pick<StorySearch, 'typed'> & { counts: Record<string, number> }) {
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return (
    <nav aria-label="States">
      <ul>
        {STATES.map(([status, word]) => (
          <li>
            <a
              href={searchPath(typed, { status })}
              aria-current={typed.status === status ? 'page' : undefined}
            >
              {word} <span class="quiet">{unlessNone(status === '' ? all : (counts[status] ?? 0))}</span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function SearchForm({ search: { typed, fault }, site }: { search: StorySearch; site: Site }) {
  const isKnown = site.topics.some(({ slug }) => slug === typed.topic);
  const isNarrow = typed.topic !== '' || typed.author !== '' || typed.source !== '';
  return (
    <search>
      <form method="get" action="/newsroom/stories">
        <div class="field">
          <label for="q">Words</label>
          <input id="q" name="q" type="search" value={typed.q} aria-describedby="q-hint" maxlength={200} />
          <span class="hint" id="q-hint">
            In the headline, TL;DR or analysis, or in the sources of a published story. A story must have all
            of them.
          </span>
        </div>
        <details open={isNarrow}>
          <summary>Topic, author, source</summary>
          <div class="three">
            <div class="field">
              <label for="topic">Topic</label>
              <select id="topic" name="topic">
                <option value="">Any</option>
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
              <label for="author">Author</label>
              <input id="author" name="author" value={typed.author} maxlength={200} />
            </div>
            <div class="field">
              <label for="source">Source</label>
              <span class="hint" id="hint-source">
                Its domain, like rfc-editor.org
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
            Search
          </button>
          {typed.q || isNarrow ? (
            <a href={searchPath({ ...typed, q: '', topic: '', author: '', source: '' })}>Clear</a>
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
  const { older } = page;
  const { q, topic, author, source, status } = search.typed;
  const isSearch = [q, topic, author, source].some((each) => each !== '');
  if (older) {
    return (
      <p>
        None among the stories back to {formatTime(older.reached, zone)}. There are older ones that were not
        searched yet.
      </p>
    );
  }
  if (search.from !== '') return <p>There are no older ones.</p>;
  if (isSearch) {
    return (
      <p>
        No story has all of that. Try fewer words, or a part of a word
        {status === '' ? (
          ''
        ) : (
          <>
            , or search <a href={searchPath(search.typed, { status: '' })}>in all states</a>
          </>
        )}
        .
      </p>
    );
  }
  return (
    <p>
      {status === '' ? 'No story has been published yet.' : `No story is ${status}.`}{' '}
      <a href="/newsroom/drafts">Drafts</a> are where stories begin.
    </p>
  );
}

interface FurtherParts {
  stories: FoundStories['further'];
  site: Site;
  zone: string;
}

/** The stories that the index knows of beyond those that were examined. */
const Further = ({ stories, site, zone }: FurtherParts) => (
  <section aria-labelledby="further">
    <h2 id="further">Further back</h2>
    <p class="quiet">
      The newest of the older stories that have all the words as whole words. “Search older stories” also
      finds parts of words.
    </p>
    <ul class="rows">
      {stories.map((story) => (
        <StoryRow story={story} site={site} zone={zone} />
      ))}
    </ul>
  </section>
);

/** Leads to older stories, and back to the newest. */
function Pages({
  page: { stories, older },
  search: { typed, from },
}: {
  page: FoundStories;
  search: StorySearch;
}) {
  return (
    <p class="actions">
      {older ? (
        <a class="button" href={searchPath(typed, { from: older.from })}>
          {older.isFull && stories.length > 0 ? 'Next page' : 'Search older stories'}
        </a>
      ) : (
        ''
      )}
      {from === '' ? '' : <a href={searchPath(typed)}>Back to the newest</a>}
    </p>
  );
}

/** The list of stories in all states but drafts, with its search. */
export async function showStories(c: NewsroomContext): Promise<Response> {
  const site = c.get('site');
  const zone = zoneOf(c);
  const search = readSearch(new URL(c.req.url).searchParams);
  const { stories: counts, attention } = await deskOf(c.env).status(Date.now());
  const page = await findStories(c, search, PAGE_SIZE);
  return renderNewsroom(c, {
    title: 'Stories',
    status: search.fault ? 422 : 200,
    children: (
      <>
        <p class="links">
          <a href="/newsroom/drafts">Drafts</a>
          <a href="/newsroom/drafts?state=in+review">In review</a>
          <a href="/newsroom/schedule">Schedule</a>
          <a href="/newsroom/attention">
            {attention.length === 0 ? 'State of the system' : `Needs attention (${attention.length})`}
          </a>
        </p>
        <SearchForm search={search} site={site} />
        <States typed={search.typed} counts={counts} />
        {page.isIndexDown ? (
          <p role="status">
            Full text is not available at present. Words in sources are not found, and older stories only step
            by step. Try again in a minute.
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
