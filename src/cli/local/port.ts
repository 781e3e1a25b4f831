import { createServer } from 'node:net';

/** Milliseconds that a server may take to answer. */
const PROBE_MILLISECONDS = 2000;

/** Whether an HTTP server answers at this URL in time, with success. */
export async function isReachable(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(PROBE_MILLISECONDS) })).ok;
  } catch {
    return false;
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
  const url = `http://127.0.0.1:${port}`;
  if (await isReachable(`${url}/`))
    return `Another server is already running at ${url}. Stop it, or ${other}`;
  return `Port ${port} is in use by a program that does not answer within ${PROBE_MILLISECONDS / 1000} seconds, perhaps an earlier \`npm start\` that hangs. Stop that program (\`lsof -i :${port}\` shows it), or ${other}`;
}
