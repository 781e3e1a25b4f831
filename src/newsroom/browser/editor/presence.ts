import { LOCALE, t } from '../words.ts';
import { element, labelOf, timeOf } from './elements.ts';
import type { DraftPage } from './tool-page.ts';

/** What the server knows of a draft and of who has it open. */
interface Presence {
  version: number;
  by: string;
  at: string;
  /** `own`: another window of the same person. */
  others: { name: string; seen: string; place?: string; own?: true }[];
}

/** Without a socket, milliseconds between two questions while the page is visible: alone, and while others have the draft open. */
const [ALONE, TOGETHER] = [15_000, 5000];

/** Milliseconds between two signs that keep a connection open: Cloudflare ends one that is silent for 100 seconds. */
const PING = 45_000;

/** Milliseconds until a socket is tried again that was refused, and within which one is refused or answers. */
const [RETRY, ANSWERS] = [60_000, 10_000];

/** How long a hidden page keeps its socket, in milliseconds. */
const HIDDEN = 60_000;

/** Milliseconds without a move of the cursor after which the others are told where it is. */
const PAUSE = 300;

/** Milliseconds after which a newer version is said: it may be the page's own, whose answer is still on its way. */
const OWN = 3000;

const names = new Intl.ListFormat(LOCALE);

/** Says who else has the draft open, and perhaps that somebody has saved a version that is newer than the page's. */
function describe({ version, by, at, others }: Presence, isNewer: boolean): (string | Node)[] {
  const said: (string | Node)[] = [];
  const people = others.filter(({ own }) => !own);
  if (people.length > 0) {
    const who = people.map(({ name, place }) => (place ? t('{name} (in {place})', { name, place }) : name));
    const open = t(['{names} has this draft open.', '{names} have this draft open.'], {
      ...{ names: names.format(who), count: who.length },
    });
    said.push(open, ' ');
  }
  const own = others.find((each) => each.own);
  if (own)
    said.push(
      own.place
        ? t(
            'You have this draft open in another window, too (in {place}). What you write in both is put together.',
            { place: own.place },
          )
        : t('You have this draft open in another window, too. What you write in both is put together.'),
      ' ',
    );
  if (isNewer) {
    said.push(
      ...t('{name} saved version {version} at {time}.', { name: by, version, time: timeOf(at) }),
      ' ',
    );
    said.push(element('a', { href: location.href }, t('Load it')));
  }
  return said;
}

/** Returns the heading of an editor's text that the cursor is under, as far as the lines before it are on the page. */
function headingAt(content: Element): string {
  const at = getSelection()?.anchorNode;
  const element = at instanceof Element ? at : at?.parentElement;
  let line = content.contains(element ?? null) ? element?.closest('.cm-line') : null;
  while (line && !/^#{1,6}\s/.test(line.textContent ?? '')) line = line.previousElementSibling;
  return line?.textContent?.replace(/^#+\s+/, '').trim() ?? '';
}

/** Says what somebody is writing in: what the page calls the field, and the heading in it. */
function placeIn(form: HTMLFormElement): string {
  const active = document.activeElement;
  const control = active?.closest('.field')?.querySelector<HTMLInputElement>('[name]');
  if (!active || !control || !form.contains(active)) return '';
  const heading = active.matches('.cm-content') ? headingAt(active) : '';
  return (labelOf(form, control.name) + (heading === '' ? '' : `, “${heading.slice(0, 80)}”`)).slice(0, 200);
}

/** Shows who else is in the draft. The server says so by a socket whenever it changes; without one, the page asks again and again. */
export function startPresence({ form, draft, window, saver }: DraftPage): void {
  const shown = document.getElementById('presence');
  if (!shown) return;
  const url = `${draft}/presence`;
  let wait = ALONE;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let socket: WebSocket | undefined;
  /** When a socket may be tried again. */
  let retry = 0;
  /** Since when the socket has not answered; 0 if it has. */
  let owed = 0;
  /** The place that the server knows. */
  let place = '';
  let found: Presence | undefined;
  let settled = 0;

  const draw = () => {
    if (!found) return;
    const said = element('p', {}, ...describe(found, settled > Number(saver.version)));
    if (said.textContent !== shown.textContent) shown.replaceChildren(said);
  };
  const show = (now: Presence) => {
    found = now;
    draw();
    setTimeout(() => {
      settled = Math.max(settled, now.version);
      draw();
    }, OWN);
  };
  const query = () => {
    place = placeIn(form);
    return new URLSearchParams({ window, place });
  };

  const ask = async () => {
    try {
      const response = await fetch(`${url}?${query()}`, { headers: { Accept: 'application/json' } });
      if (!response.ok) return;
      const now: Presence = await response.json();
      wait = now.others.length > 0 ? TOGETHER : ALONE;
      show(now);
    } catch {
      // Saving says that there is no connection.
    }
  };
  const connect = () => {
    const began = Date.now();
    try {
      socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}${url}?${query()}`);
    } catch {
      // An old browser, for which “self” in the page's policy is no WebSocket.
      retry = Number.POSITIVE_INFINITY;
      return;
    }
    const opened = socket;
    owed = began;
    opened.onopen = say;
    opened.onmessage = ({ data }) => {
      owed = 0;
      if (data !== 'pong') show(JSON.parse(data));
    };
    // A socket that the page's policy forbids ends with an error alone.
    opened.onclose = opened.onerror = () => {
      if (socket !== opened) return;
      socket = undefined;
      const isRefused = Date.now() - began < ANSWERS;
      if (isRefused) retry = Date.now() + RETRY;
      // A server that starts again is not asked by everybody at once.
      turn(isRefused ? 0 : Math.random() * 3000);
    };
  };
  const say = () => {
    const now = placeIn(form);
    if (socket?.readyState !== WebSocket.OPEN || now === place) return;
    place = now;
    socket.send(JSON.stringify({ place }));
  };
  const act = async () => {
    if (document.visibilityState === 'hidden') return;
    const now = Date.now();
    if (socket && owed > 0 && now - owed >= ANSWERS) {
      if (socket.readyState !== WebSocket.OPEN) retry = now + RETRY;
      leave();
    }
    if (!socket && now >= retry) connect();
    if (!socket) await ask();
    else if (socket.readyState === WebSocket.OPEN) {
      owed ||= now;
      socket.send('ping');
    }
    turn(socket?.readyState === WebSocket.OPEN ? PING : wait);
  };
  const turn = (milliseconds: number) => {
    clearTimeout(timer);
    timer = setTimeout(act, milliseconds);
  };
  const leave = () => {
    const left = socket;
    socket = undefined;
    left?.close();
    return left !== undefined;
  };

  let pause: ReturnType<typeof setTimeout> | undefined;
  for (const moved of ['selectionchange', 'focusin', 'focusout'])
    document.addEventListener(moved, () => {
      clearTimeout(pause);
      pause = setTimeout(say, PAUSE);
    });
  let hiding: ReturnType<typeof setTimeout> | undefined;
  document.addEventListener('visibilitychange', () => {
    clearTimeout(hiding);
    if (document.visibilityState === 'hidden') hiding = setTimeout(leave, HIDDEN);
    else turn(0);
  });
  addEventListener('pageshow', () => turn(0));
  addEventListener('pagehide', () => {
    // Without a word, a window that was closed would count for a while.
    if (!leave())
      fetch(`${url}?${new URLSearchParams({ window, left: '' })}`, { keepalive: true }).catch(() => {});
  });
  turn(0);
}
