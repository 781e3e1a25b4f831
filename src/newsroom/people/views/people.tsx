import { deskOf } from '../../desk/desk-stub.ts';
import { REFUSAL_STATUS } from '../../desk/refusal-status.ts';
import { requireCapability } from '../../frame/access.ts';
import { type Newsroom, type NewsroomContext, readForm, textField, zoneOf } from '../../frame/context.ts';
import { renderNewsroom } from '../../frame/layout.tsx';
import { LinkToCopy } from '../../frame/link-to-copy.tsx';
import { formatTime } from '../../frame/times.ts';
import { SignInAgain } from '../../sign-in/passkey-button.tsx';
import { sentence, told } from '../../words/translate.ts';
import { invitationLink, newsroomUrl } from '../desk/invitation-link.ts';
import { NOT_FRESH } from '../desk/passkeys.ts';
import type { PeopleRefusal, Person } from '../desk/person.ts';
import { may, NEW_ROLE, ROLES } from '../desk/roles.ts';
import { type Attempt, DetailFields, type Details, PersonRow } from './person-row.tsx';

// Who belongs to the newsroom. Only admins see this page.

const NEW: Details = { name: '', email: '', role: NEW_ROLE };

const SAID: Record<string, string> = {
  changed: sentence('Saved.'),
  removed: sentence('Removed, and signed out everywhere.'),
  ended: sentence(
    'Signed out everywhere, and pending links and the address of the feed ended. Passkeys still sign in: remove those that are not theirs.',
  ),
  revoked: sentence('The link signs nobody in any more.'),
  passkey: sentence('The passkey is removed.'),
};

async function showPeople(c: NewsroomContext, attempt?: Attempt): Promise<Response> {
  requireCapability(c, 'administer');
  const zone = zoneOf(c);
  const t = c.get('t');
  const [everybody, passkeys] = await Promise.all([
    deskOf(c.env).people.listWithSignIns(Date.now()),
    deskOf(c.env).passkeys.listAll(),
  ]);
  const removed = everybody.filter((person) => person.removed !== null);
  const done = SAID[c.req.query('said') ?? ''];
  const invitation = attempt?.id === null ? attempt : undefined;
  return renderNewsroom(c, {
    title: t('People'),
    scripts: isStale(c) ? ['passkeys'] : [],
    status: attempt ? REFUSAL_STATUS[attempt.refusal.why] : 200,
    said: attempt
      ? { text: t(attempt.refusal), isWrong: true }
      : done === undefined
        ? undefined
        : { text: t(done) },
    children: (
      <>
        <ul class="rows">
          {everybody
            .filter((person) => person.removed === null)
            .map((person) => (
              <PersonRow
                person={person}
                passkeys={passkeys.filter((each) => each.person === person.id)}
                zone={zone}
                canInvite={!isStale(c)}
                attempt={attempt?.id === person.id ? attempt : undefined}
              />
            ))}
        </ul>
        <h2>{t('Invite somebody')}</h2>
        {isStale(c) ? (
          <SignInAgain
            c={c}
            then="/newsroom/people"
            what={t('To invite somebody, or make a sign-in link, sign in once more.')}
          />
        ) : (
          ''
        )}
        <form method="post" action="/newsroom/people">
          <DetailFields id="new" details={invitation?.details ?? NEW} refusal={invitation?.refusal} />
          <div class="actions">
            <button class="main" type="submit">
              {t('Invite')}
            </button>
          </div>
        </form>
        {removed.length > 0 ? (
          <>
            <h2>{t('Removed')}</h2>
            <ul>
              {removed.map(({ name, removed: at }) => (
                <li>
                  {name}, {formatTime(at ?? 0, zone, t.tag)}
                </li>
              ))}
            </ul>
          </>
        ) : (
          ''
        )}
      </>
    ),
  });
}

/** Shows a new link, once: it is stored nowhere. */
function showInvitation(
  c: NewsroomContext,
  { person, token, expires }: { person: Person; token: string; expires: string },
) {
  const { site, newsroom } = c.get('settings');
  const t = c.get('t');
  const { name } = person;
  return renderNewsroom(c, {
    title: c.get('access') ? t('{name} may sign in', { name }) : t('A link for {name}', { name }),
    scripts: ['buttons'],
    children: (
      <>
        {c.get('access') ? (
          <p>
            {t(
              'Cloudflare Access signs {name} in, by the e-mail address {email}, at {address}. Access has to let this address in, too.',
              { name, email: person.email ?? '', address: newsroomUrl(site.url) },
            )}
          </p>
        ) : (
          <>
            <p>
              {t(
                'It signs {name} in once, until {time}. Whoever opens it first is signed in, so send it to nobody else. It is shown only now.',
                { name, time: formatTime(expires, newsroom.timeZone, t.tag) },
              )}
            </p>
            <LinkToCopy label={t('Link to copy')} url={invitationLink(site.url, token)} />
          </>
        )}
        <p>
          <a href="/newsroom/people">{t('Back to People')}</a>
        </p>
      </>
    ),
  });
}

async function readDetails(c: NewsroomContext): Promise<Details> {
  const form = await readForm(c);
  const role = ROLES.find((each) => each === textField(form, 'role')) ?? NEW_ROLE;
  return { name: textField(form, 'name'), email: textField(form, 'email').trim(), role };
}

const NO_EMAIL: PeopleRefusal = {
  ok: false,
  why: 'invalid',
  detail: sentence('Cloudflare Access tells people by their e-mail address, so enter one.'),
};

const SIGN_IN_AGAIN: PeopleRefusal = { ok: false, why: 'state', detail: NOT_FRESH };

/** Whether an admin signed in too long ago to make links: with one for themselves, a thief of the session would stay. */
const isStale = (c: NewsroomContext) =>
  !c.get('access') && !c.get('isFresh') && may(c.get('person').role, 'administer');

export function addPeopleRoutes(newsroom: Newsroom): void {
  newsroom.get('/newsroom/people', (c) => showPeople(c));

  newsroom.post('/newsroom/people', async (c) => {
    const details = await readDetails(c);
    const { name, email, role } = details;
    if (isStale(c)) return showPeople(c, { id: null, details, refusal: SIGN_IN_AGAIN });
    // The page has a form for changing somebody, and a new person must not take over another's account by mistake.
    const known = await deskOf(c.env).people.byName(name);
    const refusal: PeopleRefusal | undefined = known
      ? {
          ok: false,
          why: 'taken',
          ...told(
            sentence(
              'Somebody called {name} is in the newsroom already. For a new link, open “Change {name}”; for somebody else, choose another name.',
            ),
            { name: known.name },
          ),
        }
      : c.get('access') && email === ''
        ? NO_EMAIL
        : undefined;
    if (refusal) return showPeople(c, { id: null, details, refusal });
    const asked = { name, role, email: email === '' ? null : email, actor: c.get('actor'), now: Date.now() };
    const made = await deskOf(c.env).invitations.invite(asked);
    return made.ok ? showInvitation(c, made) : showPeople(c, { id: null, details, refusal: made });
  });

  newsroom.post('/newsroom/people/:id', async (c) => {
    const [id, details] = [c.req.param('id'), await readDetails(c)];
    const { name, email, role } = details;
    const changes = { name, role, email: email === '' ? null : email, actor: c.get('actor') };
    const done = await deskOf(c.env).people.change(id, changes);
    if (!done.ok) return showPeople(c, { id, details, refusal: done });
    return c.redirect(`/newsroom/people?said=changed#person-${id}`, 303);
  });

  newsroom.post('/newsroom/people/:id/link', async (c) => {
    const person = await deskOf(c.env).people.find(c.req.param('id'));
    if (isStale(c)) return showPeople(c, { id: '', details: NEW, refusal: SIGN_IN_AGAIN });
    const made = person
      ? await deskOf(c.env).invitations.invite({ name: person.name, actor: c.get('actor'), now: Date.now() })
      : undefined;
    if (made?.ok) return showInvitation(c, made);
    const refusal = made ?? { ok: false, why: 'missing', detail: sentence('There is no such person.') };
    return showPeople(c, { id: '', details: NEW, refusal });
  });

  newsroom.post('/newsroom/people/:id/end-sessions', async (c) => {
    const options = { actor: c.get('actor'), now: Date.now() };
    const done = await deskOf(c.env).sessions.endAll(c.req.param('id'), options);
    if (!done.ok) return showPeople(c, { id: '', details: NEW, refusal: done });
    return c.redirect(`/newsroom/people?said=ended#person-${c.req.param('id')}`, 303);
  });

  newsroom.post('/newsroom/people/:id/revoke', async (c) => {
    const options = { actor: c.get('actor'), now: Date.now() };
    const done = await deskOf(c.env).invitations.revoke(c.req.param('id'), options);
    if (!done.ok) return showPeople(c, { id: '', details: NEW, refusal: done });
    return c.redirect(`/newsroom/people?said=revoked#person-${c.req.param('id')}`, 303);
  });

  newsroom.post('/newsroom/people/:id/passkeys/:passkey/remove', async (c) => {
    requireCapability(c, 'administer');
    const done = await deskOf(c.env).passkeys.remove(c.req.param('passkey'), { actor: c.get('actor') });
    if (!done.ok) return showPeople(c, { id: '', details: NEW, refusal: done });
    return c.redirect(`/newsroom/people?said=passkey#person-${c.req.param('id')}`, 303);
  });

  newsroom.post('/newsroom/people/:id/remove', async (c) => {
    const done = await deskOf(c.env).people.remove(c.req.param('id'), {
      actor: c.get('actor'),
      now: Date.now(),
    });
    if (!done.ok) return showPeople(c, { id: '', details: NEW, refusal: done });
    return c.redirect('/newsroom/people?said=removed', 303);
  });
}
