import type { Child } from 'hono/jsx';
import { withReadableHosts } from '../../../../lib/readable-host.ts';
import { readSettings } from '../../../../settings/settings.ts';
import { storyUrl } from '../../../../settings/site.ts';
import { findDraftLine, parseStoryFile } from '../../../../site/story/parse/parse.ts';
import type { WrittenStory } from '../../../../site/story/story.ts';
import { type NewsroomContext, NewsroomError, readForm, textField, zoneOf } from '../../../frame/context.ts';
import { renderNewsroom } from '../../../frame/layout.tsx';
import { formatTime, nameZone } from '../../../frame/times.ts';
import {
  findOpinions,
  OpinionsForm,
  OpinionsOnClaim,
  type ShownOpinions,
} from '../../../opinions/views/opinions.tsx';
import { may } from '../../../people/desk/roles.ts';
import type { Draft } from '../../desk/draft.ts';
import { type PublicationRefusal, publishDraft } from '../../desk/publish-draft.ts';
import { EmbargoQuestion, EmbargoRefusal } from '../embargo.tsx';
import type { Check } from './check/check.ts';
import { FaultList, MistakeItems } from './check-lists.tsx';
import { DraftHeader } from './draft-header.tsx';
import { asShown } from './form/values.ts';
import { checkText, draftPath, openDraft } from './open-draft.ts';

const POLICY = {
  none: 'The newsroom asks for no review.',
  one: 'The newsroom asks for the approval of one person who did not write it.',
  two: 'The newsroom asks for the approval of two people who did not write it.',
} as const;

/** Whether the story waits for its time. */
const isInFuture = ({ datePublished }: WrittenStory) =>
  datePublished !== null && Date.parse(datePublished) > Date.now();

/** Says when the story appears, and how it is dated. */
function whenItAppears(story: WrittenStory, zone: string): string {
  const { datePublished } = story;
  if (datePublished === null)
    return 'at once, dated the moment it is published; a story that readers have already keeps its date';
  const when = `${formatTime(datePublished, zone)} (${nameZone(zone, Date.parse(datePublished))})`;
  return isInFuture(story) ? `on ${when}: it is scheduled` : `at once, dated ${when}`;
}

/** What readers will get, and when. */
function Outcome({ c, story, draft }: { c: NewsroomContext; story: WrittenStory; draft: Draft }) {
  const rows: [string, Child][] = [
    ['Headline', <bdi>{story.headline}</bdi>],
    ['Address', storyUrl(c.get('site'), story.slug)],
    ['Appears', whenItAppears(story, zoneOf(c))],
    [
      'Replaces',
      draft.base ? `revision ${draft.base.revision} of “${draft.base.slug}”` : 'nothing: it is a new story',
    ],
  ];
  const last = story.correction.at(-1);
  if (last) rows.push(['Correction notice', <bdi>{last.text}</bdi>]);
  return (
    <dl>
      {rows.map(([term, what]) => (
        <>
          <dt>{term}</dt>
          <dd>{what}</dd>
        </>
      ))}
    </dl>
  );
}

function Evidence({
  check,
  draft,
  opinions,
}: {
  check: Check;
  draft: Draft;
  opinions: ShownOpinions | undefined;
}) {
  const { groundings } = check;
  const open = groundings.filter(({ verdict }) => verdict !== 'found');
  if (groundings.length === 0) return '';
  return (
    <>
      <h2 id="evidence">Evidence</h2>
      <p>
        {open.length === 0
          ? 'The names, figures and words of every statement of the TL;DR are in words of its sources.'
          : `${groundings.length - open.length} of ${groundings.length} statements of the TL;DR have all their names, figures and words in words of a source.`}
      </p>
      <ul>
        {open.map(({ claim, words }) => (
          <li>
            <q dir="auto">{claim}</q> {words}
            <OpinionsOnClaim opinions={opinions} claim={claim} />
          </li>
        ))}
      </ul>
      <OpinionsForm opinions={opinions} id={draft.id} at="publish" />
    </>
  );
}

/** What is allowed, but most likely a mistake: citations that readers cannot follow, and what only looks like one. */
function Citing({ check: { citations, mistakes } }: { check: Check }) {
  const wrong = citations.filter(({ state }) => state !== 'right' && state !== 'unlisted');
  const distinct = [...new Map(wrong.map((each) => [each.url, each])).values()];
  if (distinct.length + mistakes.length === 0) return '';
  return (
    <>
      <h2 id="citing">Look at these citations</h2>
      <ul>
        {distinct.map(({ label, words }) => (
          <li>
            <bdi>{label}</bdi>: {withReadableHosts(words)}
          </li>
        ))}
        <MistakeItems mistakes={mistakes} />
      </ul>
    </>
  );
}

/** Says that the text has the line `draft: true`, and removes it at a press. */
function DraftMark({ draft, line }: { draft: Draft; line: number }) {
  const path = draftPath(draft.id);
  const lines = asShown(draft.text).split('\n');
  return (
    <form method="post" action={`${path}/text`}>
      <input type="hidden" name="version" value={String(draft.version)} />
      <input type="hidden" name="action" value="publish" />
      <textarea name="text" hidden aria-label="The text without this line">
        {`\n${lines.toSpliced(line - 1, 1).join('\n')}`}
      </textarea>
      <p>
        <a href={`${path}/text?line=${line}`}>Line {line} of the text</a> says that it is a draft (
        <code>draft: true</code>), so that nothing publishes it by mistake.
      </p>
      <p class="actions">
        <button type="submit">It is no draft any more</button>
      </p>
    </form>
  );
}

const saidOf = ({ why, detail }: PublicationRefusal, { embargo }: Draft, zone: string): Child =>
  why === 'embargo' && embargo ? <EmbargoRefusal embargo={embargo} zone={zone} /> : detail;

async function renderPublish(
  c: NewsroomContext,
  draft: Draft,
  refusal?: PublicationRefusal,
): Promise<Response> {
  const check = await checkText(c, draft);
  const parsed = parseStoryFile(draft.text, draft.name);
  const opinions = await findOpinions(c, parsed.ok ? parsed.value : undefined);
  const path = draftPath(draft.id);
  const line = findDraftLine(draft.text);
  const { review } = readSettings(c.env).newsroom;
  const mayPublish = may(c.get('actor').role, 'publish');
  const isReady = parsed.ok && check.faults.length === 0 && line === undefined;
  const isScheduled = parsed.ok && isInFuture(parsed.value);
  return renderNewsroom(c, {
    title: 'Publish',
    status: refusal ? 422 : 200,
    ...(refusal ? { said: { text: saidOf(refusal, draft, zoneOf(c)), isWrong: true } } : {}),
    children: (
      <>
        <p>
          <strong dir="auto">{draft.headline ?? draft.name}</strong>
        </p>
        <DraftHeader c={c} draft={draft} at="publish" />
        <FaultList check={check} id={draft.id} base={path} />
        {line === undefined ? '' : <DraftMark draft={draft} line={line} />}
        {parsed.ok ? (
          <>
            <h2>What readers will get</h2>
            <Outcome c={c} story={parsed.value} draft={draft} />
            <p>
              <a href={`${path}/page`}>See the page</a>, or{' '}
              <a href={`${path}/feed`}>what feed readers show</a>
            </p>
          </>
        ) : (
          ''
        )}
        <Citing check={check} />
        <Evidence check={check} draft={draft} opinions={opinions} />
        <h2>Review</h2>
        <p>
          {POLICY[review]} This draft: <span class="state">{draft.state}</span>.{' '}
          <a href={`${path}/review`}>See the review</a>
        </p>
        {mayPublish ? (
          <form method="post" action={`${path}/publish`}>
            <input type="hidden" name="version" value={String(draft.version)} />
            {refusal?.why === 'embargo' ? <EmbargoQuestion /> : ''}
            <p class="actions">
              <button class="main" type="submit" disabled={!isReady}>
                {isScheduled ? 'Schedule' : 'Publish'} version {draft.version}
              </button>
              <a class="button" href={path}>
                Back to the draft
              </a>
            </p>
          </form>
        ) : (
          <p>An editor publishes it. Ask for a review, and say so there.</p>
        )}
      </>
    ),
  });
}

/** Shows what publishing a draft would do, and what is in the way. */
export const showPublish = async (c: NewsroomContext): Promise<Response> =>
  renderPublish(c, await openDraft(c));

/** Publishes the version that was looked at. */
export async function publish(c: NewsroomContext): Promise<Response> {
  const form = await readForm(c);
  const version = Number(textField(form, 'version'));
  const draft = await openDraft(c);
  if (version !== draft.version) {
    const detail = `${draft.by} has saved version ${draft.version} meanwhile, so nothing was published. Look at it, and publish then.`;
    throw new NewsroomError(412, 'Somebody saved meanwhile', detail);
  }
  const done = await publishDraft(c.env, {
    id: draft.id,
    version,
    actor: c.get('actor'),
    now: Date.now(),
    breaksEmbargo: textField(form, 'embargo') === 'breaks',
  });
  if (!done.ok) return renderPublish(c, draft, done);
  return renderNewsroom(c, {
    title: done.status === 'scheduled' ? 'Scheduled' : 'Published',
    said: { text: <Published c={c} slug={done.slug} isScheduled={done.status === 'scheduled'} /> },
    children: (
      <p>
        <a href={`/newsroom/stories/${done.slug}`}>The story in the newsroom</a> ·{' '}
        <a href="/newsroom/drafts">All drafts</a>
      </p>
    ),
  });
}

function Published({ c, slug, isScheduled }: { c: NewsroomContext; slug: string; isScheduled: boolean }) {
  const url = storyUrl(c.get('site'), slug);
  return isScheduled ? (
    <>The story will appear at {url} when it is time.</>
  ) : (
    <>
      Readers get it in a few seconds, at <a href={url}>{url}</a>
    </>
  );
}
