import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { isLoopback } from '../address.ts';
import { visibleLines } from '../story/fault.ts';
import type { Story } from '../story/story.ts';

const devVars = fileURLToPath(new URL('../../.dev.vars', import.meta.url));

/** A value of `.dev.vars`, where wrangler keeps the secrets of this machine. */
async function readDevVar(name: string): Promise<string | undefined> {
  const text = await readFile(devVars, 'utf8').catch(() => '');
  const [, value] = new RegExp(`^\\s*${name}\\s*=\\s*"?([^"\\n]*)"?\\s*$`, 'm').exec(text) ?? [];
  return value;
}

/** The tokens that this machine's server takes: from the environment, or from `.dev.vars`. */
export const readTokens = async (): Promise<string | undefined> =>
  process.env.PUBLISH_TOKEN ?? (await readDevVar('PUBLISH_TOKEN'));

/** A server could not be reached, or has refused what was asked of it. */
export class ServerError extends Error {
  constructor(message: string) {
    // It may repeat what somebody wrote.
    super(visibleLines(message));
  }
}

/** A story as a server has it. */
export interface Published {
  slug: string;
  revision: number;
  status: string;
  record: Story;
}

interface Problem {
  title: string;
  detail: string;
  request?: string;
  faults?: { field: string; value?: string; rule: string; line?: number }[];
}

/** The API of a server, with the token to use there. */
export class Server {
  readonly url: string;
  readonly #token: string;

  private constructor(url: string, token: string) {
    this.url = url.replace(/\/+$/, '');
    this.#token = token;
  }

  /** Finds server and token: in the flags, the environment, or `.dev.vars`. */
  static async find(flags: { server?: string; token?: string }): Promise<Server> {
    const url = flags.server ?? process.env.EDGEWIRE_SERVER ?? `http://127.0.0.1:${process.env.PORT ?? 8787}`;
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
    return new Server(url, token);
  }

  /** Makes a request; throws what the server says where it refuses. */
  async request(method: string, path: string, options: RequestInit = {}): Promise<Response> {
    let response: Response;
    try {
      response = await fetch(`${this.url}/api${path}`, {
        ...options,
        method,
        headers: { ...options.headers, Authorization: `Bearer ${this.#token}` },
      });
    } catch (error) {
      const why = (error as Error).cause instanceof Error ? ((error as Error).cause as Error).message : error;
      throw new ServerError(`${this.url} could not be reached (${why}). Is it running? Is --server right?`);
    }
    if (response.ok) return response;
    throw new ServerError(await explain(response));
  }

  /** The story as the server has it; `undefined` where it has none under this slug. */
  async find(slug: string): Promise<Published | undefined> {
    try {
      return await this.json<Published>('GET', `/stories/${slug}`);
    } catch (error) {
      if (error instanceof ServerError && error.message.startsWith('Not found')) return undefined;
      throw error;
    }
  }

  async json<T>(method: string, path: string, options?: RequestInit): Promise<T> {
    return (await this.request(method, path, options)).json() as Promise<T>;
  }
}

/** Finds the server that the flags of the command line mean. */
export type Connect = () => Promise<Server>;

async function explain(response: Response): Promise<string> {
  const text = await response.text();
  let problem: Problem;
  try {
    problem = JSON.parse(text) as Problem;
  } catch {
    return `The server answered ${response.status}, but not as an Edgewire server does. Is --server right?`;
  }
  const faults = (problem.faults ?? []).map(
    ({ field, rule, value }) => `  ${field}: ${rule}${value ? ` (is ${value})` : ''}`,
  );
  // Only a fault of the server is looked up in its log.
  const id = response.status >= 500 && problem.request ? [`Its log has more under ${problem.request}.`] : [];
  return [`${problem.title}. ${problem.detail}`, ...faults, ...id].join('\n');
}
