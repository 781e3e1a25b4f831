import { MIRROR_WORDS } from '../../desk/publish/mirrors/all-mirrors.ts';
import { STANDARD_SITE } from '../../desk/publish/mirrors/standard-site/standard-site.ts';
import type { AttentionItem, DeskStatus } from './status.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** How late each may be before an operator should look, in milliseconds; how long a failed `delivery` stays listed. */
const LIMITS = {
  write: 5 * MINUTE,
  job: 35 * MINUTE,
  backup: 36 * HOUR,
  delivery: HOUR,
  alarm: 2 * MINUTE,
  mirror: 5 * MINUTE,
};

const duration = (milliseconds: number) =>
  milliseconds < 2 * HOUR
    ? `${Math.round(milliseconds / MINUTE)} minutes`
    : `${Math.round(milliseconds / HOUR)} hours`;
const countOf = (count: number, noun: string, nouns = `${noun}s`) =>
  count === 1 ? `1 ${noun}` : `${count} ${nouns}`;

/** Returns what needs an operator's attention, the most urgent first. */
export function findAttentionItems(status: Omit<DeskStatus, 'attention'>, now: number): AttentionItem[] {
  const {
    stories,
    outbox,
    alarm,
    job,
    began,
    push,
    notifications,
    mails,
    mirrors,
    backup,
    rebuild,
    signing,
  } = status;
  const found: AttentionItem[] = [];
  const ageOf = (time: string | null) => (time === null ? Number.POSITIVE_INFINITY : now - Date.parse(time));

  const hasWork = outbox.depth + outbox.cards + stories.scheduled > 0 || rebuild?.isDone === false;
  if (hasWork && (alarm === null || ageOf(alarm) > LIMITS.alarm)) {
    found.push({
      kind: 'alarm',
      what: "The Desk's alarm is not set or did not run: no change reaches readers, and scheduled stories are not published.",
      next: "The scheduled job sets it again within 10 minutes. If it does not, check the Worker's cron triggers. Publishing anything sets the alarm as well.",
    });
  }

  const jobAge = ageOf(job ?? began);
  if (jobAge > LIMITS.job) {
    found.push({
      kind: 'scheduled job',
      what: `The scheduled job has ${job === null ? `never run since the Desk was first called, ${duration(jobAge)} ago` : `not run for ${duration(jobAge)}`}: KV is not checked, and no backup is made.`,
      next: 'It runs every 10 minutes from the first deploy on; `npm start` runs it on your machine. Check the cron triggers of the Worker in the Cloudflare dashboard; `npm run deploy` sets them again.',
    });
  }

  const waited = outbox.oldestSeconds * 1000;
  if (outbox.depth > 0 && waited > LIMITS.write) {
    const [waits, these] = outbox.depth === 1 ? ['waits', 'this change'] : ['wait', 'these changes'];
    found.push({
      kind: 'waiting writes',
      what: `${countOf(outbox.depth, 'key')} ${waits} to be written to KV, the first for ${duration(waited)}: readers do not see ${these} yet.`,
      next: 'After an import or a rebuild this only takes time. If writes fail, the latest errors say why; the free plan allows 1,000 KV writes a day. The Desk retries by itself.',
    });
  }
  if (outbox.failing > 0) {
    found.push({
      kind: 'failing writes',
      what: `Writing failed for ${countOf(outbox.failing, 'key')}: readers see the previous version.`,
      next: 'The Desk retries at least every 5 minutes. If it keeps failing, check https://www.cloudflarestatus.com/ and the daily limit of KV writes.',
    });
  }
  if (outbox.failingCards > 0) {
    found.push({
      kind: 'failing cards',
      what: `Drawing or writing failed for ${countOf(outbox.failingCards, 'card')}: links to these stories show the site's own card. Everything else is published.`,
      next: 'The Desk retries at least every 5 minutes. If it keeps failing, the log of the Durable Object Studio, which draws the cards, says why.',
    });
  }

  if (push.waiting > 0 && push.failures > 0) {
    found.push({
      kind: 'announcements',
      what: `The queue has refused to announce changes of ${countOf(push.waiting, 'feed scope')}: WebSub subscribers do not know of them yet.`,
      next: 'The Desk retries at least every 5 minutes. The free plan allows 10,000 queue operations a day; see the queue in the Cloudflare dashboard.',
    });
  }
  if (push.lastFailure && ageOf(push.lastFailure.at) < LIMITS.delivery) {
    found.push({
      kind: 'deliveries',
      what: `Deliveries to WebSub subscribers of ${push.lastFailure.topic} failed, the last ${duration(ageOf(push.lastFailure.at))} ago.`,
      next: "Each is retried for 8 hours; then its subscription ends. The cause is usually on the subscriber's side; the log's delivery-failed lines name it.",
    });
  }

  if (notifications?.lastFailure) {
    found.push({
      kind: 'notifications',
      what: `The last message to NOTIFY_URL did not arrive: ${notifications.lastFailure.why}. Nobody is told there of reviews and scheduled stories.`,
      next: 'Each message is retried for two hours. If the address has changed, set it again: `npx wrangler secret put NOTIFY_URL`. This goes away once a message has arrived.',
    });
  }

  if (mails?.lastFailure) {
    found.push({
      kind: 'mails',
      what: `The last mail to somebody of the newsroom was not sent: ${mails.lastFailure.why}. Their feeds have what it says, if they have chosen so.`,
      next: 'Each mail is retried for two hours. Check that the domain of MAIL_FROM may send by Cloudflare, or the address in MAIL_URL (docs/operating.md). This goes away once a mail was sent.',
    });
  }

  for (const { name, waiting, refused, failingSince, why } of mirrors) {
    const words = MIRROR_WORDS[name];
    const isLate = failingSince !== null && ageOf(failingSince) > LIMITS.mirror;
    if (!words || (!isLate && refused === 0)) continue;
    found.push({
      kind: name === STANDARD_SITE ? STANDARD_SITE : 'mirrors',
      what: isLate
        ? `${words.title} has not taken changes for ${duration(ageOf(failingSince))}; ${countOf(waiting, 'changed story', 'changed stories')} waiting. The last error: ${why}`
        : `${words.title} refused ${countOf(refused, 'story', 'stories')}. One of the reasons: ${why}`,
      next: words.next,
    });
  }

  if (signing.fault !== null) {
    found.push({
      kind: 'broken signing key',
      what: `The secret SIGNING_KEY is broken, so revisions are published without signatures: ${signing.fault}`,
      next: 'Set it again: `npx wrangler secret put SIGNING_KEY`, and paste all that follows `SIGNING_KEY=` in the line that `npm run story -- keys` printed. What was published meanwhile stays unsigned.',
    });
  } else if (signing.keyId === null && signing.keys > 0) {
    found.push({
      kind: 'lost signing key',
      what: 'Earlier revisions are signed, but the secret SIGNING_KEY is gone: new ones are published without signatures.',
      next: 'Set it again from your copy: `npx wrangler secret put SIGNING_KEY`. If the key is lost, make another: `npm run story -- keys`. Readers keep the old public key for what it signed.',
    });
  }

  const isBackupLate =
    backup !== null &&
    stories.scheduled + stories.published + stories.withdrawn > 0 &&
    // The job makes the first backup when it first runs, so the job's limit applies.
    (backup.last ? ageOf(backup.last.began) > LIMITS.backup : ageOf(began) > LIMITS.job);
  if (backup?.failure) {
    found.push({
      kind: 'failing backup',
      what: `The backup fails: ${backup.failure}`,
      next: 'The scheduled job retries every 10 minutes. Check that the R2 bucket of the binding BACKUPS exists.',
    });
  } else if (isBackupLate && !backup.running) {
    found.push({
      kind: 'late backup',
      what: backup.last
        ? `The last backup is ${duration(ageOf(backup.last.began))} old.`
        : 'There is no backup yet.',
      next: 'The scheduled job makes one a day, the first within 10 minutes of the deploy.',
    });
  }
  return found;
}
