import { readFollowers } from '../../../fediverse/followers/followers-stub.ts';
import type { Handlers } from '../../api/operation.ts';
import { deskOf } from '../../desk/desk-stub.ts';
import { problemOfRefusal } from '../../stories/api/responses.ts';
import type { deskOperations } from './operations.ts';

export const deskHandlers: Handlers<typeof deskOperations> = {
  async getStatus(c, send) {
    const [desk, fediverse] = await Promise.all([deskOf(c.env).status(Date.now()), readFollowers(c.env)]);
    return send(200, { ...desk, fediverse });
  },

  async rebuild(c, send) {
    const begun = await deskOf(c.env).rebuild(c.get('actor'), Date.now());
    if ('why' in begun) throw problemOfRefusal(begun, 'any');
    return send(202, begun);
  },
};
