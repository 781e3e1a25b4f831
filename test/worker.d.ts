import type { Env as EdgeEnv } from '../src/env.ts';

// What `cloudflare:workers` gives to the tests: this Worker and its bindings.
declare global {
  namespace Cloudflare {
    interface GlobalProps {
      mainModule: typeof import('../src/worker.ts');
    }
    interface Env extends EdgeEnv {}
  }
}
