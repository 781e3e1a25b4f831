import { createServer } from 'node:net';

/** Milliseconds that a server may take to answer. */
const PROBE_MILLISECONDS = 2000;

const ask = (url: string): Promise<Response> =>
  fetch(url, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(PROBE_MILLISECONDS) });

/** Whether an HTTP server answers at this URL in time, with success. */
export const isReachable = (url: string): Promise<boolean> =>
  ask(url).then(
    ({ ok }) => ok,
    () => false,
  );

/** Says what listens at a port, to end "Port 8787 is in use by …". */
async function describeListener(port: number): Promise<string> {
  const url = `http://127.0.0.1:${port}`;
  try {
    const { status, headers } = await ask(`${url}/`);
    const server = headers.get('Server');
    return `a web server at ${url}, which answers ${status}${server ? ` and calls itself ${JSON.stringify(server.slice(0, 60))}` : ''}. Stop it`;
  } catch (error) {
    const isSlow = (error as Error).name === 'TimeoutError';
    return isSlow
      ? `a program that does not answer within ${PROBE_MILLISECONDS / 1000} seconds, perhaps an earlier \`npm start\` that hangs. Stop it (\`lsof -i :${port}\` shows it)`
      : `a program that is no web server. Stop it (\`lsof -i :${port}\` shows it)`;
  }
}

/** Tries to listen on a local port; returns the error, or undefined if the port is free. */
const tryToListen = (port: number): Promise<NodeJS.ErrnoException | undefined> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', resolve);
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(undefined)));
  });

/** Explains why a server cannot use this local port, and what to do; returns undefined if it can. */
export async function findPortProblem(port: number): Promise<string | undefined> {
  const error = await tryToListen(port);
  if (!error) return undefined;
  const other = `choose another port: PORT=${port === 8788 ? 8789 : 8788} npm start`;
  if (error.code === 'EACCES') {
    return `You may not use port ${port}: ports below 1024 are reserved for the system. Instead, ${other}`;
  }
  return `Port ${port} is already in use by ${await describeListener(port)}, or ${other}`;
}
