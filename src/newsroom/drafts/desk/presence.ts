import { z } from 'zod';
import { toPrintable } from '../../../lib/characters.ts';
import { REFUSAL_STATUS } from '../../desk/refusal-status.ts';
import type { Actor } from '../../people/desk/roles.ts';
import type { Sessions } from '../../people/desk/sessions.ts';
import type { DraftRefusal, DraftSummary } from './draft.ts';
import type { Drafts } from './drafts.ts';

/** How long a window without a socket counts as open after it has asked, in milliseconds. */
const PRESENCE = 60_000;

/** The most windows of a draft, of each kind; the most sockets of a person; the most characters of a place in a draft. */
const MAX_WINDOWS = 100;
const MAX_SOCKETS = 50;
const MAX_PLACE = 200;

/** The most characters of a message. A socket may send so many at once, and then one in so many milliseconds. */
const MAX_MESSAGE = 2000;
const BURST = 30;
const INTERVAL = 1000;

/** How long a socket lasts that was opened behind Cloudflare Access, in milliseconds: for the next one, Access is asked again. */
const BEHIND_ACCESS = 3_600_000;

/** The code of a socket that is closed because of who or what it is (RFC 6455 section 7.4.1). */
const POLICY_VIOLATION = 1008;

/** A window in which somebody has a draft open. */
interface Seen {
  window: string;
  person: string;
  name: string;
  place: string;
  at: number;
}

/** A window without a socket, which is forgotten if it does not ask again. */
interface Asking extends Seen {
  ends: ReturnType<typeof setTimeout>;
}

/** A window with a socket, which holds this while the Desk sleeps. */
interface Attached extends Seen {
  id: string;
  actor: Actor;
  /** Missing behind Cloudflare Access. */
  session?: string | undefined;
  opened: number;
  /** How many messages it may send at once. */
  allowance: number;
}

/** Somebody who has a draft open; `own`: in another window of whoever asks. */
interface Present {
  name: string;
  /** RFC 3339. */
  seen: string;
  /** What they are writing in, in words. */
  place?: string;
  own?: true;
}

/** Who asks, in which window, and what they are writing in there. */
interface Asked {
  actor: Actor;
  now: number;
  window?: string;
  place?: string;
}

/** Who asks for a socket, and for which draft. */
export interface Opening extends Asked {
  id: string;
  session: string | undefined;
}

const messageSchema = z.strictObject({ place: z.string().max(MAX_PLACE) });

/** Reads what a window sends; undefined if it is anything else. */
function readMessage(message: string | ArrayBuffer): string | undefined {
  if (typeof message !== 'string' || message.length > MAX_MESSAGE) return undefined;
  try {
    return messageSchema.safeParse(JSON.parse(message)).data?.place;
  } catch {
    return undefined;
  }
}

/** Tells people and programs apart. */
const whoIs = ({ person, name }: Actor): string => person ?? `program ${name}`;

const tidyPlace = (place: string) => toPrintable(place).slice(0, MAX_PLACE).toWellFormed();

const seenOf = ({ actor, now, window = '', place = '' }: Asked): Seen => ({
  window: window.slice(0, 36),
  person: whoIs(actor),
  name: actor.name,
  place: tidyPlace(place),
  at: now,
});

const keyOf = ({ person, window }: Seen): string => `${person} ${window}`;

/** Returns what a window shows: the newest version, and who else has the draft open, each once. */
function viewOf({ version, by, saved }: DraftSummary, windows: readonly Seen[], own: Seen) {
  const others = Map.groupBy(
    windows.filter((each) => keyOf(each) !== keyOf(own)),
    ({ person }) => person,
  );
  const present = [...others.values()].map((theirs): Present => {
    const [{ person, name, place, at }] = theirs.toSorted((one, other) => other.at - one.at) as [Seen];
    return {
      ...{ name, seen: new Date(at).toISOString() },
      ...(place === '' ? {} : { place }),
      ...(person === own.person ? { own: true as const } : {}),
    };
  });
  return { version, by, at: saved, others: present };
}

/**
 * Who has which draft open. A window has a socket, which lasts while the Desk sleeps; or else it asks again and again, and is only in
 * memory.
 */
export class Presence {
  readonly #ctx: DurableObjectState;
  readonly #drafts: Drafts;
  readonly #sessions: Sessions;
  /** The windows without a socket, by draft and `keyOf`. */
  readonly #asking = new Map<string, Map<string, Asking>>();

  constructor(ctx: DurableObjectState, { drafts, sessions }: { drafts: Drafts; sessions: Sessions }) {
    this.#ctx = ctx;
    this.#drafts = drafts;
    this.#sessions = sessions;
    // Keeps a connection open, and does not wake the Desk.
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair('ping', 'pong'));
  }

  /** Opens a socket, by which a window hears at once what it shows. */
  open({ id, session, ...asked }: Opening): Response {
    const { actor, now } = asked;
    const found = this.#drafts.summary(id, actor);
    if (!found.ok) return new Response(null, { status: REFUSAL_STATUS[found.why] });
    const own = seenOf(asked);
    const tags = [`draft ${id}`, `person ${own.person}`] as const;
    // The window's connection was lost, and nobody has noticed yet.
    for (const [socket, seen] of this.#sockets(tags[0])) if (keyOf(seen) === keyOf(own)) socket.close();
    if (this.#sockets(tags[0]).length >= MAX_WINDOWS || this.#sockets(tags[1]).length >= MAX_SOCKETS)
      return new Response(null, { status: 429 });
    const { 0: client, 1: socket } = new WebSocketPair();
    this.#ctx.acceptWebSocket(socket, [...tags]);
    const attached: Attached = { ...own, id, actor, session, opened: now, allowance: BURST };
    socket.serializeAttachment(attached);
    if (!this.#forget(id, keyOf(own))) this.tell(id, now);
    return new Response(null, { status: 101, webSocket: client });
  }

  /** Takes what a window sends: what is written in there. Closes the socket if it is anything else, or too much. */
  receive(socket: WebSocket, message: string | ArrayBuffer): void {
    if (socket.readyState !== WebSocket.OPEN) return;
    const now = Date.now();
    const seen: Attached = socket.deserializeAttachment();
    const place = readMessage(message);
    const allowance = Math.min(BURST, seen.allowance + Math.max(0, now - seen.at) / INTERVAL) - 1;
    if (place === undefined || allowance < 0) socket.close(POLICY_VIOLATION);
    else socket.serializeAttachment({ ...seen, place: tidyPlace(place), at: now, allowance });
    this.tell(seen.id, now);
  }

  /** Takes note that a socket is closed. */
  close(socket: WebSocket): void {
    const { id }: Attached = socket.deserializeAttachment();
    this.tell(id);
  }

  /** Records that somebody has the draft open in a window without a socket. Returns what it shows. */
  touch(id: string, asked: Asked): ({ ok: true } & ReturnType<typeof viewOf>) | DraftRefusal {
    const { actor, now } = asked;
    const found = this.#drafts.summary(id, actor);
    if (!found.ok) return found;
    const own = seenOf(asked);
    const asking = this.#asking.get(id) ?? new Map<string, Asking>();
    this.#asking.set(id, asking);
    const key = keyOf(own);
    const known = asking.get(key);
    if (known || asking.size < MAX_WINDOWS) {
      if (known) clearTimeout(known.ends);
      asking.set(key, { ...own, ends: setTimeout(() => this.#forget(id, key), PRESENCE) });
      if (known?.place !== own.place) this.tell(id, now);
    }
    return { ok: true, ...viewOf(found.draft, this.#windows(id, now), own) };
  }

  /** Records that somebody has closed a window without a socket. */
  leave(id: string, { actor, window }: { actor: Actor; window: string }): void {
    this.#forget(id, keyOf(seenOf({ actor, window, now: 0 })));
  }

  /** Says to every window of a draft with a socket what it shows now. Closes those of people who may not know it any more. */
  tell(id: string, now = Date.now()): void {
    const told = this.#sockets(`draft ${id}`).flatMap(([socket, own]) => {
      const draft = this.#findFor(own, now);
      if (!draft) socket.close(POLICY_VIOLATION);
      return draft ? [{ socket, own, draft }] : [];
    });
    if (told.length === 0) return;
    const windows = this.#windows(id, now);
    for (const { socket, own, draft } of told) {
      try {
        socket.send(JSON.stringify(viewOf(draft, windows, own)));
      } catch {
        // It was lost a moment ago, which is no reason to lose what somebody is saving.
      }
    }
  }

  /** The same for every draft that is open. */
  tellAll(): void {
    for (const id of new Set(this.#sockets().map(([, seen]) => seen.id))) this.tell(id);
  }

  /** Finds the draft of a socket, if whoever opened it is still signed in and may still open it. */
  #findFor({ id, actor, session, opened }: Attached, now: number): DraftSummary | undefined {
    const isIn =
      session === undefined
        ? now < opened + BEHIND_ACCESS
        : actor.person !== null && this.#sessions.isOpen(session, { person: actor.person, now });
    const found = isIn ? this.#drafts.summary(id, actor) : undefined;
    return found?.ok ? found.draft : undefined;
  }

  #sockets(tag?: string): [WebSocket, Attached][] {
    return this.#ctx
      .getWebSockets(tag)
      .filter(({ readyState }) => readyState === WebSocket.OPEN)
      .map((socket) => [socket, socket.deserializeAttachment()]);
  }

  #windows(id: string, now: number): Seen[] {
    const asking = [...(this.#asking.get(id)?.values() ?? [])].filter(({ at }) => at > now - PRESENCE);
    return [...this.#sockets(`draft ${id}`).map(([, seen]) => seen), ...asking];
  }

  /** Forgets a window without a socket. Returns whether there was one, so that the others were told. */
  #forget(id: string, key: string): boolean {
    const asking = this.#asking.get(id);
    const window = asking?.get(key);
    if (!asking || !window) return false;
    // A timer that runs keeps the Desk awake.
    clearTimeout(window.ends);
    asking.delete(key);
    if (asking.size === 0) this.#asking.delete(id);
    this.tell(id);
    return true;
  }
}
