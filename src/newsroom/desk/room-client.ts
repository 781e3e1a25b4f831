/** A room of a Durable Object as a client calls it: the same methods, each one call to the object. */
export type RoomClient<Room> = {
  [Name in keyof Room as Room[Name] extends (...parameters: never[]) => unknown
    ? Name
    : never]: Room[Name] extends (...parameters: infer Parameters) => infer Result
    ? (...parameters: Parameters) => Promise<Awaited<Result>>
    : never;
};

/** Calls a method of a room by its name. Throws a `TypeError` if its class has no such method. */
export function callMethod(room: object, method: string, parameters: unknown[]): unknown {
  const { prototype } = room.constructor;
  if (method === 'constructor' || !Object.hasOwn(prototype, method)) {
    throw new TypeError(`${room.constructor.name} has no method ${method}.`);
  }
  return Reflect.apply(Reflect.get(prototype, method), room, parameters);
}

/** Returns an object whose methods are called by `call`, with their names and parameters. */
export const roomClient = <Room>(
  call: (method: string, parameters: unknown[]) => Promise<unknown>,
): RoomClient<Room> =>
  new Proxy({} as RoomClient<Room>, {
    get:
      (_, method) =>
      (...parameters: unknown[]) =>
        call(String(method), parameters),
  });
