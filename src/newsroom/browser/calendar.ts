import { t } from './words.ts';

// Moves drafts and scheduled stories to a day of the calendar, by pointer or keyboard. What is dropped opens the form to which its own
// link leads, with the day filled in: it asks for the time.

const days = [...document.querySelectorAll<HTMLElement>('[data-day]')];
const status = Object.assign(document.createElement('p'), { className: 'hidden' });
status.setAttribute('role', 'status');

const nameOf = (day: HTMLElement | undefined) => day?.dataset.name ?? '';

/** Marks the day over which something is held. */
function mark(target: HTMLElement | undefined): void {
  for (const day of days) day.classList.toggle('drop', day === target);
}

function drop(item: HTMLElement, { dataset: { day = '' } }: HTMLElement): void {
  location.assign(`${item.dataset.move}?day=${day}`);
}

/** How many days each key goes on. */
const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

/** Gives an item the button by which it is held. */
function addHandle(item: HTMLElement): void {
  const { title = '' } = item.dataset;
  const handle = Object.assign(document.createElement('button'), { type: 'button', className: 'handle' });
  handle.setAttribute('aria-label', t('Move “{title}” to another day', { title }));
  handle.textContent = '⠿';
  /** The day over which the item is held; -1 if it is held over none, and undefined if it is not held. */
  let at: number | undefined;
  const hold = (index: number | undefined, said: string) => {
    at = index;
    mark(days[index ?? -1]);
    handle.setAttribute('aria-pressed', String(index !== undefined));
    status.textContent = said;
  };
  const letGo = () => hold(undefined, t('“{title}” stays where it was.', { title }));

  handle.addEventListener('keydown', (event) => {
    const step = STEPS[event.key];
    if (event.key === 'Escape' && at !== undefined) letGo();
    else if (event.key === 'Enter' || event.key === ' ') {
      const day = days[at ?? -1];
      if (day) drop(item, day);
      else {
        const own = days.findIndex((each) => each.contains(item));
        const today = days.findIndex((each) => each.querySelector('[aria-current]'));
        const first = Math.max(own >= 0 ? own : today, 0);
        hold(
          first,
          t(
            '“{title}” is picked up, at {day}. Arrow keys choose a day, Enter drops it there, Escape puts it back.',
            { title, day: nameOf(days[first]) },
          ),
        );
      }
    } else if (step !== undefined && at !== undefined) {
      const next = Math.min(Math.max(at + step, 0), days.length - 1);
      hold(next, nameOf(days[next]));
      days[next]?.scrollIntoView({ block: 'nearest' });
    } else return;
    event.preventDefault();
  });
  handle.addEventListener('blur', () => {
    if (at !== undefined) letGo();
  });

  const dayUnder = ({ clientX, clientY }: PointerEvent) => {
    const cell = document.elementFromPoint(clientX, clientY)?.closest<HTMLElement>('[data-day]');
    return cell ? days.indexOf(cell) : -1;
  };
  handle.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    handle.focus();
    handle.setPointerCapture(event.pointerId);
    hold(-1, '');
  });
  handle.addEventListener('pointermove', (event) => {
    if (at !== undefined && handle.hasPointerCapture(event.pointerId)) hold(dayUnder(event), '');
  });
  handle.addEventListener('pointerup', (event) => {
    if (at === undefined || !handle.hasPointerCapture(event.pointerId)) return;
    const day = days[dayUnder(event)];
    if (day && !day.contains(item)) drop(item, day);
    else letGo();
  });
  handle.addEventListener('pointercancel', letGo);
  item.prepend(handle);
}

document.querySelector('main')?.append(status);
for (const item of document.querySelectorAll<HTMLElement>('[data-move]')) addHandle(item);
