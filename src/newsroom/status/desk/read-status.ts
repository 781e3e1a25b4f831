import type { KeyValueTable } from '../../../lib/key-value-table.ts';
import type { Env } from '../../../platform/env.ts';
import { thumbprint } from '../../../site/story/history/statement.ts';
import type { Alarm } from '../../desk/alarm.ts';
import type { Ledger } from '../../desk/ledger/ledger.ts';
import type { Announcements } from '../../desk/publish/announcements.ts';
import type { Mirrors } from '../../desk/publish/mirrors/mirrors.ts';
import type { StandardSite } from '../../desk/publish/mirrors/standard-site/standard-site.ts';
import type { Notifications } from '../../desk/publish/notifications.ts';
import type { Outbox } from '../../desk/publish/outbox.ts';
import type { Rebuild } from '../../desk/publish/rebuild.ts';
import { signingState } from '../../desk/publish/signing-key.ts';
import type { Mails } from '../../notices/desk/mails.ts';
import type { BackupState } from '../../transfer/desk/backup-state.ts';
import { findAttentionItems } from './attention.ts';
import type { DeskStatus } from './status.ts';
import type { Troubles } from './troubles.ts';

const iso = (time: number | null | undefined) => (time == null ? null : new Date(time).toISOString());

/** Puts the status of the Desk together. */
export async function readStatus(
  parts: {
    ledger: Ledger;
    outbox: Outbox;
    rebuild: Rebuild;
    announcements: Announcements;
    notifications: Notifications;
    mails: Mails;
    mirrors: Mirrors;
    standardSite: StandardSite;
    alarm: Alarm;
    keyValues: KeyValueTable;
    troubles: Troubles;
    backup: BackupState;
    env: Env;
  },
  now: number,
): Promise<DeskStatus> {
  const { ledger, rebuild, announcements, alarm, keyValues, troubles, backup, env } = parts;
  const { since, ...outbox } = parts.outbox.state();
  const { key, fault } = await signingState(env.SIGNING_KEY);
  const status = {
    stories: ledger.countByStatus(),
    nextScheduled: iso(ledger.nextDue()),
    outbox: { ...outbox, oldestSeconds: since === null ? 0 : Math.round((now - since) / 1000) },
    lastPrint: keyValues.get('lastPrint') ?? null,
    alarm: iso(await alarm.time(now)),
    job: keyValues.get('job') ?? null,
    began: keyValues.get('began') ?? new Date(now).toISOString(),
    push: {
      ...announcements.state(),
      lastFailure: JSON.parse(keyValues.get('deliveryFailure') ?? 'null'),
    },
    notifications: parts.notifications.state(),
    mails: parts.mails.state(),
    mirrors: parts.mirrors.state().map(({ failing, ...state }) => ({ ...state, failingSince: iso(failing) })),
    standardSite: parts.standardSite.state(env, now),
    backup: env.BACKUPS
      ? { last: backup.last, failure: backup.failure, running: backup.running !== null }
      : null,
    signing: { keyId: key && (await thumbprint(key)), fault, keys: ledger.signingKeys.list().length },
    troubles: troubles.list(),
    rebuild: rebuild.status(),
  };
  return { ...status, attention: findAttentionItems(status, now) };
}
