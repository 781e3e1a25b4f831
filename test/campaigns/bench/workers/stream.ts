// Streams a compressed document from KV, and keeps nothing in memory.

const init = {
  headers: new Headers({ 'Content-Type': 'application/octet-stream', 'Content-Encoding': 'gzip' }),
  encodeBody: 'manual',
} as const;

export default {
  fetch: async (_request: Request, { DOCUMENTS, KEY }: { DOCUMENTS: KVNamespace; KEY: string }) =>
    new Response(await DOCUMENTS.get(KEY, 'stream'), init),
};
