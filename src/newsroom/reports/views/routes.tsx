import { isolateIfUnbalanced } from '../../../lib/bidi.ts';
import { deskOf } from '../../desk/desk-stub.ts';
import { REFUSAL_STATUS } from '../../desk/refusal-status.ts';
import { requireCapability } from '../../frame/access.ts';
import { type Newsroom, type NewsroomContext, NewsroomError, readForm, zoneOf } from '../../frame/context.ts';
import { renderNewsroom } from '../../frame/layout.tsx';
import { inOwnLanguage, storyPath, When } from '../../stories/views/parts.tsx';
import { useWords } from '../../words/words.ts';
import { beginCorrection } from '../desk/begin-correction.ts';
import { KEPT_DAYS, type Report } from '../desk/report.ts';
import { REPORTS_PATH } from '../desk/reports.ts';

/** How many reports a page lists. */
const PAGE_LENGTH = 30;

/** What a reader wrote, and on what. */
function ReportText({ report, zone }: { report: Report; zone: string }) {
  const t = useWords();
  const { story, passage, error, name, wantsThanks, at } = report;
  return (
    <>
      <p class="title">
        <a href={storyPath(story.slug)} {...inOwnLanguage(story)}>
          {isolateIfUnbalanced(story.headline)}
        </a>
      </p>
      <p class="quiet">
        <When time={at} zone={zone} /> · {name === null ? t('no name given') : <bdi>{name}</bdi>}
        {wantsThanks ? ` · ${t('may be thanked by name')}` : ''}
        {story.status === 'withdrawn' ? ` · ${t('the story is withdrawn')}` : ''}
      </p>
      {passage === '' ? '' : <blockquote dir="auto">{passage}</blockquote>}
      <p class="verbatim" dir="auto">
        {error}
      </p>
    </>
  );
}

/** A button that answers a report. */
function Answer({ id, to, main, children }: { id: number; to: string; main?: boolean; children: string }) {
  const t = useWords();
  return (
    <form method="post" action={`${REPORTS_PATH}/${id}/${to}`}>
      <button type="submit" class={main ? 'main' : undefined}>
        {children}
        <span class="hidden"> ({t('report {number}', { number: id })})</span>
      </button>
    </form>
  );
}

function WaitingReport({ report, zone }: { report: Report; zone: string }) {
  const t = useWords();
  return (
    <li>
      <ReportText report={report} zone={zone} />
      <div class="actions">
        {report.story.status === 'withdrawn' ? (
          ''
        ) : (
          <Answer id={report.id} to="correct" main>
            {t('Begin a correction')}
          </Answer>
        )}
        <Answer id={report.id} to="dismiss">
          {t('Dismiss')}
        </Answer>
      </div>
    </li>
  );
}

function AnsweredReport({
  report,
  drafts,
  zone,
}: {
  report: Report;
  drafts: readonly string[];
  zone: string;
}) {
  const t = useWords();
  const { id, answer } = report;
  const draft = answer?.draft;
  const values = {
    name: <bdi>{answer?.by}</bdi>,
    time: <When time={answer?.at ?? report.at} zone={zone} />,
  };
  return (
    <li>
      <ReportText report={report} zone={zone} />
      <p class="quiet">
        {draft
          ? t('{correction} was begun by {name} on {time}', {
              ...values,
              correction: drafts.includes(draft) ? (
                <a href={`/newsroom/drafts/${draft}`}>{t('A correction')}</a>
              ) : (
                t('A correction')
              ),
            })
          : t('Dismissed by {name} on {time}', values)}
      </p>
      <Answer id={id} to="reopen">
        {t('Let it wait again')}
      </Answer>
    </li>
  );
}

async function showReports(c: NewsroomContext): Promise<Response> {
  requireCapability(c, 'publish');
  const [t, actor, zone] = [c.get('t'), c.get('actor'), zoneOf(c)];
  const isAnswered = c.req.query('state') === 'answered';
  const offset = Math.min(1e6, Math.max(0, Number.parseInt(c.req.query('offset') ?? '0', 10) || 0));
  const found = await deskOf(c.env).reports.list({ actor, isAnswered, limit: PAGE_LENGTH + 1, offset });
  const reports = found.slice(0, PAGE_LENGTH);
  const drafts = await deskOf(c.env).reports.keptDrafts(reports.flatMap(({ answer }) => answer?.draft ?? []));
  const ofStory = Map.groupBy(reports, ({ story }) => story.slug);
  const repeated = isAnswered ? [] : [...ofStory.values()].filter((each) => each.length > 1);
  const dismissed = Number(c.req.query('dismissed'));
  const older = new URLSearchParams({
    ...(isAnswered ? { state: 'answered' } : {}),
    offset: String(offset + PAGE_LENGTH),
  });
  const Item = isAnswered ? AnsweredReport : WaitingReport;
  return renderNewsroom(c, {
    title: t(isAnswered ? 'Answered reports of errors' : 'Reports of errors'),
    said:
      dismissed > 0
        ? {
            text: t(['{count} report is dismissed.', '{count} reports are dismissed.'], { count: dismissed }),
          }
        : undefined,
    children: (
      <>
        <p>
          {t(
            'What readers say is wrong in your stories. A correction opens the draft of the story, with the report as a note in it. Answered reports are deleted after {number} days.',
            { number: KEPT_DAYS },
          )}
        </p>
        <p class="links">
          {isAnswered ? (
            <a href={REPORTS_PATH}>{t('Reports that wait')}</a>
          ) : (
            <a href={`${REPORTS_PATH}?state=answered`}>{t('Answered reports')}</a>
          )}
        </p>
        {reports.length === 0 ? <p>{t(offset > 0 ? 'There are no older ones.' : 'There are none.')}</p> : ''}
        <ul class="rows">
          {reports.map((report) => (
            <Item report={report} drafts={drafts} zone={zone} />
          ))}
        </ul>
        {repeated.map((each) => (
          <form method="post" action={REPORTS_PATH}>
            {each.map(({ id }) => (
              <input type="hidden" name="report" value={String(id)} />
            ))}
            <button type="submit">
              {t('Dismiss these {number} reports of “{headline}”', {
                number: each.length,
                headline: isolateIfUnbalanced(each[0]?.story.headline ?? ''),
              })}
            </button>
          </form>
        ))}
        {found.length > PAGE_LENGTH ? (
          <p class="actions">
            <a class="button" href={`${REPORTS_PATH}?${older}`}>
              {t('Older reports')}
            </a>
          </p>
        ) : (
          ''
        )}
      </>
    ),
  });
}

/** Returns the number of the report in the address; 0, which no report has, if it is none. */
const idOf = (c: NewsroomContext): number => Number(c.req.param('report')) || 0;

/** Answers a report, and leads back to the list. */
const answerWith = (answer: { draft: null } | null) => async (c: NewsroomContext) => {
  await readForm(c);
  const options = { actor: c.get('actor'), now: Date.now() };
  const done = await deskOf(c.env).reports.answer(idOf(c), answer, options);
  if (!done.ok) throw new NewsroomError(REFUSAL_STATUS[done.why], 'Nothing was changed', done);
  return c.redirect(answer ? `${REPORTS_PATH}?dismissed=1` : REPORTS_PATH, 303);
};

async function dismissAll(c: NewsroomContext): Promise<Response> {
  requireCapability(c, 'publish');
  const ids = (await readForm(c)).getAll('report').map(Number);
  const options = { actor: c.get('actor'), now: Date.now() };
  const count = await deskOf(c.env).reports.dismissAll(ids, options);
  return c.redirect(`${REPORTS_PATH}?dismissed=${count}`, 303);
}

async function correct(c: NewsroomContext): Promise<Response> {
  await readForm(c);
  const id = idOf(c);
  const done = await beginCorrection(c.env, id, { actor: c.get('actor'), now: Date.now() });
  if (!done.ok) throw new NewsroomError(REFUSAL_STATUS[done.why], 'No correction was begun', done);
  return c.redirect(`/newsroom/drafts/${done.draft.id}?report=${id}`, 303);
}

/** Adds the page on which editors answer what readers report. */
export function addReportRoutes(newsroom: Newsroom): void {
  newsroom.get(REPORTS_PATH, showReports);
  newsroom.post(REPORTS_PATH, dismissAll);
  newsroom.post(`${REPORTS_PATH}/:report/dismiss`, answerWith({ draft: null }));
  newsroom.post(`${REPORTS_PATH}/:report/reopen`, answerWith(null));
  newsroom.post(`${REPORTS_PATH}/:report/correct`, correct);
}
