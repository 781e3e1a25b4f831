import type { Env } from '../env.ts';
import { deskOf } from './desk-stub.ts';
import { continueBackup } from './transfer/backup.ts';
import { reconcile } from './transfer/reconcile.ts';

/** The scheduled job: sees to it that the Desk is at work, that there is a backup, and that KV holds what the Desk printed. */
export async function runScheduledJob(env: Env): Promise<void> {
  const desk = deskOf(env);
  await desk.wake(Date.now());
  if (env.BACKUPS) await continueBackup(env.BACKUPS, desk, Date.now());
  await reconcile(env.STORIES, desk, Date.now());
}
