import type { Env } from '../env.ts';
import { readSettings } from '../settings.ts';
import { deskOf } from './desk-stub.ts';
import { picturesOf } from './media/picture-source.ts';
import { continueBackup } from './transfer/backup.ts';
import { reconcile } from './transfer/reconcile.ts';

/** Sets the Desk's alarm, continues the backup, and compares KV with what the Desk wrote. Runs every 10 minutes. */
export async function runScheduledJob(env: Env): Promise<void> {
  const desk = deskOf(env);
  await desk.wake(Date.now());
  if (env.BACKUPS) await continueBackup(env.BACKUPS, desk, picturesOf(env), Date.now());
  await reconcile(env.STORIES, desk, Date.now(), readSettings(env).site.evidence);
}
