// A document that is kept in KV as it is sent, with nothing kept in the isolate.

export default {
  fetch: async (_request: Request, { DOCUMENTS }: { DOCUMENTS: KVNamespace }) =>
    new Response(await DOCUMENTS.get('rss', 'stream'), {
      headers: { 'Content-Type': 'application/rss+xml' },
    }),
};
