import { readJson } from '../../api/body.ts';
import type { Handlers } from '../../api/operation.ts';
import { refusalProblem } from '../../api/problem.ts';
import { readQuery } from '../../api/request.ts';
import { deskOf } from '../../desk/desk-stub.ts';
import { wireOf } from '../../wire/wire-stub.ts';
import { LISTED_AS } from '../desk/watch-entry.ts';
import { type watchOperations, watchQuerySchema } from './operations.ts';
import { askedLookSchema, dismissalSchema } from './schemas.ts';

export const watchHandlers: Handlers<typeof watchOperations> = {
  async getWatch(c, send) {
    const { kind, offset, limit } = readQuery(c, watchQuerySchema);
    const kinds = kind ? [kind] : LISTED_AS.filter((each) => each !== 'dismissed');
    const now = Date.now();
    const [state, listed, budget] = await Promise.all([
      deskOf(c.env).observations.state(now),
      deskOf(c.env).observations.list({ kinds, offset, limit }),
      wireOf(c.env).watch.budget(now),
    ]);
    return send(200, { ...state, ...budget, listed });
  },

  async lookNow(c, send) {
    const { url } = await readJson(c, askedLookSchema);
    const looked = await wireOf(c.env).watch.look(url, c.get('actor'));
    if (!looked.ok) throw refusalProblem(looked);
    return send(200, { source: looked.source });
  },

  async dismissFinding(c, send) {
    const { url, isFalseAlarm } = await readJson(c, dismissalSchema);
    const options = { actor: c.get('actor'), now: Date.now() };
    const room = deskOf(c.env).observations;
    const done = await (isFalseAlarm ? room.dismiss(url, options) : room.restore(url, options));
    if (!done.ok) throw refusalProblem(done);
    return send(200, { source: done.source });
  },
};
