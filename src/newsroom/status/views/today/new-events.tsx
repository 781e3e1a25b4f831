import { loggerOf } from '../../../../lib/log.ts';
import { withTimeout } from '../../../../lib/timeout.ts';
import { EventFacts } from '../../../events/views/event-list.tsx';
import type { EventSummary } from '../../../events/wire/events.ts';
import type { NewsroomContext } from '../../../frame/context.ts';
import { wireOf } from '../../../wire/wire-stub.ts';
import { useWords } from '../../../words/words.ts';

/** How many of the first events are looked through, and how many are shown. */
const [LOOKED_THROUGH, MOST] = [50, 5];

/** How long the wire may take, in milliseconds: the rest of the page does not depend on it. */
const TIMEOUT = 2000;

/** Finds events with reports that came after somebody last said that they had seen the wire, those of the highest rank. */
export async function findNewEvents(c: NewsroomContext): Promise<EventSummary[]> {
  const person = c.get('person').id;
  try {
    const events = await withTimeout(TIMEOUT, wireOf(c.env).events.list({ person, limit: LOOKED_THROUGH }));
    return events.filter(({ newReports }) => newReports > 0).slice(0, MOST);
  } catch (error) {
    loggerOf(c.req.raw)({ event: 'wire-failed', error: String(error) });
    return [];
  }
}

/** Events that are new to somebody. */
export function NewEvents({ events, zone }: { events: readonly EventSummary[]; zone: string }) {
  const t = useWords();
  return (
    <>
      <ul class="rows">
        {events.map((event) => (
          <li>
            <p>
              <a
                class="title"
                href={`/newsroom/wire/events/${event.id}`}
                lang={event.language || undefined}
                dir="auto"
              >
                {event.title || t('Without a title')}
              </a>
            </p>
            <EventFacts event={event} zone={zone} />
          </li>
        ))}
      </ul>
      <p>
        {t('{link}; there, “I have seen these” says what is new from then on.', {
          link: <a href="/newsroom/wire">{t('All events')}</a>,
        })}
      </p>
    </>
  );
}
