import type { Env } from '../../platform/env.ts';
import type { Opening } from '../drafts/desk/presence.ts';

// A socket is opened by a request and not by a call, because only a response can carry it.

/** Asks the Desk for a socket. The answer has a status alone, or the socket. */
export const openSocket = (env: Pick<Env, 'DESK'>, opening: Opening): Promise<Response> =>
  env.DESK.getByName('main').fetch(
    `https://desk/?${new URLSearchParams({ opening: JSON.stringify(opening) })}`,
    {
      headers: { Upgrade: 'websocket' },
    },
  );

/** Reads what `openSocket` sends. Nobody but the Worker can send a request to the Desk. */
export const readOpening = ({ url }: Request): Opening =>
  JSON.parse(new URL(url).searchParams.get('opening') ?? '');
