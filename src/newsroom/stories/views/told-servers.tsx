import type { ActivityReport } from '../../../fediverse/followers/deliveries.ts';
import { sentence } from '../../words/translate.ts';
import { listOf, useWords } from '../../words/words.ts';
import { When } from './parts.tsx';

/** The most hosts that are listed of those that accepted an activity, or did not. */
export const LISTED_HOSTS = 100;

/** What followers were told. */
const KINDS: Record<ActivityReport['kind'], string> = {
  create: sentence('The story'),
  announce: sentence('That an author’s or a topic’s account shares it'),
  update: sentence('A change'),
  delete: sentence('That it is withdrawn'),
  note: sentence('Why it was withdrawn'),
  move: sentence('That the account has moved'),
};

function Hosts({ summary, hosts, count }: { summary: string; hosts: readonly string[]; count: number }) {
  const t = useWords();
  if (hosts.length === 0) return '';
  const more = count - hosts.length;
  return (
    <details>
      <summary>{summary}</summary>
      <p>
        {listOf(t, hosts)}
        {more > 0 ? ` ${t('and {count} more', { count: more })}` : ''}
      </p>
    </details>
  );
}

function Told({ report, zone }: { report: ActivityReport; zone: string }) {
  const { kind, added, isSuperseded, accepted, waiting, failed, acceptedBy, failedAt } = report;
  const t = useWords();
  const parts = [
    accepted === 0
      ? t('No server has accepted it yet.')
      : t(['{count} server accepted it.', '{count} servers accepted it.'], { count: accepted }),
    waiting > 0
      ? t(['{count} server is still to be sent it.', '{count} servers are still to be sent it.'], {
          count: waiting,
        })
      : '',
    failed > 0
      ? t(['{count} server could not be sent it.', '{count} servers could not be sent it.'], {
          count: failed,
        })
      : '',
    isSuperseded ? t('It is sent to no more servers, because something later was.') : '',
  ].filter((part) => part !== '');
  return (
    <li>
      <p>
        <strong>{t(KINDS[kind])}</strong> · <When time={new Date(added).toISOString()} zone={zone} />
      </p>
      <p class="quiet">{parts.join(' ')}</p>
      <Hosts summary={t('Who accepted it')} hosts={acceptedBy} count={accepted} />
      <Hosts
        summary={t('Who could not be sent it')}
        hosts={failedAt.map(({ host, why }) => `${host} (${why})`)}
        count={failed}
      />
    </li>
  );
}

/** Which servers of the fediverse were told what of a story. */
export function ToldServers({ reports, zone }: { reports: readonly ActivityReport[]; zone: string }) {
  const t = useWords();
  return (
    <>
      <h2 id="fediverse">{t('Sent to followers')}</h2>
      {reports.length === 0 ? (
        <p class="quiet">
          {t(
            'Nothing in the last 30 days. Stories that were two days old when they came here are not sent; their corrections are.',
          )}
        </p>
      ) : (
        <ul class="rows">
          {reports.map((report) => (
            <Told report={report} zone={zone} />
          ))}
        </ul>
      )}
    </>
  );
}
