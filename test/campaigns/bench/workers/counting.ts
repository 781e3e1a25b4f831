import Program from '../../../../src/worker.ts';

// The program as it is built, with a KV that counts its reads; the answer to `/reads` is how many there were since the last.

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
