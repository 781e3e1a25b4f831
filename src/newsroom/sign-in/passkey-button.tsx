import { type NewsroomContext, newsroomOrigin } from '../frame/context.ts';
import { useWords } from '../words/words.ts';

/** What somebody meets who signed in too long ago for what lets people in for good. `what` is a sentence that says what they do it for. */
export function SignInAgain({ c, then, what }: { c: NewsroomContext; then: string; what: string }) {
  const t = useWords();
  return (
    <>
      <p>
        {what}{' '}
        {t(
          'It needs a sign-in of the last ten minutes, so that nobody else does it in your browser. Without a passkey, ask an admin for a new link.',
        )}
      </p>
      <PasskeyButton c={c} action="sign-in" destination={then}>
        {t('Sign in again')}
      </PasskeyButton>
    </>
  );
}

/** A button of the script of passkeys, which shows it; and what to do where passkeys do not work. */
export function PasskeyButton({
  c,
  action,
  destination,
  children,
}: {
  c: NewsroomContext;
  action: 'sign-in' | 'add';
  destination?: string;
  children: string;
}) {
  const t = useWords();
  const url = new URL(newsroomOrigin(c));
  if (/^[\d.]+$|^\[/.test(url.hostname)) {
    url.hostname = 'localhost';
    return (
      <p>
        {t('Passkeys do not work at an IP address. Open the newsroom at {address} instead.', {
          address: <a href={`${url.origin}/newsroom/account`}>{url.origin}</a>,
        })}
      </p>
    );
  }
  return (
    <>
      <div data-passkey={action} data-destination={destination} hidden>
        <p>
          <button class="main" type="button">
            {children}
          </button>
        </p>
        <p role="status" />
      </div>
      <noscript>
        <p>{t('Passkeys need JavaScript, which this browser does not run. Links sign in without it.')}</p>
      </noscript>
    </>
  );
}
