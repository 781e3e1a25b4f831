import { deskOf } from '../../desk/desk-stub.ts';
import type { Handlers } from '../operation.ts';
import type { deskOperations } from './operations.ts';

export const deskHandlers: Handlers<typeof deskOperations> = {
  getStatus: async (c, send) => send(200, await deskOf(c.env).status(Date.now())),

  rebuild: async (c, send) => send(202, await deskOf(c.env).rebuild(Date.now(), true)),
};
