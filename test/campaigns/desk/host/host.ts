import { deskOf } from '../../../../src/newsroom/desk/desk-stub.ts';
import type { Rooms } from '../../../../src/newsroom/desk/rooms.ts';
import Program from '../../../../src/worker.ts';

// The built Worker, unchanged, and an address at which the campaign calls its Desk as the newsroom's pages do, for people. The bundler
// leaves the import of src/worker.ts to the runtime, which resolves it to the built worker.js.

export { Desk, Search, Studio, Subscriptions, Wire } from '../../../../src/worker.ts';

/** A call of a room of the Desk. */
interface Call {
  room: keyof Rooms;
  method: string;
  parameters: unknown[];
}

export default class extends Program {
  override async fetch(request: Request): Promise<Response> {
    if (new URL(request.url).pathname !== '/campaign') return super.fetch(request);
    const { room, method, parameters } = (await request.json()) as Call;
    const called: object = deskOf(this.env)[room];
    const result = await Reflect.get(called, method)(...parameters);
    return Response.json(result ?? null);
  }
}
