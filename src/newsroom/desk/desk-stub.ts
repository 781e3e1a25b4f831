import type { Env } from '../../platform/env.ts';
import type { Desk } from './desk.ts';
import { type RoomClient, roomClient } from './room-client.ts';
import type { Rooms } from './rooms.ts';

type DeskEnv = Pick<Env, 'DESK'>;

/** Returns a stub of the site's only Desk. */
export const deskOf = (env: DeskEnv) => env.DESK.getByName('main') as unknown as DurableObjectStub<Desk>;

/** Returns an object whose methods call those of a room of the Desk. */
function roomOf<Name extends keyof Rooms>(env: DeskEnv, name: Name): RoomClient<Rooms[Name]> {
  const desk = deskOf(env);
  return roomClient((method, parameters) => desk.callRoom(name, method, parameters));
}

export const peopleOf = (env: DeskEnv) => roomOf(env, 'people');
export const draftsOf = (env: DeskEnv) => roomOf(env, 'drafts');
export const draftTransferOf = (env: DeskEnv) => roomOf(env, 'draftTransfer');
export const draftSourcesOf = (env: DeskEnv) => roomOf(env, 'draftSources');
export const reviewsOf = (env: DeskEnv) => roomOf(env, 'reviews');
export const notesOf = (env: DeskEnv) => roomOf(env, 'notes');
export const invitationsOf = (env: DeskEnv) => roomOf(env, 'invitations');
export const passkeysOf = (env: DeskEnv) => roomOf(env, 'passkeys');
export const sessionsOf = (env: DeskEnv) => roomOf(env, 'sessions');
export const mediaOf = (env: DeskEnv) => roomOf(env, 'media');
export const pagesOf = (env: DeskEnv) => roomOf(env, 'pages');
export const redirectsOf = (env: DeskEnv) => roomOf(env, 'redirects');
export const previewsOf = (env: DeskEnv) => roomOf(env, 'previews');
export const storyListsOf = (env: DeskEnv) => roomOf(env, 'storyLists');
export const notificationsOf = (env: DeskEnv) => roomOf(env, 'notifications');
export const observationsOf = (env: DeskEnv) => roomOf(env, 'observations');
