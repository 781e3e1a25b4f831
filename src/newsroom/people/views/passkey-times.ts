import { formatTime } from '../../frame/times.ts';
import type { Translate } from '../../words/words.ts';
import type { Passkey } from '../desk/passkeys.ts';

/** Says when a passkey was added, and last used. */
export function whenUsed(t: Translate, { added, used }: Passkey, zone: string): string {
  const values = { added: formatTime(added, zone, t.tag) };
  return used === null
    ? t('added {added}, not used yet', values)
    : t('added {added}, last used {used}', { ...values, used: formatTime(used, zone, t.tag) });
}
