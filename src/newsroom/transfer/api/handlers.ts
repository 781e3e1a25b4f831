import { loggerOf } from '../../../lib/log.ts';
import { readSettings } from '../../../settings/settings.ts';
import { requireCapability } from '../../api/auth.ts';
import type { Handlers } from '../../api/operation.ts';
import { ProblemError } from '../../api/problem.ts';
import { deskOf } from '../../desk/desk-stub.ts';
import { pageSourceOf } from '../../pages/desk/page-source.ts';
import { picturesOf } from '../../pictures/desk/picture-source.ts';
import { redirectSourceOf } from '../../redirects/desk/redirect-source.ts';
import { wireOf } from '../../wire/wire-stub.ts';
import { newsroomSourceOf } from '../desk/newsroom-source.ts';
import { listKeptBackups, openKeptBackup } from './backups.ts';
import type { transferOperations } from './operations.ts';
import { exportStories, importStories } from './transfer.ts';

export const transferHandlers: Handlers<typeof transferOperations> = {
  importStories(c, send) {
    const { body } = c.req.raw;
    if (!body) throw new ProblemError(400, 'The body must be NDJSON: a story record on each line.');
    const isReplacing = c.req.query('replace') === 'true';
    const policy = readSettings(c.env).site.evidence;
    const options = {
      storage: c.env,
      env: c.env,
      actor: c.get('actor'),
      isReplacing,
      policy,
      log: loggerOf(c.req.raw),
    };
    return send(200, importStories(body, deskOf(c.env), options));
  },

  exportStories(c, send) {
    const desk = deskOf(c.env);
    const isWhole = c.req.query('newsroom') === 'true';
    // People and their keys are for admins, as in a backup.
    if (isWhole) requireCapability(c.get('actor'), 'administer');
    const newsroom = isWhole ? newsroomSourceOf(desk, wireOf(c.env).feeds) : undefined;
    const own = [pageSourceOf(desk), redirectSourceOf(desk)] as const;
    const text = exportStories(desk, picturesOf(c.env), ...own, newsroom);
    return send(200, text);
  },

  listBackups: async (c, send) => send(200, { backups: await listKeptBackups(c) }),

  getBackup: async (c, send) => send(200, await openKeptBackup(c, (c.req.param('name') ?? '').slice(0, 100))),
};
