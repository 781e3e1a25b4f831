import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createSocketServer, type Server, type Socket } from 'node:net';

/** A request that a host got. */
export interface Visit {
  path: string;
  /** In milliseconds. */
  at: number;
  headers: IncomingMessage['headers'];
}

/** A web server on an address of its own, so that it counts as a host of its own. */
export interface Host {
  /** Its address, with an IP address of loopback for a name, and no slash at the end. */
  url: string;
  /** What it was asked, robots.txt included. */
  visits: Visit[];
  /** The most requests that were under way at once. */
  mostAtOnce: () => number;
}

/** Answers the requests for a path. */
export type Answer = (response: ServerResponse, request: IncomingMessage) => void;

const servers: Server[] = [];
const sockets = new Set<Socket>();
let count = 0;

/** Listens on the next address of 127.0.0.0/8 that nobody has. */
async function listen(server: Server): Promise<string> {
  servers.push(server);
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // The other side may break off at any time.
    socket.on('error', () => undefined);
  });
  const address = `127.0.1.${++count}`;
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  return `http://${address}:${(server.address() as AddressInfo).port}`;
}

/** Opens a host that answers by path, and 404 elsewhere; "*" answers for every path that has no answer of its own. */
export async function openHost(answers: Record<string, Answer | string>): Promise<Host> {
  const visits: Visit[] = [];
  let open = 0;
  let most = 0;
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    visits.push({ path, at: Date.now(), headers: request.headers });
    most = Math.max(most, ++open);
    response.on('close', () => open--);
    response.on('error', () => undefined);
    const answer = answers[path] ?? (path === '/robots.txt' ? undefined : answers['*']);
    if (typeof answer === 'function') answer(response, request);
    else {
      response.statusCode = answer === undefined ? 404 : 200;
      response.setHeader('Content-Type', path === '/robots.txt' ? 'text/plain' : 'text/html');
      response.end(answer ?? 'Not found.');
    }
  });
  const url = await listen(server);
  return { url, visits, mostAtOnce: () => most };
}

/**
 * Opens a host that answers every request with the bytes that `write` puts on its connection, except that it has no robots.txt.
 * For what no HTTP server would send.
 */
export async function openSocketHost(write: (socket: Socket) => void): Promise<Host> {
  const visits: Visit[] = [];
  const server = createSocketServer((socket) => {
    socket.on('data', (request) => {
      const path = String(request).split(' ', 2)[1] ?? '';
      visits.push({ path, at: Date.now(), headers: {} });
      if (path === '/robots.txt') {
        socket.end('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
      } else write(socket);
    });
  });
  return { url: await listen(server), visits, mostAtOnce: () => 1 };
}

/** Closes all hosts. */
export function closeHosts(): void {
  for (const socket of sockets) socket.destroy();
  for (const server of servers) server.close();
}
