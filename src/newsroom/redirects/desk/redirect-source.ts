import type { Desk } from '../../desk/desk.ts';
import { roomClient } from '../../desk/room-client.ts';
import type { Redirects } from './redirects.ts';

/** Where exports and backups get the redirects from. */
export interface RedirectSource {
  /** Returns the lines behind an old address, as NDJSON; undefined at their end. */
  exportPage: (from: string) => Promise<{ text: string; next: string } | undefined>;
}

/** The place before the first redirect. */
export const REDIRECTS_START = '';

export const redirectSourceOf = (desk: DurableObjectStub<Desk>): RedirectSource => {
  const redirects = roomClient<Redirects>((method, parameters) =>
    desk.callRoom('redirects', method, parameters),
  );
  return { exportPage: (from) => redirects.exportPage(from) };
};
