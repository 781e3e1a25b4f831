import { deskOf } from '../../../desk/desk-stub.ts';
import { draftOfScheduled, scheduleDraft } from '../../../drafts/desk/schedule-draft.ts';
import { scheduledPath } from '../../../drafts/views/editor/schedule.tsx';
import { EmbargoNote, EmbargoQuestion, EmbargoRefusal, isTooEarly } from '../../../drafts/views/embargo.tsx';
import { requireCapability } from '../../../frame/access.ts';
import { type NewsroomContext, NewsroomError, readForm, textField, zoneOf } from '../../../frame/context.ts';
import { readFutureTime, TimeFields } from '../../../frame/time-fields.tsx';
import { type FormTime, isDay, toFormTime } from '../../../frame/times.ts';
import { readRevision, refusedBecause, renderAction } from '../action-page.tsx';
import { type FoundStory, findStory } from '../find-story.ts';

// Gives a scheduled story another time.

interface Attempt {
  value?: FormTime;
  fault?: string;
  refused?: Parameters<typeof renderAction>[1]['refused'];
  asksEmbargo?: boolean;
}

async function ask(
  c: NewsroomContext,
  found: FoundStory,
  { value, fault, refused, asksEmbargo }: Attempt = {},
) {
  const zone = zoneOf(c);
  const t = c.get('t');
  const embargo = (await deskOf(c.env).drafts.embargoesOfStories())[found.row.slug];
  const present = toFormTime(found.record.datePublished ?? '', zone);
  const { day = '' } = c.req.query();
  return renderAction(c, {
    found,
    name: 'move',
    title: t('When does it appear?'),
    button: t('Set this time'),
    refused:
      refused ??
      (fault === undefined ? undefined : { status: 422, text: <p>{t('Nothing was changed.')}</p> }),
    children: (
      <>
        {embargo ? (
          <p>
            <EmbargoNote embargo={embargo} zone={zone} />
            {isTooEarly(embargo, found.record.datePublished) ? ` ${t('The story appears before that.')}` : ''}
          </p>
        ) : (
          ''
        )}
        <TimeFields
          id="appears"
          label={t('It appears')}
          value={value ?? { ...present, ...(isDay(day) ? { day } : {}) }}
          zone={zone}
          fault={fault}
        />
        {asksEmbargo ? <EmbargoQuestion /> : ''}
        <p class="quiet">{t('Nothing else of the story changes, and approvals hold.')}</p>
      </>
    ),
  });
}

async function findScheduled(c: NewsroomContext): Promise<FoundStory | Response> {
  requireCapability(c, 'publish');
  const found = await findStory(c);
  if (found instanceof Response || found.row.status === 'scheduled') return found;
  throw new NewsroomError(409, 'Not scheduled', 'Only a scheduled story can be given another time.');
}

export async function askToMove(c: NewsroomContext): Promise<Response> {
  const found = await findScheduled(c);
  return found instanceof Response ? found : ask(c, found);
}

export async function move(c: NewsroomContext): Promise<Response> {
  const form = await readForm(c);
  const [seen, found, zone] = [readRevision(form), await findScheduled(c), zoneOf(c)];
  if (found instanceof Response) return found;
  const value = { day: textField(form, 'day'), time: textField(form, 'time') };
  const read = readFutureTime(value, zone, c.get('t'));
  if (!read.ok) return ask(c, found, { value, fault: read.detail });
  const { row, record } = found;
  const { slug, revision } = row;
  if (seen !== revision) {
    const text = c.get('t')(
      'The story is at revision {revision} now, and you looked at revision {seen}, so nothing was changed. If you still mean it, send this again.',
      { revision, seen },
    );
    return ask(c, found, { value, refused: { status: 412, text: <p>{text}</p> } });
  }
  const change = { actor: c.get('actor'), now: Date.now() };
  const opened = await draftOfScheduled(c.env, { slug, record, ...change });
  if (!opened.ok) return ask(c, found, { value, refused: refusedBecause(c, found, opened, seen) });
  const { id, version, embargo } = opened.draft;
  const breaksEmbargo = textField(form, 'embargo') === 'breaks';
  const done = await scheduleDraft(c.env, { id, version, at: read.timestamp, breaksEmbargo, ...change });
  if (done.ok) return c.redirect(scheduledPath(read.timestamp, zone), 303);
  if (done.why === 'embargo' && embargo) {
    const text = (
      <p>
        <EmbargoRefusal embargo={embargo} zone={zone} />
      </p>
    );
    return ask(c, found, { value, refused: { status: 409, text }, asksEmbargo: true });
  }
  return ask(c, found, {
    value,
    refused: refusedBecause(c, found, done as Parameters<typeof refusedBecause>[2], seen),
  });
}
