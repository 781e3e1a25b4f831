// How objects and the Worker call a Durable Object whose class is a `lazyObject`. Nothing here needs the runtime.

/** Methods as other objects call them: each is one call to the object, and its result arrives as a promise. */
export type Client<Inside> = {
  readonly [Name in keyof Inside as Inside[Name] extends (...parameters: never[]) => unknown
    ? Name
    : never]: Inside[Name] extends (...parameters: infer Parameters) => infer Result
    ? (...parameters: Parameters) => Promise<Awaited<Result>>
    : never;
};

/** The rooms of an object as others call them. */
export type RoomClients<Rooms> = { readonly [Name in keyof Rooms]: Client<Rooms[Name]> };

/** What the deployed class has: one method for calls of a method of its own, or of a room (`lazy-object.ts`). */
export interface Callable {
  call(path: readonly string[], parameters: unknown[]): unknown;
}

/** Returns the client of an object: `clientOf<Desk & Rooms>(stub).drafts.find(id)` calls the method `find` of its room `drafts`. */
export function clientOf<Methods>(stub: DurableObjectStub, path: readonly string[] = []): Methods {
  return new Proxy((() => undefined) as unknown as Methods & object, {
    // A client is no promise, so that it can be returned by an async function.
    get: (_, name) => (name === 'then' ? undefined : clientOf(stub, [...path, String(name)])),
    apply: (_target, _this, parameters: unknown[]) =>
      (stub as unknown as Callable).call(path, parameters) as Promise<unknown>,
  });
}
