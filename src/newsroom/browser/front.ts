import { t } from './words.ts';

// Moves rows of the front page's form at once, by their buttons, by arrow keys, or by pointer. Their order in the page is what the form
// sends; nothing is saved before that.

const status = Object.assign(document.createElement('p'), { className: 'hidden' });
status.setAttribute('role', 'status');
document.querySelector('main')?.append(status);

const rowsOf = (list: HTMLElement) => [...list.children] as HTMLElement[];

/** Puts a row where another is, and says where that is. */
function moveTo(row: HTMLElement, at: number): void {
  const list = row.parentElement;
  const target = list && rowsOf(list)[at];
  if (!list || !target || target === row) return;
  if (rowsOf(list).indexOf(row) < at) target.after(row);
  else target.before(row);
  status.textContent = t('“{name}” is number {number} of {total} now. Nothing is saved yet.', {
    ...{ name: row.dataset.name ?? '', number: at + 1, total: list.children.length },
  });
}

/** Moves a row some places on. What has the focus keeps it. */
function moveBy(row: HTMLElement, step: number): void {
  const focused = document.activeElement;
  const rows = row.parentElement ? rowsOf(row.parentElement) : [];
  moveTo(row, rows.indexOf(row) + step);
  if (focused instanceof HTMLElement) focused.focus();
}

const STEPS: Readonly<Record<string, number>> = { ArrowUp: -1, ArrowDown: 1 };

/** Gives a row the button by which it is held. */
function addHandle(row: HTMLElement): void {
  const handle = Object.assign(document.createElement('button'), { type: 'button', className: 'handle' });
  handle.setAttribute('aria-label', t('Move “{name}” by arrow keys', { name: row.dataset.name ?? '' }));
  handle.textContent = '⠿';
  handle.addEventListener('keydown', (event) => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    moveBy(row, step);
  });
  const hold = (isHeld: boolean) => row.classList.toggle('drop', isHeld);
  handle.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    handle.focus();
    handle.setPointerCapture(event.pointerId);
    hold(true);
  });
  handle.addEventListener('pointermove', ({ clientX, clientY, pointerId }) => {
    const list = row.parentElement;
    if (!list || !handle.hasPointerCapture(pointerId)) return;
    const under = document.elementFromPoint(clientX, clientY);
    const at = rowsOf(list).findIndex((each) => each.contains(under));
    if (at < 0) return;
    moveTo(row, at);
    // A moved element loses the pointer.
    handle.setPointerCapture(pointerId);
  });
  for (const end of ['pointerup', 'pointercancel']) handle.addEventListener(end, () => hold(false));
  row.querySelector('.title')?.prepend(handle);
}

for (const list of document.querySelectorAll<HTMLElement>('[data-rows]')) {
  for (const row of rowsOf(list)) addHandle(row);
  list.addEventListener('click', (event) => {
    const button = (event.target as Element).closest<HTMLElement>('[data-move]');
    const row = button?.closest('li');
    if (!button || !row) return;
    event.preventDefault();
    moveBy(row, Number(button.dataset.move));
  });
}
