import { loggerOf } from '../../../lib/log.ts';
import type { ApiContext } from '../../api/context.ts';
import { ProblemError, unavailable } from '../../api/problem.ts';
import { DamagedBackup, listBackups, openBackup } from '../desk/backup.ts';
import type { Backup } from '../desk/backup-state.ts';

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
export const listKeptBackups = (c: ApiContext): Promise<Backup[]> => readBucket(c, listBackups);

/** Returns a backup as a stream of NDJSON. Throws 404 if there is none with this name. */
export async function openKeptBackup(c: ApiContext, name: string): Promise<ReadableStream<Uint8Array>> {
  const tell = (error: unknown) =>
    loggerOf(c.req.raw)({ event: 'backup-broke-off', name, error: String(error) });
  const backup = await readBucket(c, (bucket) => openBackup(bucket, name, tell));
  if (backup) return backup;
  throw new ProblemError(
    404,
    `There is no complete backup ${JSON.stringify(name)}. /api/backups lists the complete ones.`,
  );
}
