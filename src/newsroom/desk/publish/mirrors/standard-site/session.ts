import * as z from 'zod';
import type { KeyValueTable } from '../../../../../lib/key-value-table.ts';
import type { AccountSettings } from './settings.ts';
import { callProcedure, XrpcError } from './xrpc.ts';

/** The key of the tokens of the last sign-in, as JSON. */
const SESSION = 'atproto session';

const did = z.string().regex(/^did:[a-z]+:[\w.:%-]{1,2000}$/);
const sessionSchema = z.object({
  did,
  accessJwt: z.string(),
  refreshJwt: z.string(),
  /** Left out by servers that know no other accounts. */
  active: z.boolean().default(true),
  status: z.string().optional(),
});
type Tokens = Pick<z.output<typeof sessionSchema>, 'did' | 'accessJwt' | 'refreshJwt'>;

/** Whether a server does not, or no longer, accept a token. Bluesky's answer 400 with one of the names, others 401. */
const isExpired = ({ status, code }: XrpcError) =>
  status === 401 || code === 'ExpiredToken' || code === 'InvalidToken';

/** Whether another attempt with the same request cannot do better: the server has answered, and not for its own sake. */
const isFinal = ({ status }: XrpcError) => status >= 400 && status < 500 && status !== 429;

/**
 * Signed-in use of an account. Keeps the tokens, because servers allow few sign-ins (30 in five minutes, 300 a day): one is good for
 * hours, and renewed for months. No error has the password or a token in its message.
 */
export class Session {
  readonly #keyValues: KeyValueTable;

  constructor(keyValues: KeyValueTable) {
    this.#keyValues = keyValues;
  }

  /** Returns the DID of the account. Signs in if it must. */
  async did(account: AccountSettings): Promise<string> {
    return (this.#stored(account) ?? (await this.#signIn(account))).did;
  }

  /** Calls a procedure as the account. Renews the session if it has expired, and signs in again if it cannot be renewed. */
  async call(account: AccountSettings, method: string, input: unknown): Promise<Record<string, unknown>> {
    const tokens = this.#stored(account) ?? (await this.#signIn(account));
    const callWith = ({ accessJwt }: Tokens) =>
      this.#guard(account, callProcedure(account.service, method, { input, token: accessJwt }));
    try {
      return await callWith(tokens);
    } catch (error) {
      if (!(error instanceof XrpcError) || !isExpired(error)) throw error;
    }
    return callWith(await this.#renew(account, tokens));
  }

  /** Forgets the tokens. */
  end(): void {
    this.#keyValues.set(SESSION, '');
  }

  async #renew(account: AccountSettings, { refreshJwt }: Tokens): Promise<Tokens> {
    try {
      const method = 'com.atproto.server.refreshSession';
      const answer = callProcedure(account.service, method, { token: refreshJwt });
      return this.#keep(account, await this.#guard(account, answer));
    } catch (error) {
      if (!(error instanceof XrpcError) || !isFinal(error)) throw error;
    }
    return this.#signIn(account);
  }

  async #signIn(account: AccountSettings): Promise<Tokens> {
    this.end();
    const { handle, password, service } = account;
    const input = { identifier: handle, password };
    const answer = callProcedure(service, 'com.atproto.server.createSession', { input });
    try {
      return this.#keep(account, await this.#guard(account, answer));
    } catch (error) {
      if (!(error instanceof XrpcError) || !isFinal(error)) throw error;
      const { message, status, code } = error;
      throw new XrpcError(`signing in as ${handle} failed: ${message}`, { status, code });
    }
  }

  /** Stores the tokens in an answer, and returns them. */
  #keep({ service, handle }: AccountSettings, answer: unknown): Tokens {
    const parsed = sessionSchema.safeParse(answer);
    if (!parsed.success)
      throw new XrpcError(`${new URL(service).host} answered with something other than a session`);
    const { active, status, ...tokens } = parsed.data;
    if (!active) throw new XrpcError(`the account ${handle} is not active (${status ?? 'no reason given'})`);
    this.#keyValues.set(SESSION, JSON.stringify({ ...tokens, service, handle }));
    return tokens;
  }

  /** Returns the tokens of the account; undefined if they are another's. */
  #stored({ service, handle }: AccountSettings): Tokens | undefined {
    const stored = JSON.parse(this.#keyValues.get(SESSION) || 'null');
    return stored?.service === service && stored.handle === handle ? stored : undefined;
  }

  /** Takes the password and the tokens out of an error's message, should a server repeat them. */
  async #guard<T>(account: AccountSettings, call: Promise<T>): Promise<T> {
    try {
      return await call;
    } catch (error) {
      if (!(error instanceof XrpcError)) throw error;
      const { accessJwt = '', refreshJwt = '' } = this.#stored(account) ?? {};
      const secrets = [account.password, accessJwt, refreshJwt].filter(Boolean);
      const message = secrets.reduce((text, secret) => text.replaceAll(secret, '…'), error.message);
      const { status, code, pause } = error;
      throw new XrpcError(message, { status, code, pause });
    }
  }
}
