import { deskOf } from '../desk/desk-stub.ts';
import { type Newsroom, newsroomOrigin } from '../frame/context.ts';
import { renderNewsroom } from '../frame/layout.tsx';
import { destinationOf } from './destination.ts';
import { PasskeyButton } from './passkey-button.tsx';

export function addSignInRoutes(newsroom: Newsroom): void {
  newsroom.get('/newsroom/sign-in', (c) => {
    const then = destinationOf(c.req.query('then'), newsroomOrigin(c));
    if (c.get('person')) return c.redirect(then, 303);
    const t = c.get('t');
    return renderNewsroom(c, {
      title: t('Sign in'),
      scripts: ['passkeys'],
      children: (
        <>
          <PasskeyButton c={c} action="sign-in" destination={then}>
            {t('Sign in with a passkey')}
          </PasskeyButton>
          <h2>{t('You have no passkey, or have lost it')}</h2>
          <p>
            {t('Ask an admin of the newsroom for a link. It signs you in once; then you can add a passkey.')}
          </p>
          <p class="quiet">
            {t('An admin who cannot sign in either makes a link on the command line:')}{' '}
            <code>npm run story -- invite "Your Name"</code>
          </p>
        </>
      ),
    });
  });

  newsroom.post('/newsroom/sign-out', async (c) => {
    const session = c.get('session');
    if (session !== undefined)
      await deskOf(c.env).sessions.end(session, { actor: c.get('actor'), now: Date.now() });
    return c.redirect('/newsroom/sign-in', 303);
  });
}
