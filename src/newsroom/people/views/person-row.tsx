import { formatTime } from '../../frame/times.ts';
import { type Translate, useWords } from '../../words/words.ts';
import type { Passkey } from '../desk/passkeys.ts';
import type { PeopleRefusal, PersonSummary } from '../desk/person.ts';
import { dutiesOf, nameOf, ROLES, type Role } from '../desk/roles.ts';
import { whenUsed } from './passkey-times.ts';

/** What an admin typed about a person. */
export interface Details {
  name: string;
  email: string;
  role: Role;
}

/** A form that was refused, and why. `id` is null for an invitation. */
export interface Attempt {
  id: string | null;
  details: Details;
  refusal: PeopleRefusal;
}

/** The fields of what an admin says about a person. `id` tells those of several people apart. */
export function DetailFields({
  id,
  person,
  details,
  refusal,
}: {
  id: string;
  /** The name of whoever is changed; undefined for somebody new. */
  person?: string;
  details: Details;
  refusal?: PeopleRefusal | undefined;
}) {
  const t = useWords();
  const fault = `fault-${id}`;
  const of = person === undefined ? '' : <span class="hidden"> {t('of {name}', { name: person })}</span>;
  const marks = refusal ? { 'aria-invalid': 'true' as const, 'aria-describedby': fault } : {};
  return (
    <>
      {refusal ? (
        <p class="fault" id={fault}>
          {t('Not saved: {reason}', { reason: t(refusal) })}
        </p>
      ) : (
        ''
      )}
      <div class="field">
        <label for={`name-${id}`}>
          {t('Name')}
          {of}
        </label>
        <input
          id={`name-${id}`}
          name="name"
          value={details.name}
          required
          maxlength={100}
          autocomplete="off"
          {...marks}
        />
      </div>
      <div class="field">
        <label for={`email-${id}`}>
          {t('E-mail address')}
          {of} <span class="hint">{t('May be left out, unless Cloudflare Access signs people in.')}</span>
        </label>
        <input
          id={`email-${id}`}
          name="email"
          type="email"
          value={details.email}
          maxlength={254}
          autocomplete="off"
          {...marks}
        />
      </div>
      <div class="field">
        <label for={`role-${id}`}>
          {t('Role')}
          {of}
        </label>
        <select id={`role-${id}`} name="role">
          {ROLES.map((role) => (
            <option value={role} selected={role === details.role}>
              {t(dutiesOf(role))}
            </option>
          ))}
        </select>
      </div>
    </>
  );
}

/** A button that does something about a person. It says about whom to those who do not see the row. */
function PersonButton({ person, act, children }: { person: PersonSummary; act: string; children: string }) {
  return (
    <form method="post" action={`/newsroom/people/${person.id}/${act}`}>
      <button type="submit" class={act === 'remove' ? 'grave' : undefined}>
        {children} <span class="hidden">{person.name}</span>
      </button>
    </form>
  );
}

/** Says with how many passkeys somebody signs in, and when they last did. */
function signIns(t: Translate, count: number, seen: string | null, zone: string): string {
  if (seen === null)
    return count === 0
      ? t('no passkey, not signed in')
      : t(['1 passkey, not signed in', '{count} passkeys, not signed in'], { count });
  const time = formatTime(seen, zone, t.tag);
  return count === 0
    ? t('no passkey, last seen {time}', { time })
    : t(['1 passkey, last seen {time}', '{count} passkeys, last seen {time}'], { count, time });
}

/** A person in the list, with what an admin may do about them. */
export function PersonRow({
  person,
  passkeys,
  zone,
  canInvite,
  attempt,
}: {
  person: PersonSummary;
  passkeys: readonly Passkey[];
  zone: string;
  /** Whether the admin has signed in just now, which links ask for. */
  canInvite: boolean;
  attempt: Attempt | undefined;
}) {
  const t = useWords();
  const { id, name, email, role, seen, link } = person;
  const details = attempt?.details ?? { name, email: email ?? '', role };
  return (
    <li id={`person-${id}`}>
      <p>
        <strong>{name}</strong> <span class="state">{t(nameOf(role))}</span>{' '}
        <span class="quiet">
          {email === null ? '' : `${email}, `}
          {signIns(t, passkeys.length, seen, zone)}
        </span>
      </p>
      {link === null ? (
        ''
      ) : (
        <div class="actions">
          <p>
            {t('A link that {other} made {made} signs {name} in until {expires}. Nobody has used it yet.', {
              other: <bdi>{link.by}</bdi>,
              made: formatTime(link.made, zone, t.tag),
              name: <bdi>{name}</bdi>,
              expires: formatTime(link.expires, zone, t.tag),
            })}
          </p>
          <PersonButton person={person} act="revoke">
            {t('End the link')}
          </PersonButton>
        </div>
      )}
      <details open={attempt !== undefined}>
        <summary>{t('Change {name}', { name })}</summary>
        <form method="post" action={`/newsroom/people/${id}`}>
          <DetailFields id={id} person={name} details={details} refusal={attempt?.refusal} />
          <div class="actions">
            <button class="main" type="submit">
              {t('Save')}
            </button>
          </div>
        </form>
        <div class="actions">
          {canInvite ? (
            <PersonButton person={person} act="link">
              {t('Make a sign-in link')}
            </PersonButton>
          ) : (
            ''
          )}
          <PersonButton person={person} act="end-sessions">
            {t('Sign out everywhere')}
          </PersonButton>
        </div>
        {passkeys.length > 0 ? (
          <p>
            <strong>{t('Passkeys of {name}', { name: <bdi>{name}</bdi> })}</strong>
          </p>
        ) : (
          ''
        )}
        <ul class="rows">
          {passkeys.map((passkey) => (
            <li>
              <p>
                {passkey.name} <span class="quiet">{whenUsed(t, passkey, zone)}</span>
              </p>
              <form method="post" action={`/newsroom/people/${id}/passkeys/${passkey.id}/remove`}>
                <button type="submit">
                  {t('Remove')}{' '}
                  <span class="hidden">{t('{passkey} of {name}', { passkey: passkey.name, name })}</span>
                </button>
              </form>
            </li>
          ))}
        </ul>
        <details>
          <summary>{t('Remove {name} …', { name })}</summary>
          <p>
            {t(
              '{name} is signed out everywhere, and the passkeys are deleted. What {name} wrote and did stays, with the name. This cannot be undone; whoever is invited again later begins anew.',
              { name },
            )}
          </p>
          <PersonButton person={person} act="remove">
            {t('Remove')}
          </PersonButton>
        </details>
      </details>
    </li>
  );
}
