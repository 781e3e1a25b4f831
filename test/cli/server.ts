import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Finds a free port on this machine. */
export const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });

/** A server that `npm start` has started. */
export interface Server {
  url: string;
  printed: () => string;
  stop: () => Promise<void>;
  /** Kills it and its child processes at once, like a power cut. */
  kill: () => Promise<void>;
}

/** The token that test servers accept. */
export const TOKEN = 'test-token';

/** Runs when the process exits. */
const leftovers: (() => void)[] = [];
process.on('exit', () => {
  for (const remove of leftovers) remove();
});

/** Creates a folder, which is removed when the process exits. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'edgewire-test-'));
  leftovers.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const ended = (child: ChildProcess) => new Promise<void>((resolve) => child.once('exit', () => resolve()));

/** Removes the server from `.edgewire.json` beside the sample stories and pages. */
function forget(url: string): void {
  for (const folder of ['stories', 'pages']) {
    const file = join(root, `data/${folder}/.edgewire.json`);
    try {
      const { [url]: _gone, ...others } = JSON.parse(readFileSync(file, 'utf8'));
      writeFileSync(file, `${JSON.stringify(others, null, 2)}\n`);
    } catch {
      // The server did not get that far.
    }
  }
}

/** Runs `npm start` with a state of its own, and waits until it prints its addresses. */
export async function startServer(
  options: {
    siteUrl?: string;
    state?: string;
    port?: number;
    flags?: string[];
    cwd?: string;
    token?: string;
  } = {},
): Promise<Server> {
  const port = options.port ?? (await freePort());
  const child = spawn(
    process.execPath,
    ['src/cli/start.ts', '--state', options.state ?? temporaryFolder(), ...(options.flags ?? [])],
    {
      cwd: options.cwd ?? root,
      env: {
        ...process.env,
        PORT: String(port),
        PUBLISH_TOKEN: `tester:${options.token ?? TOKEN}`,
        ...(options.siteUrl ? { SITE_URL: options.siteUrl } : {}),
      },
      // Its own process group, so that `kill` reaches its children.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  // A test that fails does not stop its server.
  leftovers.push(() => {
    try {
      process.kill(-(child.pid ?? 0), 'SIGKILL');
    } catch {
      // It has exited already.
    }
  });
  const url = `http://127.0.0.1:${port}`;
  leftovers.push(() => forget(url));
  let output = '';
  const isUp = new Promise<void>((resolve, reject) => {
    const listen = (part: unknown) => {
      output += String(part);
      if (output.includes('Ctrl+C stops the server.')) resolve();
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('exit', (code) => reject(new Error(`The server ended (exit code ${code}).\n${output}`)));
  });
  try {
    await isUp;
  } catch (error) {
    // Another test has taken the port meanwhile.
    if (options.port === undefined && /already in use/.test(output)) return startServer(options);
    throw error;
  }
  return {
    url,
    printed: () => output,
    stop: async () => {
      const end = ended(child);
      child.kill('SIGTERM');
      await end;
    },
    kill: async () => {
      const end = ended(child);
      process.kill(-(child.pid ?? 0), 'SIGKILL');
      await end;
    },
  };
}
