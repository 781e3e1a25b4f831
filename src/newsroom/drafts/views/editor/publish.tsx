import type { Child } from 'hono/jsx';
import { withReadableHosts } from '../../../../lib/readable-host.ts';
import { storyUrl } from '../../../../settings/site.ts';
import { findDraftLine, parseStoryFile } from '../../../../site/story/parse/parse.ts';
import type { WrittenStory } from '../../../../site/story/story.ts';
import { type NewsroomContext, NewsroomError, readForm, textField, zoneOf } from '../../../frame/context.ts';
import { renderNewsroom } from '../../../frame/layout.tsx';
import { formatTime } from '../../../frame/times.ts';
import {
  findOpinions,
  OpinionsForm,
  OpinionsOnClaim,
  type ShownOpinions,
} from '../../../opinions/views/opinions.tsx';
import { may } from '../../../people/desk/roles.ts';
import { sentence } from '../../../words/translate.ts';
import { type Translate, useWords } from '../../../words/words.ts';
import type { Draft } from '../../desk/draft.ts';
import { type PublicationRefusal, publishDraft } from '../../desk/publish-draft.ts';
import { EmbargoQuestion, EmbargoRefusal, warnOfEmbargo } from '../embargo.tsx';
import { STATE_NAMES } from '../states.ts';
import type { Check } from './check/check.ts';
import { normalAddress } from './check/citations.ts';
import { FaultList, MistakeItems } from './check-lists.tsx';
import { DraftHeader } from './draft-header.tsx';
import { asShown } from './form/values.ts';
import { checkText, draftPath, openDraft } from './open-draft.ts';

const POLICY = {
  none: sentence('The newsroom asks for no review.'),
  one: sentence('The newsroom asks for the approval of one person who did not write it.'),
  two: sentence('The newsroom asks for the approval of two people who did not write it.'),
} as const;

/** Whether the story waits for its time. */
const isInFuture = ({ datePublished }: WrittenStory) =>
  datePublished !== null && Date.parse(datePublished) > Date.now();

/** Says when the story appears, and how it is dated. */
function whenItAppears(t: Translate, story: WrittenStory, zone: string): string {
  const { datePublished } = story;
  if (datePublished === null)
    return t('at once, dated the moment it is published; a story that readers have already keeps its date');
  const time = formatTime(datePublished, zone, t.tag);
  return t(isInFuture(story) ? 'on {time}: it is scheduled' : 'at once, dated {time}', { time });
}

/** What readers will get, and when. */
function Outcome({ c, story, draft }: { c: NewsroomContext; story: WrittenStory; draft: Draft }) {
  const t = useWords();
  const rows: [string, Child][] = [
    [t('Headline'), <bdi>{story.headline}</bdi>],
    [t('Address'), storyUrl(c.get('site'), story.slug)],
    [t('Appears'), whenItAppears(t, story, zoneOf(c))],
    [
      t('Replaces'),
      draft.base ? (
        <a href={`/newsroom/stories/${draft.base.slug}`}>{t('the story as it is now')}</a>
      ) : (
        t('nothing: it is a new story')
      ),
    ],
  ];
  const last = story.correction.at(-1);
  if (last) rows.push([t('Correction notice'), <bdi>{last.text}</bdi>]);
  return (
    <dl class="terms">
      {rows.map(([term, what]) => (
        <div>
          <dt>{term}</dt>
          <dd>{what}</dd>
        </div>
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
  const t = useWords();
  const { groundings } = check;
  const open = groundings.filter(({ verdict }) => verdict !== 'found');
  if (groundings.length === 0) return '';
  return (
    <>
      <h2 id="evidence">{t('Evidence')}</h2>
      <p>
        {open.length === 0
          ? t('The names, figures and words of every statement of the TL;DR are in words of its sources.')
          : t('Of these statements of the TL;DR, not all names, figures and words are in words of a source:')}
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
function Citing({ check: { citations, mistakes }, path }: { check: Check; path: string }) {
  const t = useWords();
  const wrong = citations.filter(({ state }) => state !== 'right' && state !== 'unlisted');
  const distinct = [...new Map(wrong.map((each) => [each.url, each])).values()];
  if (distinct.length + mistakes.length === 0) return '';
  return (
    <>
      <h2 id="citing">{t('Look at these citations')}</h2>
      <ul>
        {distinct.map(({ label, words }) => (
          <li>
            <bdi>{label}</bdi>: {withReadableHosts(words)}
          </li>
        ))}
        <MistakeItems mistakes={mistakes} base={path} />
      </ul>
    </>
  );
}

/** The sources to which no sentence of the analysis leads. */
function Uncited({ check: { sources }, story, path }: { check: Check; story: WrittenStory; path: string }) {
  const t = useWords();
  const listed = [...story.citation, ...(story.isBasedOn ?? [])];
  const uncited = sources.flatMap(({ url, uses }, place) => (uses === 0 ? [{ url, place }] : []));
  if (uncited.length === 0) return '';
  const nameOf = (url: string) => {
    const source = listed.find((each) => normalAddress(each.url) === normalAddress(url));
    return [source?.name, source?.publisher?.name].filter(Boolean).join(', ') || withReadableHosts(url);
  };
  return (
    <>
      <h2 id="uncited">{t('Sources that the analysis never cites')}</h2>
      <p>
        {t(
          'Readers see them in the list of sources, but no sentence leads to them. Cite or remove them, if that is not meant.',
        )}
      </p>
      <ul>
        {uncited.map(({ url, place }) => (
          <li>
            <a href={`${path}#source.${place}.url`} dir="auto">
              {`${place + 1}. ${nameOf(url)}`}
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}

/** Says that the text has the line `draft: true`, and removes it at a press. */
function DraftMark({ draft, line }: { draft: Draft; line: number }) {
  const t = useWords();
  const path = draftPath(draft.id);
  const lines = asShown(draft.text).split('\n');
  return (
    <form method="post" action={`${path}/text`}>
      <input type="hidden" name="version" value={String(draft.version)} />
      <input type="hidden" name="action" value="publish" />
      <textarea name="text" hidden aria-label={t('The text without this mark')}>
        {`\n${lines.toSpliced(line - 1, 1).join('\n')}`}
      </textarea>
      <p>
        {t(
          'It is marked as a draft, so that nothing publishes it by mistake. Take the mark away when it is ready.',
        )}
      </p>
      <p class="actions">
        <button type="submit">{t('It is no draft any more')}</button>
      </p>
    </form>
  );
}

const saidOf = (t: Translate, refusal: PublicationRefusal, { embargo }: Draft, zone: string): Child =>
  refusal.why === 'embargo' && embargo ? <EmbargoRefusal embargo={embargo} zone={zone} /> : t(refusal);

async function renderPublish(
  c: NewsroomContext,
  draft: Draft,
  refusal?: PublicationRefusal,
): Promise<Response> {
  const [check, warning] = await Promise.all([checkText(c, draft), warnOfEmbargo(c, draft, zoneOf(c))]);
  const parsed = parseStoryFile(draft.text, draft.name);
  const t = c.get('t');
  const opinions = await findOpinions(c, parsed.ok ? parsed.value : undefined);
  const path = draftPath(draft.id);
  const line = findDraftLine(draft.text);
  const { review } = c.get('settings').newsroom;
  const mayPublish = may(c.get('actor').role, 'publish');
  const isReady = parsed.ok && check.faults.length === 0 && line === undefined;
  const isScheduled = parsed.ok && isInFuture(parsed.value);
  return renderNewsroom(c, {
    title: t('Publish'),
    status: refusal ? 422 : 200,
    ...(refusal ? { said: { text: saidOf(t, refusal, draft, zoneOf(c)), isWrong: true } } : {}),
    children: (
      <>
        <p>
          <strong dir="auto">{draft.headline ?? draft.name}</strong>
        </p>
        <DraftHeader c={c} draft={draft} at="publish" />
        {warning}
        <FaultList check={check} id={draft.id} base={path} />
        {line === undefined ? '' : <DraftMark draft={draft} line={line} />}
        {parsed.ok ? (
          <>
            <h2>{t('What readers will get')}</h2>
            <Outcome c={c} story={parsed.value} draft={draft} />
            <p>
              <a href={`${path}/page`}>{t('See the page')}</a> ·{' '}
              <a href={`${path}/feed`}>{t('See what feed readers show')}</a>
            </p>
          </>
        ) : (
          ''
        )}
        <Citing check={check} path={path} />
        {parsed.ok ? <Uncited check={check} story={parsed.value} path={path} /> : ''}
        <Evidence check={check} draft={draft} opinions={opinions} />
        <h2>{t('Review')}</h2>
        <p>
          {t(POLICY[review])}{' '}
          {t('The state of this draft: {state}.', {
            state: <strong>{t(STATE_NAMES[draft.state])}</strong>,
          })}{' '}
          <a href={`${path}/review`}>{t('See the review')}</a>
        </p>
        {mayPublish ? (
          <form method="post" action={`${path}/publish`}>
            <input type="hidden" name="version" value={String(draft.version)} />
            {refusal?.why === 'embargo' ? <EmbargoQuestion /> : ''}
            <p class="actions">
              <button class="main" type="submit" disabled={!isReady}>
                {t(isScheduled ? 'Schedule version {version}' : 'Publish version {version}', {
                  version: draft.version,
                })}
              </button>
              <a class="button" href={path}>
                {t('Back to the draft')}
              </a>
            </p>
          </form>
        ) : (
          <p>{t('An editor publishes it. Ask for a review, and say so there.')}</p>
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
  if (version !== draft.version)
    throw new NewsroomError(
      412,
      'Somebody saved meanwhile',
      '{name} has saved version {version} meanwhile, so nothing was published. Look at it, and publish then.',
      { name: draft.by, version: draft.version },
    );
  const done = await publishDraft(c.env, {
    id: draft.id,
    version,
    actor: c.get('actor'),
    now: Date.now(),
    breaksEmbargo: textField(form, 'embargo') === 'breaks',
  });
  if (!done.ok) return renderPublish(c, draft, done);
  const t = c.get('t');
  return renderNewsroom(c, {
    title: t(done.status === 'scheduled' ? 'Scheduled' : 'Published'),
    said: { text: <Published c={c} slug={done.slug} isScheduled={done.status === 'scheduled'} /> },
    children: (
      <p>
        <a href={`/newsroom/stories/${done.slug}`}>{t('The story in the newsroom')}</a> ·{' '}
        <a href="/newsroom/drafts">{t('All drafts')}</a>
      </p>
    ),
  });
}

function Published({ c, slug, isScheduled }: { c: NewsroomContext; slug: string; isScheduled: boolean }) {
  const t = useWords();
  const url = storyUrl(c.get('site'), slug);
  return isScheduled
    ? t('The story will appear at {address} when it is time.', { address: url })
    : t('Readers get it in a few seconds, at {address}', { address: <a href={url}>{url}</a> });
}
