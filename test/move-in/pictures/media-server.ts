import { createHash } from 'node:crypto';
import { ApiClient } from '../../../src/cli/client/api-client.ts';
import { picturePath } from '../../../src/site/pictures/address.ts';
import { cleanPicture } from '../../../src/site/pictures/clean.ts';
import { serve } from '../web-server.ts';

export interface MediaServer {
  api: ApiClient;
  /** The uploads so far: each one's query. */
  uploads: URLSearchParams[];
  /** The paths of the pictures that it has. */
  stored: Set<string>;
  /** The status with which it refuses the next uploads. */
  refuses: number | null;
}

/**
 * Stands for the newsroom's server: it stores pictures as POST /api/media does, refuses alternative texts of several lines, and says
 * which pictures it has.
 */
export async function serveMedia(): Promise<MediaServer> {
  const server = await serve();
  const api = await ApiClient.create({ server: server.url, token: 'ann:secret' });
  const media: MediaServer = { api, uploads: [], stored: new Set(), refuses: null };
  const problem = (status: number) => JSON.stringify({ status, title: 'Refused', detail: 'For a reason.' });
  server.pages = new Proxy(server.pages, {
    get:
      () => (request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse) => {
        const chunks: Buffer[] = [];
        request.on('data', (chunk: Buffer) => chunks.push(chunk));
        request.on('end', () => {
          const url = new URL(request.url ?? '', server.url);
          if (request.method === 'GET') {
            const hash = url.pathname.replace('/api/media/', '');
            const found = [...media.stored].find((path) => path.includes(hash));
            return response
              .writeHead(found ? 200 : 404)
              .end(found ? JSON.stringify({ url: found }) : problem(404));
          }
          media.uploads.push(url.searchParams);
          if (media.refuses !== null) return response.writeHead(media.refuses).end(problem(media.refuses));
          const cleaned = cleanPicture(Buffer.concat(chunks));
          if (!cleaned.ok || url.searchParams.get('alt')?.includes('\n'))
            return response.writeHead(422).end(problem(422));
          const hash = createHash('sha256').update(cleaned.bytes).digest('hex');
          const path = picturePath({ hash, extension: cleaned.extension });
          const isNew = !media.stored.has(path);
          media.stored.add(path);
          return response.writeHead(isNew ? 201 : 200).end(JSON.stringify({ url: path }));
        });
      },
  });
  return media;
}
