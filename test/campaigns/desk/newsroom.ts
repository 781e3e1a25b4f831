import type {
  Draft,
  DraftRefusal,
  DraftState,
  DraftVersion,
} from '../../../src/newsroom/drafts/desk/draft.ts';
import type { Actor, Role } from '../../../src/newsroom/people/desk/roles.ts';
import type { GivenApproval } from '../../../src/newsroom/reviews/desk/review-event.ts';
import { TOKEN } from '../../cli/server.ts';
import { buildWorker, openRuntime, type Runtime } from '../faults/runtime.ts';

/** The most milliseconds that an answer may take. */
const ANSWER_TIMEOUT = 60_000;

export const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

type Result<T> = ({ ok: true } & T) | (DraftRefusal & { current?: Draft });

/** The built Worker with a newsroom in it, which may be killed at any time. Calls return undefined if that is what happened. */
export class Newsroom {
  readonly #runtime: Runtime;
  #isDown = false;
  /** How many calls got no answer. */
  unanswered = 0;
  kills = 0;
  /** Tells everybody to stop. */
  isOver = false;

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
  }

  static async open(): Promise<Newsroom> {
    const host = new URL('./host/host.ts', import.meta.url).pathname;
    return new Newsroom(await openRuntime({ folder: await buildWorker(), host }));
  }

  get url(): string {
    return this.#runtime.url;
  }

  /** Kills the Worker like a power cut, and waits until it is back. */
  async kill(): Promise<void> {
    this.#isDown = true;
    await this.#runtime.kill();
    this.#isDown = false;
    this.kills++;
  }

  stop = () => this.#runtime.stop();

  async #call<T>(room: string, method: string, ...parameters: unknown[]): Promise<T | undefined> {
    const body = JSON.stringify({ room, method, parameters });
    const response = await this.#ask('/campaign', { method: 'POST', body });
    if (response && !response.ok) throw new Error(`${method} failed: ${await response.text()}`);
    return response && ((await response.json()) as T);
  }

  async #ask(path: string, request: RequestInit = {}): Promise<Response | undefined> {
    const headers = { Authorization: `Bearer ${TOKEN}`, ...(request.headers as object) };
    for (let isRepeated = false; ; isRepeated = true) {
      const wasDown = this.#isDown;
      try {
        const signal = AbortSignal.timeout(ANSWER_TIMEOUT);
        const response = await fetch(`${this.#runtime.url}${path}`, { ...request, headers, signal });
        // The answer may break off, too.
        return new Response(await response.arrayBuffer(), response);
      } catch (error) {
        this.unanswered++;
        // The connection may break before `kill` says so.
        await pause(50);
        if (wasDown || this.#isDown) return undefined;
        // fetch may reuse a connection to the killed process once.
        if (isRepeated) throw error;
      }
    }
  }

  /** Adds a person. */
  async member(name: string, role: Role): Promise<Actor> {
    const person = await this.#call<{ id: string }>('people', 'add', { name, role }, Date.now());
    if (!person) throw new Error('The Worker is down.');
    return { name, role, person: person.id };
  }

  /** Signs a person in. Returns the headers that their browser sends from then on. */
  async signIn({ person }: Actor): Promise<Record<string, string>> {
    const options = { agent: 'Campaign', now: Date.now() };
    const session = await this.#call<{ token: string }>('sessions', 'start', person, options);
    if (!session) throw new Error('The Worker is down.');
    return { Cookie: `newsroom=${session.token}`, Origin: this.url };
  }

  /** Begins a draft. */
  async begin(name: string, text: string, actor: Actor): Promise<Draft> {
    const options = { name, text, base: null, actor, now: Date.now() };
    const created = await this.#call<Result<{ draft: Draft }>>('drafts', 'create', options);
    if (!created?.ok) throw new Error(created?.detail ?? 'The Worker is down.');
    return created.draft;
  }

  find = (id: string, actor: Actor) => this.#call<Result<{ draft: Draft }>>('drafts', 'find', id, actor);

  save = (id: string, text: string, version: number, actor: Actor) =>
    this.#call<Result<{ version: number; state: DraftState; voided: boolean }>>('drafts', 'save', id, {
      text,
      version,
      actor,
      now: Date.now(),
    });

  approve = (id: string, version: number, actor: Actor) =>
    this.#call<Result<{ state: DraftState }>>('reviews', 'approve', id, { version, actor, now: Date.now() });

  /** Returns the names of those whose approvals of a draft hold. */
  async approvals(id: string, actor: Actor): Promise<string[]> {
    const given = await this.#call<Result<{ approvals: GivenApproval[] }>>('reviews', 'approvals', id, actor);
    if (!given?.ok) return [];
    return [...new Set(given.approvals.filter(({ holds }) => holds).map(({ name }) => name))];
  }

  /** Publishes a version by the API. Returns the status of the answer. */
  publish = async (id: string, version: number): Promise<number | undefined> =>
    (
      await this.#ask(`/api/drafts/${id}/publish`, {
        method: 'POST',
        headers: { 'If-Match': `"${version}"` },
      })
    )?.status;

  /** Asks the API for something. */
  get = async (path: string): Promise<unknown> => (await this.#ask(`/api${path}`))?.json();

  versions = (id: string, actor: Actor) =>
    this.#call<Result<{ versions: DraftVersion[] }>>('drafts', 'versions', id, actor);

  version = (id: string, version: number, actor: Actor) =>
    this.#call<Result<{ version: DraftVersion & { text: string } }>>('drafts', 'version', id, version, actor);
}
