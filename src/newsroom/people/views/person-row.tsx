import { formatTime } from '../../frame/times.ts';
import type { Passkey } from '../desk/passkeys.ts';
import type { PeopleRefusal, PersonSummary } from '../desk/person.ts';
import { dutiesOf, ROLES, type Role } from '../desk/roles.ts';

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
  const fault = `fault-${id}`;
  const of = person === undefined ? '' : <span class="hidden"> of {person}</span>;
  const marks = refusal ? { 'aria-invalid': 'true' as const, 'aria-describedby': fault } : {};
  return (
    <>
      {refusal ? (
        <p class="fault" id={fault}>
          Not saved: {refusal.detail}
        </p>
      ) : (
        ''
      )}
      <div class="field">
        <label for={`name-${id}`}>
          Name
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
          E-mail address
          {of} <span class="hint">May be left out, unless Cloudflare Access signs people in.</span>
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
          Role
          {of}
        </label>
        <select id={`role-${id}`} name="role">
          {ROLES.map((role) => (
            <option value={role} selected={role === details.role}>
              {dutiesOf(role)}
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
  const { id, name, email, role, seen, link } = person;
  const details = attempt?.details ?? { name, email: email ?? '', role };
  return (
    <li id={`person-${id}`}>
      <p>
        <strong>{name}</strong> <span class="state">{role}</span>{' '}
        <span class="quiet">
          {email === null ? '' : `${email}, `}
          {passkeys.length === 0
            ? 'no passkey'
            : passkeys.length === 1
              ? '1 passkey'
              : `${passkeys.length} passkeys`}
          , {seen === null ? 'not signed in' : `last seen ${formatTime(seen, zone)}`}
        </span>
      </p>
      {link === null ? (
        ''
      ) : (
        <div class="actions">
          <p>
            A link that <bdi>{link.by}</bdi> made {formatTime(link.made, zone)} signs <bdi>{name}</bdi> in
            until {formatTime(link.expires, zone)}. Nobody has used it yet.
          </p>
          <PersonButton person={person} act="revoke">
            End the link
          </PersonButton>
        </div>
      )}
      <details open={attempt !== undefined}>
        <summary>Change {name}</summary>
        <form method="post" action={`/newsroom/people/${id}`}>
          <DetailFields id={id} person={name} details={details} refusal={attempt?.refusal} />
          <div class="actions">
            <button class="main" type="submit">
              Save
            </button>
          </div>
        </form>
        <div class="actions">
          {canInvite ? (
            <PersonButton person={person} act="link">
              Make a sign-in link
            </PersonButton>
          ) : (
            ''
          )}
          <PersonButton person={person} act="end-sessions">
            Sign out everywhere
          </PersonButton>
        </div>
        {passkeys.length > 0 ? (
          <p>
            <strong>
              Passkeys of <bdi>{name}</bdi>
            </strong>
          </p>
        ) : (
          ''
        )}
        <ul class="rows">
          {passkeys.map((passkey) => (
            <li>
              <p>
                {passkey.name}{' '}
                <span class="quiet">
                  added {formatTime(passkey.added, zone)},{' '}
                  {passkey.used === null ? 'not used yet' : `last used ${formatTime(passkey.used, zone)}`}
                </span>
              </p>
              <form method="post" action={`/newsroom/people/${id}/passkeys/${passkey.id}/remove`}>
                <button type="submit">
                  Remove{' '}
                  <span class="hidden">
                    {passkey.name} of {name}
                  </span>
                </button>
              </form>
            </li>
          ))}
        </ul>
        <details>
          <summary>Remove {name} …</summary>
          <p>
            {name} is signed out everywhere, and the passkeys are deleted. What {name} wrote and did stays,
            with the name. This cannot be undone; whoever is invited again later begins anew.
          </p>
          <PersonButton person={person} act="remove">
            Remove
          </PersonButton>
        </details>
      </details>
    </li>
  );
}
