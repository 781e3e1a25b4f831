import {
  browserSupportsWebAuthn,
  startAuthentication,
  startRegistration,
  WebAuthnError,
} from '@simplewebauthn/browser';
import { t } from './words.ts';

// The buttons that sign in with a passkey, and that add one. Without this script they stay hidden.

/** What the newsroom answers: the options of a request, where to go next, or why not. */
type Answer = { location?: string; detail?: string };

async function post<T extends Answer>(path: string, body: unknown = {}): Promise<T> {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
    body: JSON.stringify(body),
  });
  const answer = (await response.json()) as T;
  if (!response.ok) throw new Error(answer.detail);
  return answer;
}

type SignInOptions = Answer & Parameters<typeof startAuthentication>[0]['optionsJSON'];
type RegistrationOptions = Answer & Parameters<typeof startRegistration>[0]['optionsJSON'];

async function signIn(destination: string): Promise<Answer> {
  const optionsJSON = await post<SignInOptions>('/newsroom/sign-in/options');
  const response = await startAuthentication({ optionsJSON });
  return post('/newsroom/sign-in/passkey', { response, destination });
}

async function add(): Promise<Answer> {
  const optionsJSON = await post<RegistrationOptions>('/newsroom/account/passkey-options');
  const response = await startRegistration({ optionsJSON });
  return post('/newsroom/account/passkeys', { response });
}

/** Says why it did not work, in words for whoever tried. */
function describe(error: unknown): string {
  if (error instanceof WebAuthnError && error.code === 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED')
    return t('This device or password manager has a passkey for you already.');
  if (error instanceof Error && (error.name === 'NotAllowedError' || error.name === 'AbortError'))
    return t('Nothing was done: it was cancelled, took too long, or there is no passkey here.');
  if (error instanceof TypeError)
    return t('The newsroom cannot be reached. Check the connection, and try again.');
  return error instanceof Error ? error.message : String(error);
}

for (const place of document.querySelectorAll<HTMLElement>('[data-passkey]')) {
  const status = place.querySelector('[role=status]');
  const button = place.querySelector('button');
  if (!status || !button) continue;
  place.hidden = false;
  if (!browserSupportsWebAuthn()) {
    button.hidden = true;
    status.textContent = t(
      'This browser has no passkeys. Use a newer one, or ask an admin for a link each time.',
    );
    continue;
  }
  button.addEventListener('click', async () => {
    button.disabled = true;
    status.textContent = '';
    try {
      const { location } =
        place.dataset.passkey === 'add' ? await add() : await signIn(place.dataset.destination ?? '');
      window.location.assign(location ?? '/newsroom');
    } catch (error) {
      status.textContent = describe(error);
      button.disabled = false;
      button.focus();
    }
  });
}
