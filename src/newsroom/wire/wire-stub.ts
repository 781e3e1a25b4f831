import type { Env } from '../../platform/env.ts';
import { type RoomClient, roomClient } from '../desk/room-client.ts';
import type { WireRooms } from './rooms.ts';
import type { Wire } from './wire.ts';

type WireEnv = Pick<Env, 'WIRE'>;

/** Returns a stub of the site's only wire. */
export const wireOf = (env: WireEnv) => env.WIRE.getByName('main') as unknown as DurableObjectStub<Wire>;

/** Returns an object whose methods call those of a room of the wire. */
export function wireRoomOf<Name extends keyof WireRooms>(
  env: WireEnv,
  name: Name,
): RoomClient<WireRooms[Name]> {
  const wire = wireOf(env);
  return roomClient((method, parameters) => wire.callRoom(name, method, parameters));
}
