import type { Env } from '../../platform/env.ts';
import { picturesOf } from '../pictures/desk/picture-source.ts';
import { currentSettings } from '../settings/desk/current-settings.ts';
import { continueBackup } from '../transfer/desk/backup.ts';
import { type FeedSource, newsroomSourceOf } from '../transfer/desk/newsroom-source.ts';
import { reconcile } from '../transfer/desk/reconcile.ts';
import { deskOf } from './desk-stub.ts';

/** Sets the Desk's alarm, continues the backup, and compares KV with what the Desk wrote. Runs every 10 minutes. */
export async function runScheduledJob(env: Env, feeds: FeedSource): Promise<void> {
  const desk = deskOf(env);
  await desk.wake(Date.now());
  // A wire that fails holds up no backup of the rest.
  const kept: FeedSource = {
    exportPage: (after) =>
      feeds.exportPage(after).catch(async (error: unknown) => {
        const what = `The backup lacks the feeds that the newsroom follows: the wire did not list them: ${error}`;
        await desk.reportTroubles([what], Date.now());
        return undefined;
      }),
  };
  const newsroom = newsroomSourceOf(desk, kept);
  if (env.BACKUPS) await continueBackup(env.BACKUPS, desk, picturesOf(env), newsroom, Date.now());
  const { site } = await currentSettings(env);
  await reconcile(env.STORIES, desk, Date.now(), site.evidence);
}
