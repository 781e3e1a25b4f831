import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { fromBase64Url, toBase64Url } from '../../lib/encodings.ts';
import type { PasskeyDetails } from '../people/desk/passkeys.ts';
import type { Person } from '../people/desk/person.ts';

// WebAuthn: what browsers are asked for, and whether their answers hold. Loaded only when somebody uses a passkey, because the
// package is larger than the rest of the newsroom.

/** The relying party: the newsroom, by the host that is in the address bar. */
const relyingParty = (origin: string) => new URL(origin).hostname;

/** The handle that an authenticator keeps with a passkey, and returns when it signs in. */
const handleOf = (person: string) => Uint8Array.from(new TextEncoder().encode(person));

const isTransport = (transport: string) => /^[a-z-]{1,20}$/.test(transport);

/** Returns what a browser needs to add a passkey for a person. */
export const registrationOptions = (
  { id, name }: Person,
  {
    origin,
    site,
    challenge,
    known,
  }: { origin: string; site: string; challenge: string; known: PasskeyDetails[] },
) =>
  generateRegistrationOptions({
    rpName: site,
    rpID: relyingParty(origin),
    userID: handleOf(id),
    userName: name,
    userDisplayName: name,
    challenge: fromBase64Url(challenge),
    excludeCredentials: known.map(({ id, transports }) => ({ id, transports })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    timeout: 300_000,
  });

/** Returns what a browser needs to sign in with any passkey of the newsroom. */
export const authenticationOptions = ({ origin, challenge }: { origin: string; challenge: string }) =>
  generateAuthenticationOptions({
    rpID: relyingParty(origin),
    challenge: fromBase64Url(challenge),
    userVerification: 'required',
    timeout: 300_000,
  });

/** Who is expected to have answered, and where. The Desk checks the challenge, which it can use up in the same step. */
const expectations = (origin: string) => {
  let signed = '';
  return {
    options: {
      expectedOrigin: origin,
      expectedRPID: relyingParty(origin),
      requireUserVerification: true,
      expectedChallenge: (challenge: string) => {
        signed = challenge;
        return true;
      },
    },
    signedChallenge: () => signed,
  };
};

/** Verifies an authenticator's answer with a new passkey. Throws what is wrong with it. The Desk has yet to check the challenge. */
export async function verifyRegistration(response: RegistrationResponseJSON, origin: string) {
  const { options, signedChallenge } = expectations(origin);
  const { registrationInfo } = await verifyRegistrationResponse({ response, ...options });
  if (!registrationInfo) throw new Error('The attestation does not hold.');
  const { credential, aaguid } = registrationInfo;
  return {
    id: credential.id,
    publicKey: toBase64Url(Uint8Array.from(credential.publicKey).buffer),
    counter: credential.counter,
    transports: (credential.transports ?? []).filter(isTransport).slice(0, 10),
    aaguid,
    challenge: signedChallenge(),
  };
}

/** Verifies a passkey's signature. Throws what is wrong with it. The Desk has yet to check challenge and counter. */
export async function verifySignIn(
  response: AuthenticationResponseJSON,
  { id, person, publicKey }: PasskeyDetails,
  origin: string,
) {
  const { userHandle } = response.response;
  if (userHandle && userHandle !== toBase64Url(handleOf(person).buffer))
    throw new Error('The user handle is of somebody else.');
  const { options, signedChallenge } = expectations(origin);
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response,
    ...options,
    // The Desk compares the counter, in the step that stores the new one.
    credential: { id, publicKey: fromBase64Url(publicKey), counter: 0 },
  });
  if (!verified) throw new Error('The signature does not hold.');
  return { counter: authenticationInfo.newCounter, challenge: signedChallenge() };
}
