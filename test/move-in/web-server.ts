import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** Answers of a server by path and query; a function answers for itself. */
type Pages = Record<
  string,
  RequestListener | { status?: number; headers?: Record<string, string>; body?: string | Uint8Array }
>;

/** A web server on this machine, which ends with the test. */
export interface WebServer {
  url: string;
  /** The requests so far: path and query. */
  asked: string[];
  requests: IncomingMessage[];
  /** What it serves, which tests may change. */
  pages: Pages;
}

/** Serves pages; whatever is not among them is 404. */
export async function serve(pages: Pages = {}): Promise<WebServer> {
  const served: WebServer = { url: '', asked: [], requests: [], pages };
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    served.asked.push(path);
    served.requests.push(request);
    const page = served.pages[path];
    if (typeof page === 'function') page(request, response);
    else if (page) response.writeHead(page.status ?? 200, page.headers).end(page.body);
    else response.writeHead(404).end('Not found');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  served.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return served;
}
