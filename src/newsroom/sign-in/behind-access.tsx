import { loggerOf } from '../../lib/log.ts';
import { type AccessSettings, readAccess } from '../../settings/settings.ts';
import { deskOf } from '../desk/desk-stub.ts';
import { type NewsroomContext, NewsroomError, newsroomOrigin } from '../frame/context.ts';
import { renderNewsroom } from '../frame/layout.tsx';
import { destinationOf } from './destination.ts';

/** Where Access signs out, on every host that it protects. */
const LOGOUT = '/cdn-cgi/access/logout';

/** Returns how Access is set up; undefined if passkeys sign in. Throws 503 if it is half set up: then nobody may pass. */
export function accessOf(c: NewsroomContext): AccessSettings | undefined {
  try {
    return readAccess(c.env);
  } catch (error) {
    const { message } = error as Error;
    loggerOf(c.req.raw)({ event: 'misconfigured', error: message });
    throw new NewsroomError(503, 'Sign-in is not set up', '{fault} Nobody can sign in until that is done.', {
      fault: message,
    });
  }
}

/** Finds who a request of Access is from, by the e-mail address. Throws if it is not from Access, or from nobody of the newsroom. */
export async function findPersonByAccess(c: NewsroomContext, access: AccessSettings): Promise<void> {
  c.set('access', access);
  const token = c.req.header('Cf-Access-Jwt-Assertion');
  if (token === undefined)
    throw new NewsroomError(
      403,
      'Not through Cloudflare Access',
      'Cloudflare Access signs people in here, and this request did not come through it. Open the newsroom at {address}. If you are there, Access does not protect this address: its application has to include the path /newsroom.',
      { address: `${newsroomOrigin(c)}/newsroom` },
    );
  const { verifyAccess } = await import('./cloudflare-access.ts');
  const result = await verifyAccess(token, access);
  if ('why' in result) {
    loggerOf(c.req.raw)({ event: 'access-refused', why: result.why, error: result.error });
    throw refusalOf(result.why);
  }
  const person = await deskOf(c.env).people.byEmail(result.email);
  if (!person)
    throw new NewsroomError(
      403,
      'Not of this newsroom',
      'Cloudflare Access knows you as {email}, and nobody of the newsroom has this e-mail address. Ask an admin of the newsroom to invite you with it, or to add it to your name under People.',
      { email: result.email },
    );
  c.set('person', person);
  c.set('actor', { name: person.name, role: person.role, person: person.id });
}

function refusalOf(why: 'expired' | 'invalid' | 'unreachable'): NewsroomError {
  switch (why) {
    case 'expired':
      return new NewsroomError(
        401,
        'Signed out',
        'Your sign-in with Cloudflare Access has expired, so nothing was changed. Open the newsroom in another tab to sign in again, come back to this one, and send it again.',
      );
    case 'invalid':
      return new NewsroomError(
        403,
        'Not accepted',
        'The token of Cloudflare Access does not hold for this newsroom. Sign in again. If it fails again, an operator should compare ACCESS_TEAM and ACCESS_AUD with the application in Cloudflare’s dashboard.',
      );
    case 'unreachable':
      return new NewsroomError(
        503,
        'Cloudflare Access does not answer',
        'The keys of Cloudflare Access could not be read, so nobody can be signed in. Try again in a minute.',
      );
  }
}

/** Answers a page that leads to a session or manages how one signs in: behind Access, there is nothing to do there. */
export function answerBehindAccess(c: NewsroomContext): Response | Promise<Response> {
  if (c.req.path !== '/newsroom/sign-out')
    return c.redirect(destinationOf(c.req.query('then'), newsroomOrigin(c)), 303);
  // Not a redirect: Access may lead on to another host, where the policy of the page lets no form go.
  c.header('Refresh', `0;url=${LOGOUT}`);
  const t = c.get('t');
  return renderNewsroom(c, {
    title: t('Signing out'),
    children: (
      <p>
        <a href={LOGOUT}>{t('Sign out of Cloudflare Access')}</a>
      </p>
    ),
  });
}
