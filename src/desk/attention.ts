import type { AttentionItem, DeskStatus } from './status.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** How long something may take before an operator should look, in milliseconds. */
const LIMITS = {
  write: 5 * MINUTE,
  job: 35 * MINUTE,
  backup: 36 * HOUR,
  delivery: HOUR,
  alarm: 2 * MINUTE,
};

const duration = (milliseconds: number) =>
  milliseconds < 2 * HOUR
    ? `${Math.round(milliseconds / MINUTE)} minutes`
    : `${Math.round(milliseconds / HOUR)} hours`;
const keys = (count: number) => (count === 1 ? '1 key' : `${count} keys`);

/** Returns what needs an operator's attention, the most urgent first. */
export function findAttentionItems(status: Omit<DeskStatus, 'attention'>, now: number): AttentionItem[] {
  const { outbox, alarm, job, push, backup, rebuild } = status;
  const found: AttentionItem[] = [];
  const waited = outbox.oldestSeconds * 1000;
  const ageOf = (time: string | null) => (time === null ? Number.POSITIVE_INFINITY : now - Date.parse(time));
  const { scheduled, published, withdrawn } = status.stories;
  const isBackupLate =
    backup !== null &&
    scheduled + published + withdrawn > 0 &&
    // The first backup is late if the job is.
    (backup.last ? ageOf(backup.last.began) > LIMITS.backup : ageOf(status.began) > LIMITS.job);
  const hasWork = outbox.depth + outbox.cards + scheduled > 0 || rebuild?.isDone === false;
  if (hasWork && (alarm === null || ageOf(alarm) > LIMITS.alarm)) {
    found.push({
      what: "The Desk's alarm is not set, or did not go off: nothing is printed, and nothing scheduled appears.",
      next: 'The scheduled job sets it again within 10 minutes. If it does not, see that the Worker has its cron trigger, or publish anything, which sets it as well.',
    });
  }
  const lastJob = ageOf(job ?? status.began);
  if (lastJob > LIMITS.job) {
    found.push({
      what: `The scheduled job has not run ${job === null ? 'since the Desk began, ' : ''}for ${duration(lastJob)}: the consistency check of KV does not run, and no backup is made.`,
      next: 'It runs every 10 minutes, from the first deploy on; `npm start` runs it on your machine. See the cron triggers of the Worker in the Cloudflare dashboard; `npm run deploy` sets them again.',
    });
  }
  if (outbox.depth > 0 && waited > LIMITS.write) {
    found.push({
      what: `${keys(outbox.depth)} wait to be written to KV, the first for ${duration(waited)}: readers do not see these changes.`,
      next: 'If writes fail, the latest troubles say why; on the free plan KV takes 1,000 writes a day. They are tried again by themselves. After an import or a rebuild it only takes its time.',
    });
  }
  if (outbox.failing > 0) {
    found.push({
      what: `Writing failed for ${keys(outbox.failing)}: readers see what was there before.`,
      next: 'It is tried again by itself, at least every 5 minutes. If it goes on, see https://www.cloudflarestatus.com/ and the daily allowance of KV.',
    });
  }
  if (outbox.failingCards > 0) {
    found.push({
      what: `Drawing or writing failed for ${outbox.failingCards === 1 ? '1 card' : `${outbox.failingCards} cards`}: links to these stories show the site's own card. All else is published.`,
      next: 'It is tried again by itself, at least every 5 minutes. If it goes on, the log of the Studio says why.',
    });
  }
  if (push.waiting > 0 && push.failures > 0) {
    found.push({
      what: `The queue has not taken the news of ${push.waiting === 1 ? '1 feed scope' : `${push.waiting} feed scopes`}: WebSub subscribers are not told of it yet.`,
      next: 'It is sent again by itself, at least every 5 minutes. On the free plan a queue takes 10,000 operations a day; see the queue in the Cloudflare dashboard.',
    });
  }
  if (push.lastFailure && ageOf(push.lastFailure.at) < LIMITS.delivery) {
    found.push({
      what: `Deliveries to WebSub subscribers of ${push.lastFailure.topic} failed, the last ${duration(ageOf(push.lastFailure.at))} ago.`,
      next: 'Each is made again for 8 hours, then its subscription ends. It is mostly the fault of the other side; the log says why, in lines of delivery-failed.',
    });
  }
  if (backup?.failure) {
    found.push({
      what: `The backup fails: ${backup.failure}`,
      next: 'It is tried again every 10 minutes. See that the bucket of the binding BACKUPS is there.',
    });
  } else if (isBackupLate && !backup.running) {
    found.push({
      what: backup.last
        ? `The last backup is ${duration(ageOf(backup.last.began))} old.`
        : 'There is no backup yet.',
      next: 'The scheduled job makes one a day. The first comes within 10 minutes of the deploy.',
    });
  }
  return found;
}
