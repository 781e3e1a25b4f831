import { readJson } from '../../api/body.ts';
import type { ApiContext } from '../../api/context.ts';
import type { Handlers } from '../../api/operation.ts';
import { ProblemError, refusalProblem } from '../../api/problem.ts';
import { readQuery } from '../../api/request.ts';
import { deskOf } from '../../desk/desk-stub.ts';
import { beginCorrection } from '../desk/begin-correction.ts';
import { answerSchema, type reportOperations, reportsQuerySchema } from './operations.ts';

/** Reads the number of a report from the address. Throws 404 if it is none. */
function readReport(c: ApiContext): number {
  const report = Number(c.req.param('report'));
  if (Number.isSafeInteger(report) && report > 0) return report;
  throw new ProblemError(404, 'There is no such report: reports are numbered from 1.');
}

export const reportHandlers: Handlers<typeof reportOperations> = {
  async listReports(c, send) {
    const { state, ...part } = readQuery(c, reportsQuerySchema);
    const room = deskOf(c.env).reports;
    const [waiting, reports] = await Promise.all([
      room.waiting(),
      room.list({ actor: c.get('actor'), isAnswered: state === 'answered', ...part }),
    ]);
    return send(200, { waiting, reports });
  },

  async answerReport(c, send) {
    const { isDismissed } = await readJson(c, answerSchema);
    const options = { actor: c.get('actor'), now: Date.now() };
    const answer = isDismissed ? { draft: null } : null;
    const done = await deskOf(c.env).reports.answer(readReport(c), answer, options);
    if (!done.ok) throw refusalProblem(done);
    return send(200, done.report);
  },

  async correctFromReport(c, send) {
    const [id, actor] = [readReport(c), c.get('actor')];
    const begun = await beginCorrection(c.env, id, { actor, now: Date.now() });
    if (!begun.ok) throw refusalProblem(begun);
    const found = await deskOf(c.env).reports.find(id, actor);
    if (!found.ok) throw refusalProblem(found);
    return send(200, found.report);
  },
};
