import type { Env } from '../../../platform/env.ts';
import { readJson } from '../../api/body.ts';
import { etagHeader, type Handlers } from '../../api/operation.ts';
import { ProblemError, refusalProblem } from '../../api/problem.ts';
import { readPrecondition } from '../../api/request.ts';
import { deskOf } from '../../desk/desk-stub.ts';
import { arrangementSchema, type FrontVersion } from '../desk/arrangement.ts';
import type { frontOperations } from './operations.ts';
import type { FrontDetail } from './schemas.ts';

const detailOf = async (env: Env, version: FrontVersion): Promise<FrontDetail> => ({
  ...version,
  absent: await deskOf(env).front.absent(),
});

export const frontHandlers: Handlers<typeof frontOperations> = {
  async getFront(c, send) {
    const version = await deskOf(c.env).front.current();
    return send(200, await detailOf(c.env, version), etagHeader(version.version));
  },

  async putFront(c, send) {
    const expected = readPrecondition(c);
    if (typeof expected !== 'object')
      throw new ProblemError(
        412,
        'State which version of the front page yours replaces, as in If-Match: "3". The ETag of GET /api/front has the newest.',
      );
    const wanted = await readJson(c, arrangementSchema);
    const options = { expected: expected.revision, actor: c.get('actor'), now: Date.now() };
    const done = await deskOf(c.env).front.replace(wanted, options);
    if (!done.ok) throw refusalProblem(done);
    const { version, changed } = done;
    return send(200, { ...(await detailOf(c.env, version)), changed }, etagHeader(version.version));
  },

  async listFrontVersions(c, send) {
    return send(200, { versions: await deskOf(c.env).front.versions() });
  },
};
