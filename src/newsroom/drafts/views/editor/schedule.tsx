import type { Child } from 'hono/jsx';
import { deskOf } from '../../../desk/desk-stub.ts';
import { REFUSAL_STATUS } from '../../../desk/refusal-status.ts';
import { type NewsroomContext, readForm, textField, zoneOf } from '../../../frame/context.ts';
import { renderNewsroom } from '../../../frame/layout.tsx';
import { readFutureTime, TimeFields } from '../../../frame/time-fields.tsx';
import { dayOf, type FormTime, isDay, readFormTime, toFormTime } from '../../../frame/times.ts';
import { may } from '../../../people/desk/roles.ts';
import { sentence } from '../../../words/translate.ts';
import { useWords } from '../../../words/words.ts';
import { type Draft, type Embargo, MAX_EMBARGO_REASON } from '../../desk/draft.ts';
import { scheduleDraft } from '../../desk/schedule-draft.ts';
import { EmbargoNote, EmbargoQuestion, EmbargoRefusal, warnOfEmbargo } from '../embargo.tsx';
import { DraftHeader } from './draft-header.tsx';
import { draftPath, errorOf, openDraft } from './open-draft.ts';

const NO_TIME: FormTime = { day: '', time: '' };

/** What was typed into one of the two forms, and why it was refused. */
interface Attempt {
  form: 'time' | 'embargo';
  value: FormTime;
  why?: string;
  fault?: string | undefined;
  /** What is said at the top, and with which status. */
  said?: { text: Child; status: number };
  asksEmbargo?: boolean;
}

function TimeForm({
  draft,
  zone,
  attempt,
  day,
}: {
  draft: Draft;
  zone: string;
  attempt: Attempt | undefined;
  day: string;
}) {
  const t = useWords();
  return (
    <form method="post" action={`${draftPath(draft.id)}/schedule`}>
      <input type="hidden" name="version" value={String(draft.version)} />
      <TimeFields
        id="appears"
        label={t('It appears')}
        value={attempt?.value ?? { day, time: '' }}
        zone={zone}
        fault={attempt?.fault}
      />
      {attempt?.asksEmbargo ? <EmbargoQuestion /> : ''}
      <p class="actions">
        <button class="main" type="submit">
          {t('Schedule version {version}', { version: draft.version })}
        </button>
        <a class="button" href="/newsroom/schedule">
          {t('Cancel')}
        </a>
      </p>
    </form>
  );
}

function EmbargoForm({ draft, zone, attempt }: { draft: Draft; zone: string; attempt: Attempt | undefined }) {
  const t = useWords();
  const { embargo } = draft;
  const why = attempt?.why ?? embargo?.why ?? '';
  return (
    <>
      <h2 id="embargo">{t('Embargo')}</h2>
      <p class="quiet">
        {t(
          'A note for the newsroom: it shows in lists and in the schedule, and publishing before that time asks once more. It is not part of the story, and readers never see it.',
        )}
      </p>
      {embargo ? (
        <form method="post" action={`${draftPath(draft.id)}/embargo`} class="actions">
          <EmbargoNote embargo={embargo} zone={zone} />
          <button type="submit" name="action" value="end">
            {t('End the embargo')}
          </button>
        </form>
      ) : (
        ''
      )}
      <form method="post" action={`${draftPath(draft.id)}/embargo`}>
        <TimeFields
          id="until"
          label={t('Until')}
          value={attempt?.value ?? (embargo ? toFormTime(embargo.until, zone) : NO_TIME)}
          zone={zone}
          fault={attempt?.fault}
        />
        <div class="field">
          <label for="why">{t('Why, or who asked for it')}</label>
          <input id="why" name="why" value={why} maxlength={MAX_EMBARGO_REASON} required dir="auto" />
        </div>
        <p class="actions">
          <button type="submit">{t('Set the embargo')}</button>
        </p>
      </form>
    </>
  );
}

const DONE: Readonly<Record<string, string>> = {
  embargo: sentence('The embargo is set.'),
  ended: sentence('There is no embargo any more.'),
};

async function renderSchedule(c: NewsroomContext, draft: Draft, attempt?: Attempt): Promise<Response> {
  const t = c.get('t');
  const zone = zoneOf(c);
  const warning = await warnOfEmbargo(c, draft, zone);
  const { day = '', done = '' } = c.req.query();
  const [time, embargo] = (['time', 'embargo'] as const).map((form) =>
    attempt?.form === form ? attempt : undefined,
  );
  const said = attempt?.said
    ? { text: attempt.said.text, isWrong: true }
    : DONE[done] === undefined
      ? undefined
      : { text: t(DONE[done]) };
  return renderNewsroom(c, {
    title: t('Schedule'),
    status: attempt?.said?.status ?? (attempt ? 422 : 200),
    said,
    children: (
      <>
        <p>
          <strong dir="auto">{draft.headline ?? draft.name}</strong>
        </p>
        <DraftHeader c={c} draft={draft} at="schedule" />
        {warning}
        {!may(c.get('actor').role, 'publish') ? (
          <p>{t('An editor says when it appears.')}</p>
        ) : draft.base ? (
          <p>
            {t(
              '{page} is where a scheduled story gets another time. A correction appears when it is published.',
              {
                page: <a href={`/newsroom/stories/${draft.base.slug}`}>{t('The story’s page')}</a>,
              },
            )}
          </p>
        ) : (
          <TimeForm draft={draft} zone={zone} attempt={time} day={isDay(day) ? day : ''} />
        )}
        <EmbargoForm draft={draft} zone={zone} attempt={embargo} />
      </>
    ),
  });
}

/** Asks when a draft appears, and whether it is under embargo. */
export const showSchedule = async (c: NewsroomContext): Promise<Response> =>
  renderSchedule(c, await openDraft(c));

/** Returns the address of the schedule with the day of an instant. */
export const scheduledPath = (timestamp: string, zone: string): string => {
  const day = dayOf(Date.parse(timestamp), zone);
  return `/newsroom/schedule?month=${day.slice(0, 7)}&done=scheduled#day-${day}`;
};

/** Schedules the version that was looked at. */
export async function schedule(c: NewsroomContext): Promise<Response> {
  const t = c.get('t');
  const form = await readForm(c);
  const [draft, zone] = [await openDraft(c), zoneOf(c)];
  const value = { day: textField(form, 'day'), time: textField(form, 'time') };
  const read = readFutureTime(value, zone, t);
  if (!read.ok) return renderSchedule(c, draft, { form: 'time', value, fault: read.detail });
  const done = await scheduleDraft(c.env, {
    id: draft.id,
    version: Number(textField(form, 'version')),
    at: read.timestamp,
    actor: c.get('actor'),
    now: Date.now(),
    breaksEmbargo: textField(form, 'embargo') === 'breaks',
  });
  if (done.ok) return c.redirect(scheduledPath(read.timestamp, zone), 303);
  const text =
    done.why === 'embargo' && draft.embargo ? (
      <EmbargoRefusal embargo={draft.embargo} zone={zone} />
    ) : (
      <>
        {t(done)} <a href={`${draftPath(draft.id)}/publish`}>{t('See what is in the way')}</a>
      </>
    );
  const said = { text, status: REFUSAL_STATUS[done.why] };
  return renderSchedule(c, await openDraft(c), {
    form: 'time',
    value,
    said,
    asksEmbargo: done.why === 'embargo',
  });
}

/** Sets or ends the embargo. */
export async function setEmbargo(c: NewsroomContext): Promise<Response> {
  const t = c.get('t');
  const form = await readForm(c);
  const [draft, zone, actor] = [await openDraft(c), zoneOf(c), c.get('actor')];
  const set = (embargo: Embargo | null) => deskOf(c.env).drafts.setEmbargo(draft.id, { embargo, actor });
  if (textField(form, 'action') === 'end') {
    const ended = await set(null);
    if (!ended.ok) throw errorOf(ended);
    return c.redirect(`${draftPath(draft.id)}/schedule?done=ended`, 303);
  }
  const value = { day: textField(form, 'day'), time: textField(form, 'time') };
  const why = textField(form, 'why');
  const read = readFormTime(value, zone, null, t);
  if (!read.ok) return renderSchedule(c, draft, { form: 'embargo', value, why, fault: read.detail });
  const done = await set({ until: new Date(read.timestamp).toISOString(), why });
  if (done.ok) return c.redirect(`${draftPath(draft.id)}/schedule?done=embargo#embargo`, 303);
  const said = { text: t(done), status: REFUSAL_STATUS[done.why] };
  return renderSchedule(c, draft, { form: 'embargo', value, why, said });
}
