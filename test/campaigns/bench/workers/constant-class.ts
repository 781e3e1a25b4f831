import { WorkerEntrypoint } from 'cloudflare:workers';
import constant from './constant.ts';

// The same from a class, which the program has to be: Workers Cache is told of changes through it.

export default class extends WorkerEntrypoint {
  override fetch(): Response {
    return constant.fetch();
  }
}
