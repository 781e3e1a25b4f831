import { DraftTable } from '../../../../src/desk/drafts/draft-table.ts';
import type { Actor } from '../../../../src/desk/people/roles.ts';
import type { Rooms } from '../../../../src/desk/rooms.ts';
import type { Env } from '../../../../src/env.ts';
import { recordHash } from '../../../../src/story/history/statement.ts';
import { parseStoryFile } from '../../../../src/story/parse/parse.ts';
import { withoutReview } from '../../../../src/story/review.ts';
import Program, { Desk as ProgramDesk } from '../../../../src/worker.ts';

// The built Worker, unchanged, and an address at which the campaign calls its Desk as the newsroom's pages do, for people. The bundler
// leaves the import of src/worker.ts to the runtime, which resolves it to the built worker.js.

export { Studio, Subscriptions } from '../../../../src/worker.ts';

export class Desk extends ProgramDesk {
  /** Records that somebody approves a version, unless there is a newer one. */
  async approve(id: string, { version, actor, now }: { version: number; actor: Actor; now: number }) {
    const drafts = new DraftTable(this.ctx.storage.sql);
    const parsed = parseStoryFile(drafts.version(id, version)?.text ?? '', drafts.find(id)?.name ?? '');
    const hash = parsed.ok ? await recordHash(withoutReview(parsed.value)) : null;
    if (drafts.find(id)?.version !== version) return false;
    drafts.addEvent(id, version, { kind: 'approved', hash }, actor, now);
    drafts.setState(id, 'approved', now);
    return true;
  }

  /** Returns the names of those whose approvals of a draft hold. */
  async approvals(id: string): Promise<string[]> {
    return new DraftTable(this.ctx.storage.sql).approvals.ofDraft(id).map(({ name }) => name);
  }
}

/** A call of a room of the Desk, or of the Desk itself. */
interface Call {
  room: keyof Rooms | null;
  method: string;
  parameters: unknown[];
}

export default class extends Program {
  override async fetch(request: Request): Promise<Response> {
    if (new URL(request.url).pathname !== '/campaign') return super.fetch(request);
    const { room, method, parameters } = (await request.json()) as Call;
    const desk = (this.env as Env).DESK.getByName('main') as unknown as Desk;
    const own = desk as unknown as { [method: string]: (...parameters: unknown[]) => Promise<unknown> };
    const result = await (room ? desk.callRoom(room, method, parameters) : own[method]?.(...parameters));
    return Response.json(result ?? null);
  }
}
