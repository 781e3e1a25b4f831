import { unstable_startWorker } from 'wrangler';

// Serves the Worker on this machine, as a process of its own: with what `wrangler dev` runs, but without its debugger. That would let
// everybody on the machine into the Worker, and so to its token, without asking for one.

/** How the Worker is served. It comes as JSON on the command line, so secrets are in a file. */
export interface Serving {
  port: number;
  /** The folder of the local KV and Desk. */
  state: string;
  /** The file with the secrets, as `NAME=value`. */
  secrets: string;
  vars: Readonly<Record<string, string>>;
}

// Not `dev.logLevel`, which says nothing to the queues.
process.env.WRANGLER_LOG ??= 'warn';

const { port, state, secrets, vars } = JSON.parse(process.argv[2] ?? '') as Serving;
const worker = await unstable_startWorker({
  config: 'wrangler.toml',
  envFiles: [secrets],
  bindings: Object.fromEntries(
    Object.entries(vars).map(([name, value]) => [name, { type: 'plain_text' as const, value }]),
  ),
  dev: {
    inspector: false,
    remote: false,
    server: { hostname: '127.0.0.1', port },
    persist: state,
  },
});
let ending: Promise<void> | undefined;
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, async () => {
    // Ctrl+C comes twice: from the terminal, and from `npm start`.
    ending ??= worker.dispose();
    await ending;
    process.exit();
  });
