import { withReadableHosts } from '../../../lib/readable-host.ts';
import { draftPath } from '../../drafts/views/editor/open-draft.ts';
import { WireViews } from '../../events/views/views.tsx';
import type { NewsroomContext } from '../../frame/context.ts';
import { renderNewsroom } from '../../frame/layout.tsx';
import { type SaidSentence, sentence } from '../../words/translate.ts';
import { type Translate, useWords } from '../../words/words.ts';
import type { DraftingJob, DraftingSource } from '../wire/drafting-job.ts';

/** Seconds after which the page looks again while the wire reads and drafts: at first, and once that has taken a while. */
const [SOON, LATER] = [2, 10];
/** How long that is, in milliseconds. */
const A_WHILE = 20_000;

const TITLES: Readonly<Record<DraftingJob['state'], string>> = {
  reading: sentence('Reading the sources'),
  drafting: sentence('Drafting'),
  done: sentence('The draft is ready'),
  failed: sentence('There is no draft'),
};

const WORDS: Readonly<Record<DraftingSource['state'], string>> = {
  waiting: sentence('waits'),
  reading: sentence('reading'),
  read: sentence('read'),
  unread: sentence('not read'),
};

const COLOURS: Readonly<Partial<Record<DraftingSource['state'], string>>> = { read: 'good', unread: 'bad' };

/** Returns what a person should know of the draft and what the list of sources does not say. */
const newsIn = ({ notes, said }: DraftingJob): (string | SaidSentence)[] =>
  notes.flatMap((note, at) => (note.startsWith('Not read: ') ? [] : (said?.notes[at] ?? note)));

/** Whether there is something that a person should see before the draft. */
export const hasNews = (job: DraftingJob): boolean =>
  job.dropped.length + newsIn(job).length > 0 || job.sources.some(({ state }) => state !== 'read');

const isRunning = ({ state }: Pick<DraftingJob, 'state'>): boolean =>
  state === 'reading' || state === 'drafting';

function Sources({ sources }: { sources: readonly DraftingSource[] }) {
  const t = useWords();
  return (
    <ul class="rows">
      {sources.map(({ url, state, detail, said }) => (
        <li>
          <p dir="ltr">
            <a href={url} rel="noreferrer">
              {withReadableHosts(url)}
            </a>
          </p>
          <p>
            <span class={`state ${COLOURS[state] ?? ''}`.trim()}>{t(WORDS[state])}</span>{' '}
            {withReadableHosts(state === 'read' ? detail : t(said ?? detail))}
          </p>
        </li>
      ))}
    </ul>
  );
}

function Dropped({ dropped, language }: Pick<DraftingJob, 'dropped' | 'language'>) {
  const t = useWords();
  if (dropped.length === 0) return '';
  return (
    <section aria-labelledby="dropped-title">
      <h2 id="dropped-title">{t('Left out of the draft')}</h2>
      <p>{t('The drafter proposed these sentences. Below each is why it was left out.')}</p>
      <ul class="rows">
        {dropped.map(({ text, why }) => (
          <li>
            <blockquote lang={language} dir="auto">
              {text}
            </blockquote>
            <p>{t(why)}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Returns the address of the form with the addresses of a job. */
const againPath = (urls: readonly string[]): string =>
  `/newsroom/wire/draft?${new URLSearchParams(urls.map((url) => ['url', url]))}`;

/** Says what the wire is at. Screen readers read the title each time the page has looked again. */
function titleOf(t: Translate, { state, sources }: DraftingJob): string {
  if (state !== 'reading') return t(TITLES[state]);
  const done = sources.filter((source) => source.state === 'read' || source.state === 'unread').length;
  return t('Reading the sources: {done} of {all}', { done, all: sources.length });
}

/** Says that the page looks again by itself, and lets one turn that off, so that it changes under nobody's hands (WCAG 2.2.1, 3.2.5). */
function Looking({ path, seconds }: { path: string; seconds: number | undefined }) {
  const t = useWords();
  return (
    <>
      <p>
        {seconds === undefined
          ? t(
              'This page stays as it is until you look again. You may leave it: the draft will be among the drafts.',
            )
          : t(
              'This page looks again every {seconds} seconds. You may leave it: the draft will be among the drafts.',
              { seconds },
            )}
      </p>
      <p class="links">
        <a href={seconds === undefined ? `${path}?again=no` : path}>{t('Look now')}</a>
        {seconds === undefined ? (
          <a href={path}>{t('Look again by itself')}</a>
        ) : (
          <a href={`${path}?again=no`}>{t('Stop looking by itself')}</a>
        )}
      </p>
    </>
  );
}

/** Renders how far a draft has come. While the wire is at work, the page loads itself anew, unless its address has `again=no`. */
export function renderProgress(c: NewsroomContext, job: DraftingJob): Response | Promise<Response> {
  const { id, state, sources, draft, dropped, detail, said, language } = job;
  const t = c.get('t');
  const notes = newsIn(job);
  const seconds = Date.now() - Date.parse(job.begun) < A_WHILE ? SOON : LATER;
  const looks = c.req.query('again') !== 'no';
  if (isRunning(job) && looks) c.header('Refresh', String(seconds));
  return renderNewsroom(c, {
    title: titleOf(t, job),
    heading: t(TITLES[state]),
    said:
      state === 'failed'
        ? { text: withReadableHosts(t(said?.detail ?? detail ?? '')), isWrong: true }
        : undefined,
    children: (
      <>
        <WireViews current="/newsroom/wire/draft" />
        {isRunning(job) ? (
          <Looking path={`/newsroom/wire/drafting/${id}`} seconds={looks ? seconds : undefined} />
        ) : (
          ''
        )}
        {draft ? (
          <p class="actions">
            <a class="button main" href={draftPath(draft.id)}>
              {t('Open the draft')}
            </a>
          </p>
        ) : (
          ''
        )}
        {state === 'failed' ? (
          <p class="actions">
            <a class="button main" href={againPath(sources.map(({ url }) => url))}>
              {t('Try again')}
            </a>
          </p>
        ) : (
          ''
        )}
        {notes.length > 0 ? (
          <ul>
            {notes.map((note) => (
              <li>{withReadableHosts(t(note))}</li>
            ))}
          </ul>
        ) : (
          ''
        )}
        <Dropped dropped={dropped} language={language} />
        <h2>{t('Sources')}</h2>
        <Sources sources={sources} />
      </>
    ),
  });
}
