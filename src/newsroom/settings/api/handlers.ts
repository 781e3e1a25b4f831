import { inForce } from '../../../settings/check-saved.ts';
import { limitFaults } from '../../../site/story/parse/fault.ts';
import { readJson } from '../../api/body.ts';
import { etagHeader, type Handlers } from '../../api/operation.ts';
import { ProblemError, refusalProblem } from '../../api/problem.ts';
import { readPrecondition } from '../../api/request.ts';
import { deskOf } from '../../desk/desk-stub.ts';
import { type SettingsVersion, savedSchema } from '../desk/settings-version.ts';
import type { settingsOperations } from './operations.ts';
import type { SettingsDetail } from './schemas.ts';

const detailOf = (version: SettingsVersion): SettingsDetail => ({
  ...version,
  file: inForce({}),
  inForce: inForce(version.saved),
});

export const settingsHandlers: Handlers<typeof settingsOperations> = {
  async getSettings(c, send) {
    const version = await deskOf(c.env).settings.current();
    return send(200, detailOf(version), etagHeader(version.version));
  },

  async putSettings(c, send) {
    const expected = readPrecondition(c);
    if (typeof expected !== 'object')
      throw new ProblemError(
        412,
        'State which version of the settings yours replace, as in If-Match: "3". The ETag of GET /api/settings has the newest.',
      );
    const saved = await readJson(c, savedSchema);
    const options = { expected: expected.revision, actor: c.get('actor'), now: Date.now() };
    const done = await deskOf(c.env).settings.replace(saved, options);
    if (!done.ok) throw refusalProblem(done, done.faults ? { faults: limitFaults(done.faults) } : {});
    return send(200, { ...detailOf(done.version), changed: done.changed }, etagHeader(done.version.version));
  },

  async listSettingsVersions(c, send) {
    return send(200, { versions: await deskOf(c.env).settings.versions() });
  },
};
