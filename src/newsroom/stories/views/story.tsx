import type { Child } from 'hono/jsx';
import { accountsIn } from '../../../fediverse/documents/accounts.ts';
import { followersOf } from '../../../fediverse/followers/followers-stub.ts';
import { isolateIfUnbalanced } from '../../../lib/bidi.ts';
import { historyUrl, type Site, storyUrl, topicTitle } from '../../../settings/site.ts';
import { deskOf } from '../../desk/desk-stub.ts';
import type { Revision } from '../../desk/ledger/revisions.ts';
import { EmbargoWarning } from '../../drafts/views/embargo.tsx';
import { type NewsroomContext, zoneOf } from '../../frame/context.ts';
import { renderNewsroom } from '../../frame/layout.tsx';
import { may } from '../../people/desk/roles.ts';
import { sentence } from '../../words/translate.ts';
import { listOf, useWords } from '../../words/words.ts';
import { type FoundStory, findStory } from './find-story.ts';
import { hasPage, inOwnLanguage, Names, StoryState, storyPath, When } from './parts.tsx';
import { searchPath } from './query.ts';
import { LISTED_HOSTS, ToldServers } from './told-servers.tsx';

/** What a change did, as the page after it says. */
const DONE: Record<string, string> = {
  renamed: sentence('The story has its new address. The old one leads readers there.'),
  withdrawn: sentence('The story is withdrawn. Readers see the reason in its place.'),
  restored: sentence('The story is restored.'),
  merged: sentence('The story is merged. Its address leads readers to the other one.'),
  reverted: sentence(
    'The earlier text is published again, as a new revision. All revisions are still there.',
  ),
  unchanged: sentence('Nothing had to be changed: the story was like that already.'),
};

/** What a revision did, in a word. */
const ACTIONS: Record<Revision['action'], string> = {
  publish: sentence('First saved'),
  change: sentence('Changed'),
  rename: sentence('Moved to another address'),
  withdraw: sentence('Withdrawn'),
  restore: sentence('Restored'),
  merge: sentence('Merged into another story'),
};

const NO_SEARCH = { q: '', status: '', topic: '', author: '', source: '' };

/** How many revisions a page lists unless all are asked for. */
const SHOWN_REVISIONS = 50;

interface FactsParts {
  found: FoundStory;
  /** The domains of the sources. */
  sources: string[];
  site: Site;
  zone: string;
}

function Facts({ found: { row, record }, sources, site, zone }: FactsParts) {
  const t = useWords();
  const { status, slug, merged, reason } = row;
  const { author, keywords, datePublished, dateModified, formerSlugs, correction } = record;
  const facts: [string, Child][] = [
    [t('State'), <StoryState status={status} isMerged={merged !== null} />],
    ...(reason === null ? [] : [[t('Reason'), <span dir="auto">{reason}</span>] as [string, Child]]),
    [status === 'scheduled' ? t('Appears') : t('Published'), <When time={datePublished} zone={zone} />],
    ...(dateModified === null
      ? []
      : [[t('Changed for readers'), <When time={dateModified} zone={zone} />] as [string, Child]]),
    [
      t('Authors'),
      author.length > 0 ? (
        <Names names={author.map(({ name }) => name)} />
      ) : (
        t('none named, so {site}', { site: site.title })
      ),
    ],
    [
      t('Topics'),
      keywords.length === 0
        ? t('none')
        : listOf(
            t,
            keywords.map((topic) => <a href={searchPath(NO_SEARCH, { topic })}>{topicTitle(site, topic)}</a>),
          ),
    ],
    [
      t('Sources'),
      sources.length === 0
        ? t('none')
        : listOf(
            t,
            sources.map((source) => <a href={searchPath(NO_SEARCH, { source })}>{source}</a>),
          ),
    ],
    [t('Corrections'), correction.length === 0 ? t('none') : correction.length.toLocaleString(t.tag)],
    [t('Address'), storyUrl(site, slug)],
    ...(formerSlugs.length === 0
      ? []
      : [
          [
            t('Earlier addresses'),
            t('{addresses} (they lead to the present one)', {
              addresses: (
                <>
                  {listOf(
                    t,
                    formerSlugs.map((former) => storyUrl(site, former)),
                  )}
                </>
              ),
            }),
          ] as [string, Child],
        ]),
  ];
  return (
    <dl class="terms">
      {facts.map(([name, value]) => (
        <div>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Leads to a draft of the story. */
function CorrectButton({ row: { slug, status } }: { row: FoundStory['row'] }) {
  const t = useWords();
  return (
    <a class="button main" href={storyPath(slug, '/correct')}>
      {status === 'scheduled' ? t('Edit') : t('Correct')}
    </a>
  );
}

/** What may be done with a story, or whom to ask. */
function Actions({ row, canChange }: { row: FoundStory['row']; canChange: boolean }) {
  const t = useWords();
  const { slug, status } = row;
  if (!canChange) {
    return (
      <>
        {status === 'withdrawn' ? '' : <CorrectButton row={row} />}
        <p class="quiet">
          {status === 'withdrawn'
            ? t('To restore a story, ask an editor or an admin.')
            : t('To rename or withdraw a story, ask an editor or an admin.')}
        </p>
      </>
    );
  }
  if (status === 'withdrawn') {
    return (
      <p class="actions">
        <a class="button main" href={storyPath(slug, '/restore')}>
          {t('Restore')}
        </a>
        <a class="button" href={storyPath(slug, '/merge')}>
          {t('Merge into another story')}
        </a>
      </p>
    );
  }
  return (
    <p class="actions">
      <CorrectButton row={row} />
      <a class="button" href={storyPath(slug, '/rename')}>
        {t('Rename')}
      </a>
      <a class="button" href={storyPath(slug, '/merge')}>
        {t('Merge into another story')}
      </a>
      <a class="button" href={`/newsroom/front?story=${slug}`}>
        {t('Put on the front page')}
      </a>
      <a class="button grave" href={storyPath(slug, '/withdraw')}>
        {t('Withdraw')}
      </a>
    </p>
  );
}

interface RevisionParts {
  revision: Omit<Revision, 'record'>;
  row: FoundStory['row'];
  zone: string;
  canChange: boolean;
}

function RevisionItem({
  revision: { revision, at, who, action, reason, wrote = [], approved = [] },
  row,
  zone,
  canChange,
}: RevisionParts) {
  const t = useWords();
  const isNewest = revision === row.revision;
  return (
    <li>
      <p>
        <strong>{t('Revision {revision}', { revision })}</strong>
        {isNewest ? ` ${t('(the present one)')}` : ''}: {t(ACTIONS[action])}
      </p>
      <p class="quiet">
        <When time={at} zone={zone} /> · <bdi>{who}</bdi>
        {wrote.length > 0 ? <> · {t('written by {names}', { names: <Names names={wrote} /> })}</> : ''}
        {approved.length > 0 ? <> · {t('approved by {names}', { names: <Names names={approved} /> })}</> : ''}
      </p>
      {reason === null ? '' : <p dir="auto">{reason}</p>}
      <p class="links">
        {revision > 1 ? (
          <a href={storyPath(row.slug, `/compare?from=${revision - 1}&to=${revision}`)}>
            {t('What it changed')}
            <span class="hidden"> {t('in revision {revision}', { revision })}</span>
          </a>
        ) : (
          ''
        )}
        {isNewest ? (
          ''
        ) : (
          <a href={storyPath(row.slug, `/compare?from=${revision}&to=${row.revision}`)}>
            {t('Compare with the present one')}
            <span class="hidden">: {t('revision {revision}', { revision })}</span>
          </a>
        )}
        {isNewest || !canChange || row.status === 'withdrawn' ? (
          ''
        ) : (
          <a href={storyPath(row.slug, `/revert?to=${revision}`)}>
            {t('Revert to revision {revision}', { revision })}
          </a>
        )}
      </p>
    </li>
  );
}

/** A form that compares any two revisions. */
export function CompareForm({ row, from, to }: { row: FoundStory['row']; from: number; to: number }) {
  const t = useWords();
  const field = (name: 'from' | 'to', label: string, value: number) => (
    <div class="field">
      <label for={name}>{label}</label>
      <input
        id={name}
        name={name}
        type="number"
        min="1"
        max={String(row.revision)}
        value={String(value)}
        required
      />
    </div>
  );
  return (
    <form method="get" action={storyPath(row.slug, '/compare')} class="short">
      {field('from', t('Compare revision'), from)}
      {field('to', t('with revision'), to)}
      <button type="submit">{t('Compare')}</button>
    </form>
  );
}

/** A story as the newsroom has it: the facts, what can be done, and all its revisions. */
export async function showStory(c: NewsroomContext): Promise<Response> {
  const found = await findStory(c);
  if (found instanceof Response) return found;
  const { row, record } = found;
  const site = c.get('site');
  const t = c.get('t');
  const zone = zoneOf(c);
  const canChange = may(c.get('actor').role, 'publish');
  const revisions = ((await deskOf(c.env).revisions(row.slug)) ?? []).reverse();
  const sources = await deskOf(c.env).storyLists.sourcesOf(row.slug);
  const embargo =
    row.status === 'scheduled' ? (await deskOf(c.env).drafts.embargoesOfStories())[row.slug] : undefined;
  const shown = c.req.query('all') === undefined ? revisions.slice(0, SHOWN_REVISIONS) : revisions;
  const told = accountsIn(site) ? await followersOf(c.env).ofStory(row.id, LISTED_HOSTS) : undefined;
  const done = DONE[c.req.query('done') ?? ''];
  const headline = isolateIfUnbalanced(record.headline);
  return renderNewsroom(c, {
    title: headline,
    heading: <span {...inOwnLanguage(record)}>{headline}</span>,
    said: done === undefined ? undefined : { text: <p>{t(done)}</p> },
    children: (
      <>
        {hasPage(row) ? (
          <p class="links">
            <a href={storyUrl(site, row.slug)}>{t('Readers’ page')}</a>
            {site.publicHistory ? (
              <a href={historyUrl(site, row.slug)}>{t('History as readers see it')}</a>
            ) : (
              ''
            )}
          </p>
        ) : (
          ''
        )}
        {embargo ? (
          <EmbargoWarning embargo={embargo} slug={row.slug} appears={record.datePublished} zone={zone} />
        ) : (
          ''
        )}
        <Actions row={row} canChange={canChange} />
        <Facts found={found} sources={sources} site={site} zone={zone} />
        {told ? <ToldServers reports={told} zone={zone} /> : ''}
        <h2 id="revisions">{t('Revisions')}</h2>
        {row.revision > 1 ? <CompareForm row={row} from={row.revision - 1} to={row.revision} /> : ''}
        <ul class="rows">
          {shown.map((revision) => (
            <RevisionItem revision={revision} row={row} zone={zone} canChange={canChange} />
          ))}
        </ul>
        {shown.length < revisions.length ? (
          <p>
            <a href={storyPath(row.slug, '?all=yes#revisions')}>
              {t(['Show the revision', 'Show all {count} revisions'], { count: revisions.length })}
            </a>
          </p>
        ) : (
          ''
        )}
      </>
    ),
  });
}
