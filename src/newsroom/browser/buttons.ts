import { t } from './words.ts';

// What only a script can do with buttons and fields: one button copies a field; one above each list of reports ticks all of them, or none; a
// colour shows in its sample while it is chosen.

for (const place of document.querySelectorAll<HTMLElement>('[data-copy]')) {
  const field = document.getElementById(place.dataset.copy ?? '');
  const button = place.querySelector('button');
  const status = place.querySelector('[role=status]');
  if (!(field instanceof HTMLInputElement) || !button || !status) continue;
  place.hidden = false;
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(field.value);
      status.textContent = t('Copied.');
    } catch {
      field.select();
      status.textContent = t(
        'The browser does not let the page copy. The address is selected: copy it yourself.',
      );
    }
  });
}

for (const list of document.querySelectorAll<HTMLElement>('[data-tick-all]')) {
  const boxes = [...list.querySelectorAll<HTMLInputElement>('input[type=checkbox]')];
  if (boxes.length < 2) continue;
  const button = Object.assign(document.createElement('button'), { type: 'button' });
  const about = Object.assign(document.createElement('span'), { className: 'hidden' });
  about.textContent = `: ${list.dataset.tickAll}`;
  const areAll = () => boxes.every(({ checked }) => checked);
  const name = () => button.replaceChildren(areAll() ? t('Tick none') : t('Tick all'), about);
  button.addEventListener('click', () => {
    const checked = !areAll();
    for (const box of boxes) box.checked = checked;
    name();
  });
  list.addEventListener('change', name);
  name();
  list.before(button);
}

for (const input of document.querySelectorAll<HTMLInputElement>('input[type=color]'))
  input.addEventListener('input', () => {
    for (const part of input.parentElement?.querySelectorAll('[data-colour]') ?? [])
      part.setAttribute('fill', input.value);
  });

// The page below a form shows what the form says, once nothing has been chosen for a moment: a colour changes many times while it is dragged.
for (const frame of document.querySelectorAll<HTMLIFrameElement>('[data-look]')) {
  const form = document.querySelector<HTMLFormElement>('main form');
  let timer: ReturnType<typeof setTimeout> | undefined;
  form?.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const typed = [...new FormData(form)].map(([name, value]) => [name, String(value)]);
      frame.src = `${frame.dataset.look}?${new URLSearchParams(typed)}`;
    }, 300);
  });
}
