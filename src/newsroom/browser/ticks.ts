// A button above each list of reports that ticks all of them, or none.

for (const list of document.querySelectorAll<HTMLElement>('[data-tick-all]')) {
  const boxes = [...list.querySelectorAll<HTMLInputElement>('input[type=checkbox]')];
  if (boxes.length < 2) continue;
  const button = Object.assign(document.createElement('button'), { type: 'button' });
  const about = Object.assign(document.createElement('span'), { className: 'hidden' });
  about.textContent = ` reports of ${list.dataset.tickAll}`;
  const areAll = () => boxes.every(({ checked }) => checked);
  const name = () => button.replaceChildren(areAll() ? 'Tick none' : 'Tick all', about);
  button.addEventListener('click', () => {
    const checked = !areAll();
    for (const box of boxes) box.checked = checked;
    name();
  });
  list.addEventListener('change', name);
  name();
  list.before(button);
}

export {};
