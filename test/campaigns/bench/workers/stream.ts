// A document that is kept in KV as it is sent, with nothing kept in the isolate.

const init = {
  headers: new Headers({ 'Content-Type': 'application/octet-stream', 'Content-Encoding': 'gzip' }),
  encodeBody: 'manual',
} as const;

export default {
  fetch: async (_request: Request, { DOCUMENTS, KEY }: { DOCUMENTS: KVNamespace; KEY: string }) =>
    new Response(await DOCUMENTS.get(KEY, 'stream'), init),
};
