import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  createFederation,
  type Federation,
  generateCryptoKeyPair,
  InProcessMessageQueue,
  MemoryKvStore,
} from '@fedify/fedify';
import {
  Accept,
  type Activity,
  type Actor,
  Announce,
  Create,
  Delete,
  Endpoints,
  Follow,
  isActor,
  Move,
  Person,
  QuoteRequest,
  Undo,
  Update,
} from '@fedify/vocab';

const NAME = 'ann';

/** A server of the fediverse on this machine, run by Fedify, with one account. */
export class FedifyServer {
  /** What arrived in the inbox, and was signed by who it says. */
  readonly received: Activity[] = [];
  url = '';
  readonly #federation: Federation<undefined>;
  readonly #server: Server;
  /** Answers in place of Fedify, if it returns a status. */
  interfere: (path: string) => number | undefined = () => undefined;

  private constructor(federation: Federation<undefined>) {
    this.#federation = federation;
    this.#server = createServer(async (request, response) => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part);
      const path = request.url ?? '/';
      const status = this.interfere(path);
      if (status !== undefined) {
        response.writeHead(status).end();
        return;
      }
      const answer = await federation.fetch(
        new Request(new URL(path, this.url), {
          method: request.method ?? 'GET',
          headers: request.headers as Record<string, string>,
          ...(request.method === 'POST' ? { body: Buffer.concat(parts) } : {}),
        }),
        { contextData: undefined },
      );
      response.writeHead(answer.status, Object.fromEntries(answer.headers));
      response.end(Buffer.from(await answer.arrayBuffer()));
    });
  }

  static async open(): Promise<FedifyServer> {
    const federation = createFederation<undefined>({
      kv: new MemoryKvStore(),
      queue: new InProcessMessageQueue(),
      allowPrivateAddress: true,
    });
    const server = new FedifyServer(federation);
    const keys = [await generateCryptoKeyPair('RSASSA-PKCS1-v1_5')];
    federation
      .setActorDispatcher('/users/{identifier}', async (context, identifier) => {
        if (identifier !== NAME) return null;
        const [key] = await context.getActorKeyPairs(identifier);
        return new Person({
          id: context.getActorUri(identifier),
          preferredUsername: identifier,
          inbox: context.getInboxUri(identifier),
          endpoints: new Endpoints({ sharedInbox: context.getInboxUri() }),
          ...(key ? { publicKey: key.cryptographicKey } : {}),
        });
      })
      .setKeyPairsDispatcher(() => keys);
    const inbox = federation.setInboxListeners('/users/{identifier}/inbox', '/inbox');
    for (const type of [Accept, Announce, Create, Delete, Move, Update])
      inbox.on(type as typeof Activity, (_context, activity) => void server.received.push(activity));
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    server.url = `http://127.0.0.1:${(server.#server.address() as AddressInfo).port}`;
    void federation.startQueue(undefined);
    return server;
  }

  get #context() {
    return this.#federation.createContext(new URL(this.url), undefined);
  }

  get actorId(): URL {
    return this.#context.getActorUri(NAME);
  }

  /** Finds an actor of another server by its address. */
  async find(address: string): Promise<Actor> {
    const found = await this.#context.lookupObject(address);
    if (!isActor(found)) throw new Error(`${address} is no actor.`);
    return found;
  }

  /** Sends an activity, in the name of the account. */
  async #send(recipient: Actor, activity: Activity): Promise<void> {
    await this.#context.sendActivity({ identifier: NAME }, recipient, activity, { immediate: true });
  }

  async follow(whom: Actor): Promise<Follow> {
    const id = new URL(`#follows/${crypto.randomUUID()}`, this.actorId);
    const follow = new Follow({ id, actor: this.actorId, object: whom.id });
    await this.#send(whom, follow);
    return follow;
  }

  async unfollow(whom: Actor, follow: Follow): Promise<void> {
    const id = new URL(`#undo/${crypto.randomUUID()}`, this.actorId);
    await this.#send(whom, new Undo({ id, actor: this.actorId, object: follow }));
  }

  /** Asks whether a post may quote a story. */
  async askToQuote(whom: Actor, story: URL, post: URL): Promise<void> {
    const id = new URL(`#quotes/${crypto.randomUUID()}`, this.actorId);
    await this.#send(whom, new QuoteRequest({ id, actor: this.actorId, object: story, instrument: post }));
  }

  /** Deletes the account, as far as others are told. */
  async leave(whom: Actor): Promise<void> {
    const id = new URL('#delete', this.actorId);
    await this.#send(whom, new Delete({ id, actor: this.actorId, object: this.actorId }));
  }

  /** Reads a document of another server, as Fedify understands it. */
  read(url: URL | string) {
    return this.#context.lookupObject(url);
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
