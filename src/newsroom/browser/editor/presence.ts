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

/** Milliseconds between two questions, while the page is visible: alone, and while others have the draft open. */
const [ALONE, TOGETHER] = [15_000, 5000];

const names = new Intl.ListFormat(LOCALE);

/** Says who else has the draft open, and when somebody has saved a version that is newer than the page's. */
function describe({ version, by, at, others }: Presence, ownVersion: string): (string | Node)[] {
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
  if (version > Number(ownVersion)) {
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
  return labelOf(form, control.name) + (heading === '' ? '' : `, “${heading.slice(0, 80)}”`);
}

/** Asks again and again who else is in the draft, and shows it. */
export function startPresence({ form, draft, window, saver }: DraftPage): void {
  const place = document.getElementById('presence');
  if (!place) return;
  const url = `${draft}/presence`;
  let wait = ALONE;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = async () => {
    if (document.visibilityState === 'hidden') return;
    try {
      const query = new URLSearchParams({ window, place: placeIn(form) });
      const response = await fetch(`${url}?${query}`, { headers: { Accept: 'application/json' } });
      if (!response.ok) return;
      const found: Presence = await response.json();
      wait = found.others.length > 0 ? TOGETHER : ALONE;
      const said = element('p', {}, ...describe(found, saver.version));
      if (said.textContent !== place.textContent) place.replaceChildren(said);
    } catch {
      // Saving says that there is no connection.
    }
  };
  const ask = async () => {
    clearTimeout(timer);
    await look();
    clearTimeout(timer);
    timer = setTimeout(ask, wait);
  };
  document.addEventListener('visibilitychange', ask);
  addEventListener('pageshow', ask);
  // Without a word, a window that was closed would count for a while.
  addEventListener('pagehide', () => {
    fetch(`${url}?${new URLSearchParams({ window, left: '' })}`, { keepalive: true }).catch(() => {});
  });
  ask();
}
