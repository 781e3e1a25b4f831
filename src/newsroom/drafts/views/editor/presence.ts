import { deskOf } from '../../../desk/desk-stub.ts';
import { openSocket } from '../../../desk/opening.ts';
import { asksForSocket, type NewsroomContext } from '../../../frame/context.ts';
import { draftId, required } from './open-draft.ts';

/** Says who else has the draft open, and where they are in it: by a WebSocket whenever that changes, or once. */
export async function showPresence(c: NewsroomContext): Promise<Response> {
  const { window = '', place = '', left } = c.req.query();
  const [id, actor, now] = [draftId(c), c.get('actor'), Date.now()];
  const { presence } = deskOf(c.env);
  if (asksForSocket(c)) {
    const response = await openSocket(c.env, { id, window, place, actor, now, session: c.get('session') });
    return response.webSocket ? response : c.body(null, response.status as 403);
  }
  if (left !== undefined) {
    await presence.leave(id, { actor, window });
    return c.body(null, 204);
  }
  const { ok: _, ...found } = required(await presence.touch(id, { actor, now, window, place }));
  return c.json(found);
}
