import { DamagedBackup, listBackups, openBackup } from '../desk/transfer/backup.ts';
import type { Backup } from '../desk/transfer/backup-state.ts';
import { loggerOf } from '../lib/log.ts';
import { ProblemError, RETRY_AFTER_SECONDS } from './problem.ts';
import type { ApiContext } from './request.ts';

// What the API says of the backups in R2.

/** The bucket of the backups. */
function bucketOf(c: ApiContext): R2Bucket {
  if (c.env.BACKUPS) return c.env.BACKUPS;
  throw new ProblemError(
    404,
    'Backups are off, as no R2 bucket is bound. Take the comment off BACKUPS in wrangler.toml and deploy again.',
  );
}

/** What was asked of R2; where it fails, the request may be made again. */
async function readBucket<T>(c: ApiContext, read: (bucket: R2Bucket) => Promise<T>): Promise<T> {
  const bucket = bucketOf(c);
  try {
    return await read(bucket);
  } catch (error) {
    loggerOf(c.req.raw)({ event: 'backups-failed', error: String(error) });
    if (error instanceof DamagedBackup) {
      throw new ProblemError(
        500,
        `The backup is damaged: ${error.message}. Take an older one; /api/backups lists them.`,
      );
    }
    const detail = 'R2, where the backups are, could not be read just now. Try again.';
    throw new ProblemError(503, detail, {}, { 'Retry-After': String(RETRY_AFTER_SECONDS) });
  }
}

/** The whole backups, the newest first. */
export const listKeptBackups = (c: ApiContext): Promise<Backup[]> => readBucket(c, listBackups);

/** The backup of this name, as a stream of NDJSON. */
export async function openKeptBackup(c: ApiContext, name: string): Promise<ReadableStream<Uint8Array>> {
  const tell = (error: unknown) =>
    loggerOf(c.req.raw)({ event: 'backup-broke-off', name, error: String(error) });
  const backup = await readBucket(c, (bucket) => openBackup(bucket, name, tell));
  if (backup) return backup;
  throw new ProblemError(
    404,
    `There is no backup ${JSON.stringify(name)}, or it is not whole; /api/backups lists those that are.`,
  );
}
