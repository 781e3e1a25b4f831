import { renderStoryFile } from '../../../site/export/markdown.ts';
import type { Verdict } from '../../../site/story/grounding/finding.ts';
import { parseStoryFile } from '../../../site/story/parse/parse.ts';
import { storyFields, type WrittenStory } from '../../../site/story/story.ts';
import { deskOf } from '../../desk/desk-stub.ts';
import { Origin } from '../../drafting/views/sources/origin.tsx';
import type { Draft } from '../../drafts/desk/draft.ts';
import type { Check } from '../../drafts/views/editor/check/check.ts';
import { FaultList } from '../../drafts/views/editor/check-lists.tsx';
import { DraftHeader } from '../../drafts/views/editor/draft-header.tsx';
import { asShown } from '../../drafts/views/editor/form/values.ts';
import { checkText, draftPath, openDraft, required } from '../../drafts/views/editor/open-draft.ts';
import { storyOf } from '../../drafts/views/editor/readable-story.ts';
import { type NewsroomContext, zoneOf } from '../../frame/context.ts';
import { renderNewsroom } from '../../frame/layout.tsx';
import {
  findOpinions,
  OpinionsForm,
  OpinionsOnClaim,
  type ShownOpinions,
} from '../../opinions/views/opinions.tsx';
import { may } from '../../people/desk/roles.ts';
import { inOwnLanguage } from '../../stories/views/parts.tsx';
import { sentence } from '../../words/translate.ts';
import { type Translate, useWords } from '../../words/words.ts';
import type { ReviewEvent } from '../desk/review-event.ts';
import { Approvals, LastRequest, ReviewHistory } from './approvals.tsx';
import { Changes, type Earlier } from './changes.tsx';
import { Decision, type TypedRequest } from './decision.tsx';
import { Discussion, numberThreads, type TypedReply } from './discussion.tsx';
import { MarkedText, type NumberedNote } from './marked-text.tsx';
import { NoteForm, type TypedNote } from './note-form.tsx';
import { splitText } from './text-blocks.ts';

/** Something that a draft can be compared with. */
interface Since {
  /** A version's number, or `published`. */
  key: string;
  /** Says that what changed since then is below. */
  title: string;
  /** Says that the draft can be compared with it. */
  link: string;
}

/** Finds the version that was last reviewed, if the text was saved since, and what is published. */
function findOptions(t: Translate, { version, base }: Draft, events: readonly ReviewEvent[]): Since[] {
  const reviewed = events.findLast(
    (event) => (event.kind === 'approved' || event.kind === 'changes asked') && event.version < version,
  );
  const options: Since[] = [];
  if (reviewed) {
    const values = { version: reviewed.version, name: reviewed.by };
    options.push({
      key: String(reviewed.version),
      title: t('What changed since version {version}, which {name} reviewed', values),
      link: t('Compare with version {version}, which {name} reviewed, instead', values),
    });
  }
  if (base) {
    const values = { revision: base.revision };
    options.push({
      key: 'published',
      title: t('What changed since the story as it is published, revision {revision}', values),
      link: t('Compare with the story as it is published, revision {revision}, instead', values),
    });
  }
  return options;
}

/** Finds what the draft is compared with: what the address asks for, or else the last reviewed version, or else what is published. */
async function findEarlier(
  c: NewsroomContext,
  draft: Draft,
  events: readonly ReviewEvent[],
): Promise<{ earlier: Earlier | undefined; options: Since[]; current: Since | undefined }> {
  const options = findOptions(c.get('t'), draft, events);
  const current = options.find(({ key }) => key === c.req.query('since')) ?? options[0];
  if (!current) return { earlier: undefined, options, current };
  const earlier =
    current.key === 'published' ? await publishedText(c, draft) : await versionText(c, draft, current);
  return { earlier, options, current };
}

async function versionText(c: NewsroomContext, { id, name }: Draft, { key }: Since): Promise<Earlier> {
  const found = await deskOf(c.env).drafts.version(id, Number(key), c.get('actor'));
  const { text } = required(found).version;
  const parsed = parseStoryFile(text, name);
  return { text, record: parsed.ok ? parsed.value : undefined };
}

async function publishedText(c: NewsroomContext, { base }: Draft): Promise<Earlier | undefined> {
  const revision = base && (await deskOf(c.env).revision(base.slug, base.revision));
  if (!revision) return undefined;
  const record = storyFields.safeParse(revision.record).data ?? revision.record;
  return { text: renderStoryFile(record), record };
}

const VERDICTS: Record<Exclude<Verdict, 'no evidence'>, { word: string; look: string }> = {
  contradicted: { word: sentence('contradicted'), look: 'state bad' },
  found: { word: sentence('found'), look: 'state good' },
  'to be read': { word: sentence('to be read'), look: 'state ai' },
};

function VerdictWord({ verdict }: { verdict: Verdict }) {
  const t = useWords();
  if (verdict === 'no evidence') return '';
  const { word, look } = VERDICTS[verdict];
  return <span class={look}>{t(word)}</span>;
}

const nameOf = ({ citation, isBasedOn }: WrittenStory, url: string): string => {
  const source = [...citation, ...(isBasedOn ?? [])].find((each) => each.url === url);
  return source?.name ?? source?.publisher?.name ?? url;
};

/** The claims of the TL;DR with the words quoted for each, and what a program found when it compared them. */
function EvidenceReview({
  story,
  check,
  opinions,
}: {
  story: WrittenStory | undefined;
  check: Check;
  opinions: ShownOpinions | undefined;
}) {
  const t = useWords();
  const quotes = Map.groupBy(story?.evidence ?? [], ({ claim }) => claim);
  const checked = check.groundings.map(({ claim }) => claim);
  const unchecked = [...quotes.keys()]
    .filter((claim) => !checked.includes(claim))
    .map((claim) => ({ claim, verdict: null, words: '' }));
  const claims = [...check.groundings, ...unchecked];
  if (claims.length === 0) return <p>{t('The TL;DR has no evidence, and nothing was compared.')}</p>;
  return (
    <ul class="rows">
      {claims.map(({ claim, verdict, words }) => (
        <li>
          <p {...(story ? inOwnLanguage(story) : {})}>{claim}</p>
          {verdict === null ? (
            ''
          ) : (
            <p>
              <VerdictWord verdict={verdict} /> {words}
            </p>
          )}
          <OpinionsOnClaim opinions={opinions} claim={claim} />
          {story
            ? quotes.get(claim)?.map(({ source, quote }) => (
                <figure>
                  <blockquote dir="auto">{quote.exact}</blockquote>
                  <figcaption class="quiet">
                    <a href={source} rel="noreferrer" dir="auto">
                      {nameOf(story, source)}
                    </a>
                  </figcaption>
                </figure>
              ))
            : ''}
        </li>
      ))}
    </ul>
  );
}

/** What somebody has typed into one of the forms, and what was wrong with it. */
export interface Attempt {
  status: number;
  detail: string;
  request?: TypedRequest;
  note?: TypedNote;
  reply?: TypedReply;
}

/** What a change did, by the word in the address that leads back to the page. */
const DONE: Readonly<Record<string, string>> = {
  ask: sentence('The review is asked for.'),
  approve: sentence('You have approved this version.'),
  changes: sentence('Changes are asked for.'),
  note: sentence('The note is added.'),
  reply: sentence('The answer is added.'),
  resolve: sentence('The note is resolved.'),
  reopen: sentence('The note is open again.'),
};

/** The form for a note as the address asks for it: on a part of the text, or empty. */
function requestedNote(c: NewsroomContext, text: string): TypedNote {
  const [start, end] = [Number(c.req.query('start')), Number(c.req.query('end'))];
  const isPassage = Number.isSafeInteger(start) && Number.isSafeInteger(end) && start >= 0 && start < end;
  return {
    words: isPassage ? asShown(text.slice(start, end)).slice(0, 10_000) : '',
    text: '',
    suggestion: '',
  };
}

/** The whole text in parts, with its notes, and a link at each to write another. */
function AnnotatedText({
  draft,
  notes,
  path,
}: {
  draft: Draft;
  notes: readonly NumberedNote[];
  path: string;
}) {
  const t = useWords();
  return (
    <>
      {splitText(draft.text, t).map(({ name, start, end, isProse }) => {
        const marked = <MarkedText text={draft.text} start={start} end={end} notes={notes} />;
        const hasNote = notes.some(
          ({ note: { position } }) => position && position.start < end && position.end > start,
        );
        return isProse ? (
          <section aria-label={name}>
            <p class="quiet">
              {name} ·{' '}
              <a href={`${path}/review?start=${start}&end=${end}#new-note`}>
                {t('Write a note on this part')}
                <span class="hidden">: {name}</span>
              </a>
            </p>
            <p class="difference" dir="auto">
              {marked}
            </p>
          </section>
        ) : (
          <details open={hasNote}>
            <summary>{name}</summary>
            <div class="verbatim" dir="auto">
              {marked}
            </div>
          </details>
        );
      })}
    </>
  );
}

function SinceLinks({
  options,
  path,
  current,
}: {
  options: readonly Since[];
  path: string;
  current: Since | undefined;
}) {
  const others = options.filter((each) => each !== current);
  if (others.length === 0) return '';
  return (
    <p class="links">
      {others.map(({ key, link }) => (
        <a href={`${path}/review?since=${key}#changes`}>{link}</a>
      ))}
    </p>
  );
}

/** Shows the draft in the request's path to whoever reviews it, and to its authors. */
export async function showReview(c: NewsroomContext, attempt?: Attempt): Promise<Response> {
  const draft = await openDraft(c);
  const [actor, zone, path] = [c.get('actor'), zoneOf(c), draftPath(draft.id)];
  const [{ events }, { approvals, needed }, { notes }, { people: reviewers }, origin] = await Promise.all([
    deskOf(c.env).reviews.history(draft.id, actor).then(required),
    deskOf(c.env).reviews.approvals(draft.id, actor).then(required),
    deskOf(c.env).notes.list(draft.id, actor).then(required),
    deskOf(c.env).reviews.reviewers(draft.id, actor).then(required),
    deskOf(c.env).draftSources.origin(draft.id),
  ]);
  const { earlier, options, current } = await findEarlier(c, draft, events);
  const check = await checkText(c, draft);
  const story = storyOf(c.get('t'), draft);
  const opinions = await findOpinions(c, story);
  const t = c.get('t');
  const done = DONE[c.req.query('done') ?? ''];
  const said = attempt
    ? { text: attempt.detail, isWrong: true }
    : done === undefined
      ? undefined
      : { text: t(done) };
  return renderNewsroom(c, {
    title: draft.headline ?? draft.name,
    said,
    status: attempt?.status ?? 200,
    children: (
      <>
        <DraftHeader c={c} draft={draft} at="review" />
        <section aria-label={t('Approvals')}>
          <Approvals approvals={approvals} needed={needed} zone={zone} />
          <LastRequest events={events} zone={zone} />
          <ReviewHistory events={events} zone={zone} />
        </section>
        <p class="links">
          {earlier ? <a href="#changes">{t('What changed')}</a> : ''}
          <a href="#notes">
            {draft.notes === 0 ? t('Notes') : t('Notes ({number} open)', { number: draft.notes })}
          </a>
          <a href="#decision">
            {may(actor.role, 'review') ? t('Approve or ask for changes') : t('Ask for a review')}
          </a>
          {may(actor.role, 'publish') ? <a href={`${path}/publish`}>{t('Publish or schedule')}</a> : ''}
        </p>
        <FaultList check={check} id={draft.id} base={path} />
        <h2>{t('As readers will see it')}</h2>
        <iframe
          title={t('The page as readers will see it')}
          src={`${path}/page?version=${draft.version}`}
          sandbox=""
        />
        <p class="links">
          <a href={`${path}/page?version=${draft.version}`}>{t('Open the page')}</a>
          <a href={`${path}/feed?version=${draft.version}`}>{t('What feed readers show')}</a>
        </p>
        {earlier ? (
          <section aria-labelledby="changes">
            <h2 id="changes">{current?.title}</h2>
            <SinceLinks options={options} path={path} current={current} />
            <Changes earlier={earlier} draft={draft} />
          </section>
        ) : (
          ''
        )}
        <Origin origin={origin} path={path} zone={zone} />
        <h2 id="evidence">{t('Evidence')}</h2>
        <OpinionsForm opinions={opinions} id={draft.id} at="review" />
        <EvidenceReview story={story} check={check} opinions={opinions} />
        <h2 id="notes">{t('Notes')}</h2>
        <Discussion notes={notes} path={path} zone={zone} typed={attempt?.reply} />
        <NoteForm path={path} version={draft.version} typed={attempt?.note ?? requestedNote(c, draft.text)} />
        <h2>{t('The text with its notes')}</h2>
        <AnnotatedText draft={draft} notes={numberThreads(notes).filter(isOpen)} path={path} />
        <div id="decision">
          <Decision
            draft={draft}
            person={c.get('person')}
            path={path}
            reviewers={reviewers}
            typed={attempt?.request}
          />
        </div>
      </>
    ),
  });
}

const isOpen = ({ note }: NumberedNote) => note.resolved === null;

/** Returns the text of the version that somebody has looked at. */
export async function textOfVersion(c: NewsroomContext, id: string, version: number): Promise<string> {
  return required(await deskOf(c.env).drafts.version(id, version, c.get('actor'))).version.text;
}
