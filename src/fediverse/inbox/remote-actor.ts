import { Shelf } from '../../lib/shelf.ts';
import type { HttpClient } from '../../push/http-client.ts';
import type { Settings } from '../../settings/settings.ts';
import { sendSigned } from '../delivery/send-signed.ts';
import { ACTIVITY_JSON } from '../documents/activity-streams.ts';
import { brokenPeerRule } from '../hosts.ts';
import { readPublicKey } from '../signing/keys.ts';
import type { RequestKey } from '../signing/sign.ts';

/** The most bytes of an actor's document. One of Mastodon's has some 5,000. */
const MAX_ACTOR_BYTES = 200_000;
/** How long this isolate believes what it read of an actor, in milliseconds. */
const KEPT_MS = 600_000;

/** An actor of another server. */
export interface RemoteActor {
  id: string;
  inbox: string;
  /** Their server's shared inbox, or else their own. */
  sharedInbox: string;
  keys: readonly { id: string; pem: string }[];
}

const shelf = new Shelf<{ size: number; until: number; actor: RemoteActor }>(1_000_000);

type Properties = Readonly<Record<string, unknown>>;
const propertiesOf = (value: unknown): Properties =>
  typeof value === 'object' && value !== null ? (value as Properties) : {};

/** Reads an actor's document. Returns why not, in words, if it is something else. */
function readActor(text: string, id: string, settings: Settings): RemoteActor | string {
  let document: Properties;
  try {
    document = propertiesOf(JSON.parse(text));
  } catch {
    return 'The actor’s document is not JSON.';
  }
  if (document.id !== id) return 'The actor’s document has another id.';
  const { host } = new URL(id);
  // An inbox elsewhere would have this site send to whom nobody has asked.
  const isInbox = (value: unknown): value is string =>
    typeof value === 'string' &&
    URL.parse(value)?.host === host &&
    brokenPeerRule(value, settings) === undefined;
  const { inbox } = document;
  if (!isInbox(inbox)) return 'The actor’s inbox is not on the actor’s host.';
  const { sharedInbox } = propertiesOf(document.endpoints);
  const keys = [document.publicKey].flat().flatMap((value) => {
    const { id: key, owner, publicKeyPem: pem } = propertiesOf(value);
    return typeof key === 'string' && owner === id && typeof pem === 'string' ? [{ id: key, pem }] : [];
  });
  return { id, inbox, sharedInbox: isInbox(sharedInbox) ? sharedInbox : inbox, keys };
}

/**
 * Asks an actor's server for the actor, unless this isolate knows it, if `mayAsk` allows one more request; otherwise returns `busy`. Returns
 * `gone` if there is none any more, or else why it cannot be had, in words. The request is signed, because servers in Mastodon's secure mode
 * answer no other.
 */
export async function fetchActor(
  id: string,
  {
    key,
    client,
    settings,
    mayAsk,
  }: {
    key: () => Promise<RequestKey>;
    client: HttpClient;
    settings: Settings;
    mayAsk: () => Promise<boolean>;
  },
): Promise<RemoteActor | 'gone' | 'busy' | { why: string }> {
  const rule = brokenPeerRule(id, settings);
  if (rule !== undefined) return { why: `The actor’s address ${rule}.` };
  const kept = shelf.get(id);
  if (kept && kept.until > Date.now()) return kept.actor;
  if (!(await mayAsk())) return 'busy';
  const request = { method: 'GET', url: id, headers: { Accept: ACTIVITY_JSON } } as const;
  const { response } = await sendSigned(request, await key(), client, { maxBytes: MAX_ACTOR_BYTES });
  if (!response.ok) {
    if (response.status === 404 || response.status === 410) return 'gone';
    return { why: `The actor’s server did not answer: ${response.failure}.` };
  }
  if (response.text === undefined)
    return { why: `The actor’s document has more than ${MAX_ACTOR_BYTES} bytes.` };
  const actor = readActor(response.text, id, settings);
  if (typeof actor === 'string') return { why: actor };
  shelf.put(id, { size: 2000, until: Date.now() + KEPT_MS, actor });
  return actor;
}

/** Has an actor's server asked again, because the actor's key may be another by now. */
export const forgetActor = (id: string): void => shelf.remove(id);

/** Returns one of an actor's keys. */
export async function keyOfActor(
  { id: owner, keys }: RemoteActor,
  keyId: string,
): Promise<{ owner: string; publicKey: CryptoKey } | undefined> {
  const found = keys.find(({ id }) => id === keyId);
  const publicKey = found && (await readPublicKey(found.pem));
  return publicKey && { owner, publicKey };
}
