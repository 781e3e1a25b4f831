import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { recordFault } from '../atproto/validate.ts';

/** The most bytes of JSON, and the most sign-ins in five minutes and in a day, that Bluesky's servers take. */
const MAX_JSON_BYTES = 150 * 1024;
const SIGN_IN_LIMITS = [
  { milliseconds: 300_000, most: 30 },
  { milliseconds: 86_400_000, most: 300 },
];

/** A record as a repository has it. */
export interface StoredRecord {
  uri: string;
  cid: string;
  value: Record<string, unknown>;
}

/** Answers a call in place of the server; returns false to leave it to the server. `input` is the JSON of the call. */
export type Interference = (
  method: string,
  response: ServerResponse,
  input: Record<string, unknown>,
) => boolean;

class Refusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

const refuse = (status: number, code: string, message: string): never => {
  throw new Refusal(status, code, message);
};

/** Sends an error as XRPC does (https://atproto.com/specs/xrpc#error-responses). */
export function sendError(
  response: ServerResponse,
  { status, code, message }: { status: number; code: string; message: string },
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
  response.end(JSON.stringify({ error: code, message }));
}

/** Reads the JSON of a call. Refuses what the servers of Bluesky refuse: too much, none, another type, or any where none is expected. */
async function readBody(method: string, request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  if (body.byteLength > MAX_JSON_BYTES) refuse(413, 'PayloadTooLarge', 'request entity too large');
  const isExpected = request.method === 'POST' && method !== 'com.atproto.server.refreshSession';
  if (isExpected !== body.byteLength > 0)
    refuse(
      400,
      'InvalidRequest',
      `A request body was ${isExpected ? 'expected' : 'provided when none was expected'}`,
    );
  if (isExpected && request.headers['content-type'] !== 'application/json')
    refuse(400, 'InvalidRequest', 'Wrong request encoding (Content-Type)');
  try {
    return body.byteLength === 0 ? {} : JSON.parse(body.toString('utf8'));
  } catch {
    return refuse(400, 'InvalidRequest', 'Unable to parse JSON');
  }
}

/**
 * A server of accounts on loopback, which answers as the PDS of Bluesky does, and refuses records that break their lexicons. It knows
 * what sign-in, renewal, writing and reading of records need, and no other method.
 */
export class AtprotoServer {
  readonly #server: Server;
  readonly #accounts = new Map<string, { did: string; password: string }>();
  /** The records by their URIs, of all repositories. */
  readonly #records = new Map<string, StoredRecord>();
  readonly #access = new Map<string, { did: string; isExpired: boolean }>();
  readonly #refresh = new Map<string, string>();
  readonly #signIns: number[] = [];
  /** The methods that were called, in their order. */
  readonly calls: string[] = [];
  url = '';
  interfere: Interference = () => false;

  constructor() {
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  /** Adds an account, or changes its password. */
  addAccount(handle: string, did: string, password: string): void {
    this.#accounts.set(handle, { did, password });
  }

  /** Opens the server, on the port that it had before if it was open. */
  async open(): Promise<void> {
    const port = this.url === '' ? 0 : Number(new URL(this.url).port);
    await new Promise<void>((resolve) => this.#server.listen(port, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Closes the server and all connections. Its records stay. */
  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Lets all access tokens expire. With `isRevoked`, sessions cannot be renewed either. */
  expireTokens({ isRevoked = false } = {}): void {
    for (const session of this.#access.values()) session.isExpired = true;
    if (isRevoked) this.#refresh.clear();
  }

  countCalls(method: string): number {
    return this.calls.filter((each) => each === method).length;
  }

  /** Returns the records of a collection in an account's repository. */
  recordsOf(did: string, collection: string): StoredRecord[] {
    return [...this.#records.values()].filter(({ uri }) => uri.startsWith(`at://${did}/${collection}/`));
  }

  /** Loses a record. */
  lose(uri: string): void {
    this.#records.delete(uri);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', this.url);
    const method = pathname.replace(/^\/xrpc\//, '');
    this.calls.push(method);
    try {
      const input = await readBody(method, request);
      if (this.interfere(method, response, input)) return;
      const output = this.#run(method, request, input, searchParams);
      response.writeHead(200, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify(output));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { status, code, message } = error;
      const headers = status === 429 ? { 'RateLimit-Reset': String(Math.ceil(Date.now() / 1000) + 300) } : {};
      sendError(response, { status, code, message }, headers as Record<string, string>);
    }
  }

  #run(
    method: string,
    request: IncomingMessage,
    input: Record<string, unknown>,
    query: URLSearchParams,
  ): Record<string, unknown> {
    const token = request.headers.authorization?.replace(/^Bearer /, '');
    switch (`${request.method} ${method}`) {
      case 'POST com.atproto.server.createSession':
        return this.#signIn(input);
      case 'POST com.atproto.server.refreshSession':
        return this.#renew(token);
      case 'POST com.atproto.repo.putRecord':
        return this.#put(this.#authorized(token), input);
      case 'POST com.atproto.repo.deleteRecord': {
        const uri = this.#uriOf(this.#authorized(token), input);
        this.#records.delete(uri);
        return {};
      }
      case 'GET com.atproto.repo.getRecord': {
        const uri = `at://${query.get('repo')}/${query.get('collection')}/${query.get('rkey')}`;
        const found = this.#records.get(uri);
        return { ...(found ?? refuse(400, 'RecordNotFound', `Could not locate record: ${uri}`)) };
      }
      case 'GET com.atproto.repo.listRecords':
        return { records: this.recordsOf(query.get('repo') ?? '', query.get('collection') ?? '') };
      default:
        return refuse(501, 'MethodNotImplemented', 'Method Not Implemented');
    }
  }

  #signIn({ identifier, password }: Record<string, unknown>): Record<string, unknown> {
    const now = Date.now();
    for (const { milliseconds, most } of SIGN_IN_LIMITS) {
      if (this.#signIns.filter((at) => at > now - milliseconds).length >= most)
        refuse(429, 'RateLimitExceeded', 'Rate Limit Exceeded');
    }
    this.#signIns.push(now);
    const account = this.#accounts.get(String(identifier));
    if (!account || account.password !== password)
      return refuse(401, 'AuthenticationRequired', 'Invalid identifier or password');
    return this.#open(account.did, String(identifier));
  }

  #renew(token = ''): Record<string, unknown> {
    const did = this.#refresh.get(token) ?? refuse(400, 'ExpiredToken', 'Token has been revoked');
    this.#refresh.delete(token);
    const handle = [...this.#accounts].find(([, account]) => account.did === did)?.[0] ?? 'handle.invalid';
    return this.#open(did, handle);
  }

  #open(did: string, handle: string): Record<string, unknown> {
    const [accessJwt, refreshJwt] = [`access-${randomUUID()}`, `refresh-${randomUUID()}`];
    this.#access.set(accessJwt, { did, isExpired: false });
    this.#refresh.set(refreshJwt, did);
    return { did, handle, accessJwt, refreshJwt, active: true };
  }

  /** Returns the DID of the account that a token is for. */
  #authorized(token: string | undefined): string {
    if (token === undefined) return refuse(401, 'AuthMissing', 'Authentication Required');
    const session = this.#access.get(token) ?? refuse(400, 'InvalidToken', 'Token could not be verified');
    if (session.isExpired) refuse(400, 'ExpiredToken', 'Token has expired');
    return session.did;
  }

  #uriOf(did: string, { repo, collection, rkey }: Record<string, unknown>): string {
    for (const [name, value] of Object.entries({ repo, collection, rkey })) {
      if (typeof value !== 'string') refuse(400, 'InvalidRequest', `Input must have the property "${name}"`);
    }
    if (repo !== did) refuse(401, 'AuthenticationRequired', 'Authentication Required');
    return `at://${did}/${collection}/${rkey}`;
  }

  #put(did: string, input: Record<string, unknown>): Record<string, unknown> {
    const uri = this.#uriOf(did, input);
    const fault = recordFault(String(input.collection), String(input.rkey), input.record);
    if (fault !== undefined) refuse(400, 'InvalidRequest', fault);
    const json = JSON.stringify(input.record);
    const cid = `bafyrei${createHash('sha256')
      .update(json)
      .digest('hex')
      .replace(/[0189]/g, 'a')}`;
    this.#records.set(uri, { uri, cid, value: JSON.parse(json) });
    return { uri, cid, validationStatus: 'valid' };
  }
}
