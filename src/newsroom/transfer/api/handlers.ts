import { loggerOf } from '../../../lib/log.ts';
import { requireCapability } from '../../api/auth.ts';
import type { ApiContext } from '../../api/context.ts';
import type { Handlers } from '../../api/operation.ts';
import { ProblemError, unavailable } from '../../api/problem.ts';
import { deskOf } from '../../desk/desk-stub.ts';
import { picturesOf } from '../../pictures/desk/picture-source.ts';
import { currentSettings } from '../../settings/desk/current-settings.ts';
import { wireOf } from '../../wire/wire-stub.ts';
import { DamagedBackup, listBackups, openBackup } from '../desk/backup.ts';
import type { Backup } from '../desk/backup-state.ts';
import { newsroomSourceOf } from '../desk/newsroom-source.ts';
import type { transferOperations } from './operations.ts';
import { exportStories, importStories } from './transfer.ts';

// Lists and reads the backups in R2.

/** Returns the bucket for backups. Throws 404 if none is bound. */
function bucketOf(c: ApiContext): R2Bucket {
  if (c.env.BACKUPS) return c.env.BACKUPS;
  throw new ProblemError(
    404,
    'Backups are off: no R2 bucket is bound. Uncomment BACKUPS in wrangler.toml and deploy again.',
  );
}

/** Reads from the bucket. Throws 503 if R2 fails, and 500 if the backup is damaged. */
async function readBucket<T>(c: ApiContext, read: (bucket: R2Bucket) => Promise<T>): Promise<T> {
  const bucket = bucketOf(c);
  try {
    return await read(bucket);
  } catch (error) {
    loggerOf(c.req.raw)({ event: 'backups-failed', error: String(error) });
    if (error instanceof DamagedBackup) {
      throw new ProblemError(
        500,
        `The backup is damaged: ${error.message}. Use an older one: /api/backups lists them.`,
      );
    }
    throw unavailable('R2 did not return the backups. Try again.');
  }
}

/** Returns the complete backups, newest first. */
const listKeptBackups = (c: ApiContext): Promise<Backup[]> => readBucket(c, listBackups);

/** Returns a backup as a stream of NDJSON. Throws 404 if there is none with this name. */
async function openKeptBackup(c: ApiContext, name: string): Promise<ReadableStream<Uint8Array>> {
  const tell = (error: unknown) =>
    loggerOf(c.req.raw)({ event: 'backup-broke-off', name, error: String(error) });
  const backup = await readBucket(c, (bucket) => openBackup(bucket, name, tell));
  if (backup) return backup;
  throw new ProblemError(
    404,
    `There is no complete backup ${JSON.stringify(name)}. /api/backups lists the complete ones.`,
  );
}

export const transferHandlers: Handlers<typeof transferOperations> = {
  async importStories(c, send) {
    const { body } = c.req.raw;
    if (!body) throw new ProblemError(400, 'The body must be NDJSON: a story record on each line.');
    const isReplacing = c.req.query('replace') === 'true';
    const { site } = await currentSettings(c.env);
    const options = {
      storage: c.env,
      env: c.env,
      actor: c.get('actor'),
      isReplacing,
      policy: site.evidence,
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
    return send(200, exportStories(desk, picturesOf(c.env), newsroom));
  },

  listBackups: async (c, send) => send(200, { backups: await listKeptBackups(c) }),

  getBackup: async (c, send) => send(200, await openKeptBackup(c, (c.req.param('name') ?? '').slice(0, 100))),
};
