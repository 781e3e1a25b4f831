import { deskOf } from '../../desk/desk-stub.ts';
import {
  type Newsroom,
  type NewsroomContext,
  NewsroomError,
  readForm,
  textField,
  zoneOf,
} from '../../frame/context.ts';
import { renderNewsroom } from '../../frame/layout.tsx';
import { formatTime } from '../../frame/times.ts';
import { noticesSection } from '../../notices/views/account.tsx';
import { PasskeyButton, SignInAgain } from '../../sign-in/passkey-button.tsx';
import type { Passkey } from '../desk/passkeys.ts';
import type { Person } from '../desk/person.ts';
import { aRole, may } from '../desk/roles.ts';
import type { OpenSession } from '../desk/sessions.ts';
import { agentName } from './agent.ts';

// What somebody signs in with, and where they are signed in.

const Role = ({ person: { role, email } }: { person: Person }) => (
  <p>
    You are {aRole(role)}
    {email === null ? '' : `, with the e-mail address ${email}`}.{' '}
    {may(role, 'administer') ? 'You can change that under People.' : 'An admin can change that.'}
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

const SAID: Record<string, string> = { ended: 'You are signed out everywhere else.', notices: 'Saved.' };

/** The page behind Cloudflare Access, which has its own sign-in. */
const showAccountOfAccess = async (c: NewsroomContext) =>
  renderNewsroom(c, {
    title: c.get('person').name,
    said: c.req.query('said') === 'notices' ? { text: 'Saved.' } : undefined,
    children: (
      <>
        <Role person={c.get('person')} />
        <p>Cloudflare Access signs you in, so there are no passkeys and no sessions here.</p>
        {await noticesSection(c)}
      </>
    ),
  });

async function showAccount(c: NewsroomContext) {
  if (c.get('access')) return showAccountOfAccess(c);
  const { id, name } = c.get('person');
  const own = c.get('session');
  const zone = zoneOf(c);
  const [passkeys, sessions] = await Promise.all([
    deskOf(c.env).passkeys.list(id),
    deskOf(c.env).sessions.list(id, Date.now()),
  ]);
  const isNew = passkeys.length === 0;
  const done = SAID[c.req.query('said') ?? ''];
  return renderNewsroom(c, {
    title: name,
    scripts: ['passkeys'],
    said: done
      ? { text: done }
      : isNew
        ? {
            text: 'You have no passkey yet. Without one, you need a new link from an admin for each sign-in.',
          }
        : undefined,
    children: (
      <>
        <Role person={c.get('person')} />
        <h2>Passkeys</h2>
        <p>
          A passkey signs you in with your fingerprint, your face or the PIN of your device. There is no
          password.
        </p>
        {c.get('isFresh') ? (
          <PasskeyButton c={c} action="add">
            {isNew ? 'Add a passkey' : 'Add another passkey'}
          </PasskeyButton>
        ) : (
          <SignInAgain
            c={c}
            then="/newsroom/account"
            what={isNew ? 'add a passkey' : 'add another passkey'}
          />
        )}
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
        <p>
          <a class="button" href={SIGN_OUT}>
            Sign out everywhere else …
          </a>
        </p>
        <p class="hint">
          Do that if somebody else may have signed in as you. It also ends links and the address of your feed,
          and asks which passkeys stay.
        </p>
        {await noticesSection(c)}
      </>
    ),
  });
}

const SIGN_OUT = '/newsroom/account/sign-out';

/** A question about a passkey: no answer is chosen beforehand, so that nobody keeps somebody else's by haste. */
function PasskeyChoice({ zone, passkey, choice }: { zone: string; passkey: Passkey; choice: string }) {
  const { id, name, added, used } = passkey;
  const answers = { keep: 'It is mine, and stays', remove: 'Remove it' };
  return (
    <fieldset>
      <legend>
        {name}, added {formatTime(added, zone)},{' '}
        {used === null ? 'not used yet' : `last used ${formatTime(used, zone)}`}
      </legend>
      {Object.entries(answers).map(([value, text]) => (
        <p>
          <label>
            <input type="radio" name={`passkey-${id}`} value={value} checked={choice === value} required />{' '}
            {text}
          </label>
        </p>
      ))}
    </fieldset>
  );
}

async function showSignOut(c: NewsroomContext, answered?: FormData) {
  const { id } = c.get('person');
  const zone = zoneOf(c);
  const passkeys = await deskOf(c.env).passkeys.list(id);
  return renderNewsroom(c, {
    title: 'Sign out everywhere else',
    status: answered ? 422 : 200,
    said: answered
      ? { text: 'Nothing was ended yet: say of each passkey whether it stays.', isWrong: true }
      : undefined,
    children: (
      <>
        <p>
          Every other browser is signed out, and links that would sign somebody in as you end. So does the
          address of your feed. You stay signed in here.
        </p>
        <form method="post" action={SIGN_OUT}>
          {passkeys.length > 0 ? (
            <p>
              A passkey signs in until it is removed. If somebody else has used your account, they may have
              added one. Which of these are yours?
            </p>
          ) : (
            ''
          )}
          {passkeys.map((passkey) => (
            <PasskeyChoice
              zone={zone}
              passkey={passkey}
              choice={answered ? textField(answered, `passkey-${passkey.id}`) : ''}
            />
          ))}
          <div class="actions">
            <button class="main" type="submit">
              Sign out everywhere else
            </button>
            <a href="/newsroom/account">Cancel</a>
          </div>
        </form>
      </>
    ),
  });
}

/** Ends whatever else signs in as this person. Every passkey needs an answer, those too that were added after the page was shown. */
async function signOut(c: NewsroomContext) {
  const { id } = c.get('person');
  const form = await readForm(c);
  const choices = new Map(
    (await deskOf(c.env).passkeys.list(id)).map((each) => [each.id, textField(form, `passkey-${each.id}`)]),
  );
  if ([...choices.values()].some((choice) => choice !== 'keep' && choice !== 'remove'))
    return showSignOut(c, form);
  const keep = [...choices].filter(([, choice]) => choice === 'keep').map(([passkey]) => passkey);
  const options = { actor: c.get('actor'), now: Date.now(), except: c.get('session'), keep };
  const done = await deskOf(c.env).sessions.endAll(id, options);
  if (!done.ok) throw new NewsroomError(403, 'Not ended', done.detail);
  return c.redirect('/newsroom/account?said=ended', 303);
}

export function addAccountRoutes(newsroom: Newsroom): void {
  newsroom.get('/newsroom/account', showAccount);

  newsroom.post('/newsroom/account/passkeys/:id/remove', async (c) => {
    const done = await deskOf(c.env).passkeys.remove(c.req.param('id'), { actor: c.get('actor') });
    if (!done.ok) throw new NewsroomError(403, 'Not removed', done.detail);
    return c.redirect('/newsroom/account', 303);
  });

  newsroom.get(SIGN_OUT, (c) => showSignOut(c));

  newsroom.post(SIGN_OUT, signOut);

  newsroom.post('/newsroom/account/sessions/:id/end', async (c) => {
    const done = await deskOf(c.env).sessions.end(c.req.param('id'), {
      actor: c.get('actor'),
      now: Date.now(),
    });
    if (!done.ok) throw new NewsroomError(403, 'Not ended', done.detail);
    return c.redirect('/newsroom/account', 303);
  });
}
