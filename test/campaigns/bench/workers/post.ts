import body from './body';

// The limit of a delivery: the same bytes, posted to each subscriber as often as connections allow, with nothing remembered.

/** Connections that a Worker may hold open at the same time. */
const AT_ONCE = 6;

export default {
  async fetch(request: Request): Promise<Response> {
    const { callback, count } = (await request.json()) as { callback: string; count: number };
    let next = 0;
    const lane = async () => {
      while (next < count) {
        const response = await fetch(`${callback}${next++}`, { method: 'POST', body });
        await response.body?.cancel();
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
    return new Response(null, { status: 204 });
  },
};
