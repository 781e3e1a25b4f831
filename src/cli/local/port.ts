import { createServer } from 'node:net';

/** How long a server may take to answer, in milliseconds. */
const PROBE_MILLISECONDS = 2000;

/** Whether an HTTP server answers at this URL in time. */
export async function isReachable(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(PROBE_MILLISECONDS) })).ok;
  } catch {
    return false;
  }
}

/** The error of listening on a port of this machine; `undefined` where it is free. */
const listenError = (port: number): Promise<NodeJS.ErrnoException | undefined> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', resolve);
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(undefined)));
  });

/** Why a server cannot have this port of this machine, and what to do; `undefined` where it can. */
export async function findPortProblem(port: number): Promise<string | undefined> {
  const error = await listenError(port);
  if (!error) return undefined;
  const other = `choose another port: PORT=${port === 8788 ? 8789 : 8788} npm start`;
  if (error.code === 'EACCES') {
    return `Port ${port} is not open to you: ports below 1024 are for the system. Instead ${other}`;
  }
  const url = `http://127.0.0.1:${port}`;
  if (await isReachable(`${url}/`)) return `Something answers at ${url} already. Stop it, or ${other}`;
  return `Port ${port} is taken by a program that does not answer within ${PROBE_MILLISECONDS / 1000} seconds: perhaps an earlier \`npm start\` that hangs. End that program (\`lsof -i :${port}\` names it), or ${other}`;
}
