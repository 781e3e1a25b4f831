import { WorkerEntrypoint } from 'cloudflare:workers';
import constant from './constant.ts';

// The constant Worker as a class. The program must be one, because the Desk purges Workers Cache by calling it.

export default class extends WorkerEntrypoint {
  override fetch(): Response {
    return constant.fetch();
  }
}
