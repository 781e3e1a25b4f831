import { element, timeOf } from './elements.ts';

/** What the server knows of a draft and of who has it open. */
interface Presence {
  version: number;
  by: string;
  at: string;
  others: { name: string; seen: string }[];
}

/** Milliseconds between two questions, while the page is visible. */
const INTERVAL = 15_000;

const names = new Intl.ListFormat('en-GB');

/** Says who else has the draft open, and when somebody has saved a version that is newer than the page's. */
function describe({ version, by, at, others }: Presence, ownVersion: string): (string | Node)[] {
  const said: (string | Node)[] = [];
  if (others.length > 0) {
    const people = names.format(others.map(({ name }) => name));
    said.push(`${people} ${others.length > 1 ? 'have' : 'has'} this draft open. `);
  }
  if (version > Number(ownVersion)) {
    said.push(`${by} saved version ${version} at `, timeOf(at), '. ');
    said.push(element('a', { href: location.href }, 'Load it'));
  }
  return said;
}

/** Asks again and again who else is in the draft, and shows it. */
export function startPresence(url: string, place: HTMLElement, ownVersion: () => string): void {
  const ask = async () => {
    if (document.visibilityState === 'hidden') return;
    try {
      const response = await fetch(url, { headers: { Accept: 'application/json' } });
      if (!response.ok) return;
      const said = element('p', {}, ...describe(await response.json(), ownVersion()));
      if (said.textContent !== place.textContent) place.replaceChildren(said);
    } catch {
      // Saving says that there is no connection.
    }
  };
  setInterval(ask, INTERVAL);
  document.addEventListener('visibilitychange', ask);
  ask();
}
