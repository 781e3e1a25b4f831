import { isLoopback } from '../../lib/public-hosts.ts';
import type { Problem } from '../../newsroom/api/problem-schema.ts';
import { parseTokens } from '../../newsroom/api/tokens.ts';
import type { SimilarStory } from '../../newsroom/desk/ledger/similar-story.ts';
import type { Change, RevisionDetail, StoryDetail } from '../../newsroom/stories/api/schemas.ts';
import type { WrittenStory } from '../../site/story/story.ts';
import { CommandError } from '../command-error.ts';
import { findRunningServer } from '../local/running-server.ts';
import { readTokens } from '../local/token.ts';

/** How often a request is sent while the server answers 429. */
const MAX_ATTEMPTS = 3;

/** The server refused a request, or could not be reached. */
export class ServerError extends CommandError {
  readonly problem: Problem | undefined;

  constructor(message: string, problem?: Problem) {
    super(message);
    this.problem = problem;
  }
}

/** No server answers, so every other request would fail as well. */
export class ServerUnreachable extends ServerError {}

/** Nobody has given the token to publish with. */
export class TokenMissing extends CommandError {}

/** Handles an error of a request: returns undefined if it is 404. */
export function ignoreNotFound(error: unknown): undefined {
  if (!(error instanceof ServerError) || error.problem?.status !== 404) throw error;
}

/** Makes the options of a request with a JSON body. */
export const jsonBody = (value: unknown, headers?: Record<string, string>): RequestInit => ({
  headers: { 'Content-Type': 'application/json', ...headers },
  body: JSON.stringify(value),
});

/** Calls the API of one server with one token. */
export class ApiClient {
  readonly url: string;
  readonly #token: string;
  /** A sentence that says where the address comes from. */
  readonly #origin: string;

  private constructor(url: string, token: string, origin: string) {
    this.url = url.replace(/\/+$/, '');
    this.#token = token;
    this.#origin = origin;
  }

  /** Creates a client for the server and token in the flags, or else in the environment, the running `npm start`, or `.dev.vars`. */
  static async create(flags: { server?: string; token?: string }): Promise<ApiClient> {
    const { url, origin } = findAddress(flags.server);
    if (!URL.canParse(url))
      throw new CommandError(`--server must be an address like https://news.example (is ${url}).`);
    const { protocol, hostname } = new URL(url);
    if (protocol !== 'https:' && !isLoopback(hostname))
      throw new CommandError(
        `--server must be https: over http, others on the network could read the token (is ${url}).`,
      );
    const tokens = flags.token ?? (await readTokens());
    if (!tokens) {
      throw new TokenMissing(
        'No token found. Pass --token, or set PUBLISH_TOKEN in the environment or in .dev.vars.',
      );
    }
    const token = parseTokens(tokens)[0]?.token ?? '';
    if (!/^[\x21-\x7E]+$/.test(token)) {
      throw new CommandError(
        "The token must consist of ASCII letters, digits and punctuation, without spaces: HTTP headers allow nothing else. Choose another token, here and in the server's secret PUBLISH_TOKEN.",
      );
    }
    return new ApiClient(url, token, origin);
  }

  /** Sends a request, again after a pause while the server answers 429; throws `ServerError` if it refuses. */
  async request(method: string, path: string, options: RequestInit = {}): Promise<Response> {
    for (let attempt = 1; ; attempt++) {
      const response = await this.#fetch(method, path, options);
      if (response.ok) return response;
      if (response.status !== 429 || attempt === MAX_ATTEMPTS) throw await toServerError(response);
      const pause = Number(response.headers.get('Retry-After')) || 60;
      console.error(`Too many requests. Trying again in ${pause} ${pause === 1 ? 'second' : 'seconds'}.`);
      await new Promise((resolve) => setTimeout(resolve, pause * 1000));
    }
  }

  async #fetch(method: string, path: string, options: RequestInit): Promise<Response> {
    try {
      return await fetch(`${this.url}/api${path}`, {
        ...options,
        method,
        headers: { ...options.headers, Authorization: `Bearer ${this.#token}` },
      });
    } catch (error) {
      const { cause } = error as { cause?: { code?: string; message?: string } };
      const why = cause?.code ?? cause?.message ?? (error as Error).message;
      throw new ServerUnreachable(
        `Server unreachable: ${this.url} (${why}). ${this.#origin}\n\nStart a server with \`npm start\`, or name another: npm run story -- --server https://news.example …`,
      );
    }
  }

  async json<T>(method: string, path: string, options?: RequestInit): Promise<T> {
    return (await this.request(method, path, options)).json() as Promise<T>;
  }

  /** Returns the bytes of a picture, as readers get it; undefined if there is none. */
  async findPicture(path: string): Promise<Uint8Array | undefined> {
    const response = await this.#fetchPublic('GET', path);
    return response && new Uint8Array(await response.arrayBuffer());
  }

  /** Whether readers get a picture. */
  async hasPicture(path: string): Promise<boolean> {
    return (await this.#fetchPublic('HEAD', path)) !== undefined;
  }

  /** Requests what readers get, without the token; undefined if there is nothing. */
  async #fetchPublic(method: string, path: string): Promise<Response | undefined> {
    const response = await fetch(`${this.url}${path}`, { method }).catch(() => undefined);
    if (response?.ok) return response;
    await response?.body?.cancel();
    if (response?.status === 404) return undefined;
    throw new ServerError(
      `The server did not give out ${path} (${response?.status ?? 'no answer'}). Run the same command again.`,
    );
  }

  /** Returns a story, under its present slug if it was renamed, or undefined. */
  async findStory(slug: string): Promise<StoryDetail | undefined> {
    return this.json<StoryDetail>('GET', `/stories/${slug}`).catch((error) => {
      ignoreNotFound(error);
      const { movedTo } = error.problem;
      return movedTo === undefined ? undefined : this.findStory(movedTo);
    });
  }

  /** Returns a revision of a story, or undefined. */
  findRevision(slug: string, revision: number): Promise<RevisionDetail | undefined> {
    return this.json<RevisionDetail>('GET', `/stories/${slug}/revisions/${revision}`).catch(ignoreNotFound);
  }

  /** Returns the stories that look like a new one; none if the server is too old to tell. */
  async findSimilar(story: WrittenStory): Promise<SimilarStory[]> {
    const answer = this.json<{ similar: SimilarStory[] }>('POST', '/similar', jsonBody(story));
    return (await answer.catch(ignoreNotFound))?.similar ?? [];
  }

  /** Publishes a record. With `replaces`, fails unless that is the newest revision; without it, fails if the story exists. */
  saveStory(record: WrittenStory, replaces?: number): Promise<Change> {
    const condition = replaces === undefined ? { 'If-None-Match': '*' } : { 'If-Match': `"${replaces}"` };
    return this.json('PUT', `/stories/${record.slug}`, jsonBody(record, condition));
  }
}

/** Creates a client for the server that the command line names. */
export type CreateClient = () => Promise<ApiClient>;

/** Returns the server's address, and a sentence that says where it comes from. */
function findAddress(flag: string | undefined): { url: string; origin: string } {
  const { EDGEWIRE_SERVER, PORT } = process.env;
  if (flag !== undefined) return { url: flag, origin: 'The address comes from --server.' };
  if (EDGEWIRE_SERVER !== undefined)
    return { url: EDGEWIRE_SERVER, origin: 'The address comes from EDGEWIRE_SERVER.' };
  if (PORT !== undefined) return { url: `http://127.0.0.1:${PORT}`, origin: 'The port comes from PORT.' };
  const running = findRunningServer();
  if (running !== undefined) return { url: running, origin: '`npm start` runs there.' };
  return {
    url: 'http://127.0.0.1:8787',
    origin: 'It is the default address of `npm start`, which is not running in this folder.',
  };
}

async function toServerError(response: Response): Promise<ServerError> {
  const text = await response.text();
  let problem: Problem;
  try {
    problem = JSON.parse(text) as Problem;
  } catch {
    return new ServerError(
      `The server answered ${response.status}, but it is not an Edgewire server. Check --server.`,
    );
  }
  if (problem.status === 401)
    problem.detail =
      'The server does not accept this token. Pass another with --token, or set PUBLISH_TOKEN.';
  const faults = (problem.faults ?? []).map(
    ({ field, rule, value }) => `  ${field}: ${rule}${value ? ` (is ${value})` : ''}`,
  );
  // The log has details of 5xx errors only.
  const id =
    response.status >= 500 && problem.request ? [`For details, find ${problem.request} in its log.`] : [];
  return new ServerError([`${problem.title}. ${problem.detail}`, ...faults, ...id].join('\n'), problem);
}
