import { isLoopback } from '../../lib/hosts.ts';
import { visibleLines } from '../../story/parse/fault.ts';
import type { Story } from '../../story/story.ts';
import { findRunning } from '../local/running-server.ts';
import { readTokens } from '../local/token.ts';

/** How often a request is tried that the server refuses because there were too many. */
const MOST_ATTEMPTS = 3;

/** The server refused a request, or could not be reached. */
export class ServerError extends Error {
  /** The problem that the server stated, if it stated one. */
  readonly problem: Problem | undefined;

  constructor(message: string, problem?: Problem) {
    // It may quote text from outside.
    super(visibleLines(message));
    this.problem = problem;
  }
}

/** No server answers, so no other request will succeed, either. */
export class Unreachable extends ServerError {}

/** A story as a server has it. */
export interface Published {
  slug: string;
  revision: number;
  status: string;
  /** The id of the story that it was merged into. */
  mergedInto?: string;
  record: Story;
}

/** A story of the server that seems to be the same as another. */
export interface SimilarStory {
  slug: string;
  headline: string;
  status: string;
  hasSameIdentifier: boolean;
  hasSameHeadline: boolean;
  sharedSources: number;
}

interface Problem {
  status: number;
  title: string;
  detail: string;
  /** The slug of a story that was renamed. */
  movedTo?: string;
  request?: string;
  faults?: { field: string; value?: string; rule: string; line?: number }[];
}

/** The API of a server, with the token to use there. */
export class Server {
  readonly url: string;
  readonly #token: string;
  /** How the address was found. */
  readonly #origin: string;

  private constructor(url: string, token: string, origin: string) {
    this.url = url.replace(/\/+$/, '');
    this.#token = token;
    this.#origin = origin;
  }

  /** Finds server and token: in the flags, the environment, where `npm start` runs, or `.dev.vars`. */
  static async find(flags: { server?: string; token?: string }): Promise<Server> {
    const { url, origin } = findAddress(flags.server);
    if (!URL.canParse(url))
      throw new ServerError(`--server must be an address like https://news.example (is ${url}).`);
    const { protocol, hostname } = new URL(url);
    if (protocol !== 'https:' && !isLoopback(hostname))
      throw new ServerError(
        `--server must be https, as anybody on the way could read the token (is ${url}).`,
      );
    const tokens = flags.token ?? (await readTokens());
    if (!tokens) {
      throw new ServerError(
        'There is no token. Give --token, or set PUBLISH_TOKEN in the environment or in .dev.vars.',
      );
    }
    const [first = ''] = tokens.split(',');
    const token = first.trim().replace(/^[^:]*:/, '');
    if (!/^[\x21-\x7E]+$/.test(token)) {
      throw new ServerError(
        'The token must be of letters, digits and signs of ASCII, without a space: no request can carry another. Choose one that is, here and in the secret PUBLISH_TOKEN of the server.',
      );
    }
    return new Server(url, token, origin);
  }

  /** Makes a request; throws what the server says if it refuses. Waits if there were too many within a minute. */
  async request(method: string, path: string, options: RequestInit = {}): Promise<Response> {
    for (let attempt = 1; ; attempt++) {
      const response = await this.#fetch(method, path, options);
      if (response.ok) return response;
      if (response.status !== 429 || attempt === MOST_ATTEMPTS) throw await explain(response);
      const pause = Number(response.headers.get('Retry-After')) || 60;
      console.error(`The server takes no more requests for now. Going on in ${pause} seconds.`);
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
      throw new Unreachable(
        `The server could not be reached at ${this.url} (${why}). ${this.#origin}\n\nStart one with \`npm start\`, or say where it is: npm run story -- --server https://news.example …`,
      );
    }
  }

  /** Returns the story as the server has it, under its present slug if it was renamed; or undefined. */
  async find(slug: string): Promise<Published | undefined> {
    try {
      return await this.json<Published>('GET', `/stories/${slug}`);
    } catch (error) {
      if (!(error instanceof ServerError) || error.problem?.status !== 404) throw error;
      const { movedTo } = error.problem;
      return movedTo === undefined ? undefined : this.find(movedTo);
    }
  }

  /** Returns the stories that seem to be the same as a new one; none where the server is too old to say. */
  async similar(story: Story): Promise<SimilarStory[]> {
    try {
      const body = JSON.stringify(story);
      const headers = { 'Content-Type': 'application/json' };
      return (await this.json<{ similar: SimilarStory[] }>('POST', '/similar', { headers, body })).similar;
    } catch (error) {
      if (error instanceof ServerError && error.problem?.status === 404) return [];
      throw error;
    }
  }

  /** Returns a revision of a story, or undefined. */
  async revision(slug: string, revision: number): Promise<{ revision: number; record: Story } | undefined> {
    try {
      return await this.json('GET', `/stories/${slug}/revisions/${revision}`);
    } catch (error) {
      if (error instanceof ServerError && error.problem?.status === 404) return undefined;
      throw error;
    }
  }

  async json<T>(method: string, path: string, options?: RequestInit): Promise<T> {
    return (await this.request(method, path, options)).json() as Promise<T>;
  }
}

/** Finds the server that the flags of the command line mean. */
export type Connect = () => Promise<Server>;

/** The address of the server, and how it was found, in a sentence. */
function findAddress(flag: string | undefined): { url: string; origin: string } {
  const { EDGEWIRE_SERVER, PORT } = process.env;
  if (flag !== undefined) return { url: flag, origin: 'That is the address in --server.' };
  if (EDGEWIRE_SERVER !== undefined)
    return { url: EDGEWIRE_SERVER, origin: 'That is the address in EDGEWIRE_SERVER.' };
  if (PORT !== undefined) return { url: `http://127.0.0.1:${PORT}`, origin: 'That is the port in PORT.' };
  const running = findRunning();
  if (running !== undefined) return { url: running, origin: '`npm start` says that it runs there.' };
  return {
    url: 'http://127.0.0.1:8787',
    origin: 'That is the default of `npm start`, which is not running in this folder.',
  };
}

async function explain(response: Response): Promise<ServerError> {
  const text = await response.text();
  let problem: Problem;
  try {
    problem = JSON.parse(text) as Problem;
  } catch {
    return new ServerError(
      `The server answered ${response.status}, but not as an Edgewire server does. Is --server right?`,
    );
  }
  const faults = (problem.faults ?? []).map(
    ({ field, rule, value }) => `  ${field}: ${rule}${value ? ` (is ${value})` : ''}`,
  );
  // Only a fault of the server is looked up in its log.
  const id = response.status >= 500 && problem.request ? [`Its log has more under ${problem.request}.`] : [];
  return new ServerError([`${problem.title}. ${problem.detail}`, ...faults, ...id].join('\n'), problem);
}
