import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import * as z from 'zod';
import { readAtMost } from '../../lib/body.ts';
import { loggerOf } from '../../lib/log.ts';
import { deskOf } from '../desk/desk-stub.ts';
import { type Newsroom, type NewsroomContext, NewsroomError, newsroomOrigin } from '../frame/context.ts';
import { writeSessionCookie } from '../frame/session-cookie.ts';
import { NOT_FRESH, UNKNOWN_PASSKEY } from '../people/desk/passkeys.ts';
import { agentName } from '../people/views/agent.ts';
import { destinationOf } from './destination.ts';
import { limitSignIn } from './rate.ts';

// What the script of passkeys (browser/passkeys.ts) asks for, in JSON.

/** The most bytes of an authenticator's answer. */
const MAX_BYTES = 65_536;

const base64Url = z.string().regex(/^[\w-]+$/);
const credential = { id: base64Url, rawId: base64Url, type: z.literal('public-key') };

const signInSchema = z.object({
  destination: z.string().optional(),
  response: z.object({
    ...credential,
    response: z.object({
      clientDataJSON: base64Url,
      authenticatorData: base64Url,
      signature: base64Url,
      userHandle: base64Url.optional(),
    }),
  }),
});
const registrationSchema = z.object({
  response: z.object({
    ...credential,
    response: z.object({
      clientDataJSON: base64Url,
      attestationObject: base64Url,
      transports: z.array(z.string()).optional(),
    }),
  }),
});

/** Password managers by the AAGUID that their passkeys name (https://github.com/passkeydeveloper/passkey-authenticator-aaguids). */
const KEEPERS: Record<string, string> = {
  'fbfc3007-154e-4ecc-8c0b-6e020557d7bd': 'Apple Passwords',
  'ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4': 'Google Password Manager',
  '08987058-cadc-4b81-b6e1-30de50dcbe96': 'Windows Hello',
  '9ddd1817-af5a-4672-a2b9-3e3dd95000a9': 'Windows Hello',
  '6028b017-b1d4-4c02-b4b3-afcdafc96bb2': 'Windows Hello',
  'bada5566-a7aa-401f-bd96-45619a55120d': '1Password',
  'd548826e-79b4-db40-a3d8-11116f7e8349': 'Bitwarden',
  '531126d6-e717-415c-9320-3d9aa6981239': 'Dashlane',
  '53414d53-554e-4700-0000-000000000000': 'Samsung Pass',
};

const webauthn = () => import('./webauthn.ts');

async function readAnswer<T extends z.ZodType>(c: NewsroomContext, schema: T): Promise<z.output<T>> {
  const refused = (status: 400 | 413 | 415) =>
    new NewsroomError(
      status,
      'Not an answer',
      'This is no answer of a passkey. Reload the page, and try again.',
    );
  if (!/^application\/json\b/i.test(c.req.header('Content-Type') ?? '')) throw refused(415);
  const text = await readAtMost(c.req.raw.body, MAX_BYTES);
  if (text === undefined) throw refused(413);
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    throw refused(400);
  }
}

/** Makes the error of an answer that does not hold, and logs why. The person is not told: it would help only a forger. */
function refuseAnswer(c: NewsroomContext, error: unknown): NewsroomError {
  loggerOf(c.req.raw)({ event: 'passkey-refused', who: c.get('person')?.name, error: String(error) });
  return new NewsroomError(
    403,
    'Not accepted',
    'The passkey’s answer does not hold at {address}. Try again. If it fails again, ask an admin of the newsroom for a link.',
    { address: newsroomOrigin(c) },
  );
}

export function addPasskeyRoutes(newsroom: Newsroom): void {
  newsroom.post('/newsroom/sign-in/options', async (c) => {
    await limitSignIn(c);
    const challenge = await deskOf(c.env).passkeys.challenge(null, Date.now());
    const { authenticationOptions } = await webauthn();
    return c.json(await authenticationOptions({ origin: newsroomOrigin(c), challenge }));
  });

  newsroom.post('/newsroom/sign-in/passkey', async (c) => {
    await limitSignIn(c);
    const { response, destination } = await readAnswer(c, signInSchema);
    const passkey = await deskOf(c.env).passkeys.find(response.id);
    if (!passkey) throw new NewsroomError(403, 'Unknown passkey', UNKNOWN_PASSKEY);
    const { verifySignIn } = await webauthn();
    const answer = response as AuthenticationResponseJSON;
    const verified = await verifySignIn(answer, passkey, newsroomOrigin(c)).catch((error: unknown) => {
      throw refuseAnswer(c, error);
    });
    const details = { ...verified, agent: c.req.header('User-Agent') ?? '', now: Date.now() };
    const done = await deskOf(c.env).passkeys.signIn(passkey.id, details);
    if (!done.ok) throw new NewsroomError(403, 'Not signed in', done);
    const earlier = c.get('session');
    if (earlier !== undefined)
      await deskOf(c.env).sessions.end(earlier, { actor: c.get('actor'), now: Date.now() });
    writeSessionCookie(c, done.session);
    return c.json({ location: destinationOf(destination, newsroomOrigin(c)) });
  });

  newsroom.post('/newsroom/account/passkey-options', async (c) => {
    const person = c.get('person');
    if (!c.get('isFresh')) throw new NewsroomError(403, 'Sign in again', NOT_FRESH);
    const [challenge, known] = await Promise.all([
      deskOf(c.env).passkeys.challenge(person.id, Date.now()),
      deskOf(c.env).passkeys.list(person.id),
    ]);
    const { registrationOptions } = await webauthn();
    const site = c.get('site').title;
    return c.json(await registrationOptions(person, { origin: newsroomOrigin(c), site, challenge, known }));
  });

  newsroom.post('/newsroom/account/passkeys', async (c) => {
    const { response } = await readAnswer(c, registrationSchema);
    const { verifyRegistration } = await webauthn();
    const made = response as RegistrationResponseJSON;
    const { aaguid, challenge, ...passkey } = await verifyRegistration(made, newsroomOrigin(c)).catch(
      (error: unknown) => {
        throw refuseAnswer(c, error);
      },
    );
    const name = KEEPERS[aaguid] ?? agentName(c.get('t'), c.req.header('User-Agent') ?? '');
    const added = { ...passkey, name, person: c.get('person').id };
    const done = await deskOf(c.env).passkeys.add(added, {
      challenge,
      session: c.get('session'),
      now: Date.now(),
    });
    if (!done.ok) throw new NewsroomError(409, 'No passkey was added', done);
    return c.json({ location: '/newsroom/account' });
  });
}
