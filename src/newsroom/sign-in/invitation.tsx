import { deskOf } from '../desk/desk-stub.ts';
import { type Newsroom, type NewsroomContext, readForm, textField } from '../frame/context.ts';
import { renderNewsroom } from '../frame/layout.tsx';
import { writeSessionCookie } from '../frame/session-cookie.ts';
import type { PeopleRefusal, Person } from '../people/desk/person.ts';
import { welcomeOf } from '../people/desk/roles.ts';
import { limitSignIn } from './rate.ts';

// A link that signs in once. Opening it uses nothing up, because mail programs and messengers open links too: its button does.

function showInvitation(c: NewsroomContext, token: string, person: Person) {
  // The address has the token. `no-referrer` would also take the Origin from the form.
  c.header('Referrer-Policy', 'strict-origin');
  const other = c.get('person');
  const t = c.get('t');
  return renderNewsroom(c, {
    title: t('Welcome, {name}', { name: person.name }),
    children: (
      <>
        <p>{t(welcomeOf(person.role))}</p>
        {other && other.id !== person.id ? (
          <p>
            {t('This browser is signed in as {other}. That ends when you sign in as {name}.', {
              other: other.name,
              name: person.name,
            })}
          </p>
        ) : (
          ''
        )}
        <form method="post" action="/newsroom/invitation">
          <input type="hidden" name="token" value={token} />
          <button class="main" type="submit">
            {t('Sign in')}
          </button>
        </form>
        <p class="hint">
          {t('The link is used up then. Afterwards you can add a passkey, to sign in with next time.')}
        </p>
      </>
    ),
  });
}

const showRefusal = (c: NewsroomContext, refusal: PeopleRefusal) =>
  renderNewsroom(c, {
    title: c.get('t')('This link does not sign you in'),
    status: refusal.why === 'missing' ? 404 : 409,
    children: (
      <>
        <p>{c.get('t')(refusal)}</p>
        <p>
          <a href="/newsroom/sign-in">{c.get('t')('Sign in with a passkey')}</a>
        </p>
      </>
    ),
  });

/** The most bytes of the form with a link's token, which anybody may send. */
const MAX_LINK_BYTES = 10_000;

export function addInvitationRoutes(newsroom: Newsroom): void {
  newsroom.get('/newsroom/invitation', async (c) => {
    await limitSignIn(c);
    const token = c.req.query('token') ?? '';
    const found = await deskOf(c.env).invitations.find(token, Date.now());
    return found.ok ? showInvitation(c, token, found.person) : showRefusal(c, found);
  });

  newsroom.post('/newsroom/invitation', async (c) => {
    await limitSignIn(c);
    const token = textField(await readForm(c, MAX_LINK_BYTES), 'token');
    const agent = c.req.header('User-Agent') ?? '';
    const accepted = await deskOf(c.env).invitations.accept(token, { agent, now: Date.now() });
    if (!accepted.ok) return showRefusal(c, accepted);
    const earlier = c.get('session');
    if (earlier !== undefined)
      await deskOf(c.env).sessions.end(earlier, { actor: c.get('actor'), now: Date.now() });
    writeSessionCookie(c, accepted.session);
    return c.redirect('/newsroom/account', 303);
  });
}
