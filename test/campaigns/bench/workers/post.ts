import body from './body';

// The upper limit of deliveries: posts the same bytes to every subscriber, as fast as connections allow, and records nothing.

/** A Worker may have this many connections open at the same time. */
const MAX_CONNECTIONS = 6;

export default {
  async fetch(request: Request): Promise<Response> {
    const { callback, count } = (await request.json()) as { callback: string; count: number };
    let next = 0;
    const postAll = async () => {
      while (next < count) {
        const response = await fetch(`${callback}${next++}`, { method: 'POST', body });
        await response.body?.cancel();
      }
    };
    await Promise.all(Array.from({ length: MAX_CONNECTIONS }, postAll));
    return new Response(null, { status: 204 });
  },
};
