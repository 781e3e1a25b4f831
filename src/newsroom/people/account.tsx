import { passkeysOf, sessionsOf } from '../../desk/desk-stub.ts';
import type { Passkey } from '../../desk/people/passkeys.ts';
import type { Person } from '../../desk/people/person.ts';
import type { OpenSession } from '../../desk/people/sessions.ts';
import { type Newsroom, type NewsroomContext, NewsroomError, zoneOf } from '../context.ts';
import { renderNewsroom } from '../layout.tsx';
import { PasskeyButton } from '../sign-in/passkey-button.tsx';
import { formatTime } from '../times.ts';
import { agentName } from './agent.ts';

// What somebody signs in with, and where they are signed in.

const Role = ({ person: { role, email } }: { person: Person }) => (
  <p>
    You are {role === 'writer' ? 'a' : 'an'} {role}
    {email === null ? '' : `, with the e-mail address ${email}`}.{' '}
    {role === 'admin' ? 'You can change that under People.' : 'An admin can change that.'}
  </p>
);

function PasskeyRow({ zone, passkey }: { zone: string; passkey: Passkey }) {
  const { id, name, added, used } = passkey;
  return (
    <li>
      <p>
        <strong>{name}</strong>{' '}
        <span class="quiet">
          added {formatTime(added, zone)},{' '}
          {used === null ? 'not used yet' : `last used ${formatTime(used, zone)}`}
        </span>
      </p>
      <form method="post" action={`/newsroom/account/passkeys/${id}/remove`}>
        <button type="submit">
          Remove <span class="hidden">{name}</span>
        </button>
      </form>
    </li>
  );
}

function SessionRow({ zone, session, isThis }: { zone: string; session: OpenSession; isThis: boolean }) {
  const { id, began, seen, agent } = session;
  const name = agentName(agent);
  return (
    <li>
      <p>
        <strong>{name}</strong>
        {isThis ? ' (this browser)' : ''}{' '}
        <span class="quiet">
          signed in since {formatTime(began, zone)}, last seen {formatTime(seen, zone)}
        </span>
      </p>
      {isThis ? (
        ''
      ) : (
        <form method="post" action={`/newsroom/account/sessions/${id}/end`}>
          <button type="submit">
            Sign out there{' '}
            <span class="hidden">
              ({name}, since {formatTime(began, zone)})
            </span>
          </button>
        </form>
      )}
    </li>
  );
}

/** The page behind Cloudflare Access, which has its own sign-in. */
const showAccountOfAccess = (c: NewsroomContext) =>
  renderNewsroom(c, {
    title: c.get('person').name,
    children: (
      <>
        <Role person={c.get('person')} />
        <p>Cloudflare Access signs you in, so there are no passkeys and no sessions here.</p>
      </>
    ),
  });

async function showAccount(c: NewsroomContext) {
  if (c.get('access')) return showAccountOfAccess(c);
  const { id, name } = c.get('person');
  const own = c.get('session');
  const zone = zoneOf(c);
  const [passkeys, sessions] = await Promise.all([
    passkeysOf(c.env).list(id),
    sessionsOf(c.env).list(id, Date.now()),
  ]);
  const isNew = passkeys.length === 0;
  return renderNewsroom(c, {
    title: name,
    scripts: ['passkeys'],
    said: isNew
      ? { text: 'You have no passkey yet. Without one, you need a new link from an admin for each sign-in.' }
      : undefined,
    children: (
      <>
        <Role person={c.get('person')} />
        <h2>Passkeys</h2>
        <p>
          A passkey signs you in with your fingerprint, your face or the PIN of your device. There is no
          password.
        </p>
        <PasskeyButton c={c} action="add">
          {isNew ? 'Add a passkey' : 'Add another passkey'}
        </PasskeyButton>
        <ul class="rows">
          {passkeys.map((passkey) => (
            <PasskeyRow zone={zone} passkey={passkey} />
          ))}
        </ul>
        <h2>Where you are signed in</h2>
        <ul class="rows">
          {sessions.map((session) => (
            <SessionRow zone={zone} session={session} isThis={session.id === own} />
          ))}
        </ul>
        {sessions.length > 1 ? (
          <form method="post" action="/newsroom/account/end-sessions">
            <button type="submit">Sign out everywhere else</button>
          </form>
        ) : (
          ''
        )}
      </>
    ),
  });
}

export function addAccountRoutes(newsroom: Newsroom): void {
  newsroom.get('/newsroom/account', showAccount);

  newsroom.post('/newsroom/account/passkeys/:id/remove', async (c) => {
    const done = await passkeysOf(c.env).remove(c.req.param('id'), { actor: c.get('actor') });
    if (!done.ok) throw new NewsroomError(403, 'Not removed', done.detail);
    return c.redirect('/newsroom/account', 303);
  });

  newsroom.post('/newsroom/account/end-sessions', async (c) => {
    const options = { actor: c.get('actor'), except: c.get('session') };
    await sessionsOf(c.env).endAll(c.get('person').id, options);
    return c.redirect('/newsroom/account', 303);
  });

  newsroom.post('/newsroom/account/sessions/:id/end', async (c) => {
    const done = await sessionsOf(c.env).end(c.req.param('id'), { actor: c.get('actor') });
    if (!done.ok) throw new NewsroomError(403, 'Not ended', done.detail);
    return c.redirect('/newsroom/account', 303);
  });
}
