import Program from '../../../../src/worker.ts';

// The built program with a KV that counts reads. `/reads` answers with the count, and resets it.

let reads = 0;

export default class extends Program {
  override async fetch(request: Request): Promise<Response> {
    if (new URL(request.url).pathname === '/reads') {
      const count = reads;
      reads = 0;
      return Response.json(count);
    }
    const { STORIES } = this.env;
    const counted = {
      getWithMetadata: (...parameters: Parameters<KVNamespace['getWithMetadata']>) => {
        reads++;
        return STORIES.getWithMetadata(...parameters);
      },
    };
    return new Program(this.ctx, { ...this.env, STORIES: counted as unknown as KVNamespace }).fetch(request);
  }
}
