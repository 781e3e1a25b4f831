import type { Env } from '../../platform/env.ts';
import { type Client, clientOf, type RoomClients } from '../../platform/object-client.ts';
import type { Desk } from './desk.ts';
import type { Rooms } from './rooms.ts';

/** The Desk and its rooms, as everything outside calls them. */
export type DeskClient = Client<Omit<Desk, 'callRoom'>> & RoomClients<Rooms>;

/** Returns the door to the site's only Desk. */
export const deskOf = (env: Pick<Env, 'DESK'>): DeskClient => clientOf(env.DESK.getByName('main'));
