import type { Env } from '../../platform/env.ts';
import { type Client, clientOf, type RoomClients } from '../../platform/object-client.ts';
import type { WireRooms } from './rooms.ts';
import type { Wire } from './wire.ts';

/** The wire and its rooms, as everything outside calls them. */
export type WireClient = Client<Omit<Wire, 'callRoom'>> & RoomClients<WireRooms>;

/** Returns the door to the site's only wire. */
export const wireOf = (env: Pick<Env, 'WIRE'>): WireClient => clientOf(env.WIRE.getByName('main'));
