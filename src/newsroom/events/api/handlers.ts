import type * as z from 'zod';
import type { ApiContext } from '../../api/context.ts';
import type { Handlers } from '../../api/operation.ts';
import { ProblemError } from '../../api/problem.ts';
import { readQuery } from '../../api/request.ts';
import { wireOf } from '../../wire/wire-stub.ts';
import type { EventSummary } from '../wire/events.ts';
import { type eventOperations, eventQuerySchema } from './operations.ts';
import type { eventSchema } from './schemas.ts';

const timestamp = (time: number) => new Date(time).toISOString();

/** Who asks. What is new is told in the newsroom only. */
const askerOf = (c: ApiContext): string => c.get('actor').name;

function sent({ isNew: _, newReports: __, ...event }: EventSummary): z.output<typeof eventSchema> {
  return {
    ...event,
    language: event.language || null,
    first: timestamp(event.first),
    last: timestamp(event.last),
  };
}

export const eventHandlers: Handlers<typeof eventOperations> = {
  async listEvents(c, send) {
    const { language, feed, offset, limit } = readQuery(c, eventQuerySchema);
    const events = await wireOf(c.env).events.list({
      person: askerOf(c),
      ...(language === undefined ? {} : { language }),
      ...(feed === undefined ? {} : { feed }),
      offset,
      limit,
    });
    return send(200, { events: events.map(sent) });
  },

  async getEvent(c, send) {
    const number = c.req.param('event') ?? '';
    const id = /^[1-9]\d{0,14}$/.test(number) ? Number(number) : 0;
    const found = await wireOf(c.env).events.find(id, askerOf(c));
    if (!found) {
      const detail = 'There is no such event. GET /api/events lists them; they are kept for 30 days.';
      throw new ProblemError(404, detail, { why: 'missing' });
    }
    const items = found.items.map(({ id: _, at, isNew: __, ...item }) => ({
      ...item,
      published: timestamp(at),
    }));
    return send(200, { ...sent(found.event), items });
  },
};
