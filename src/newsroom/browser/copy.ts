// The buttons that copy a field. Without this script they stay hidden.

for (const place of document.querySelectorAll<HTMLElement>('[data-copy]')) {
  const field = document.getElementById(place.dataset.copy ?? '');
  const button = place.querySelector('button');
  const status = place.querySelector('[role=status]');
  if (!(field instanceof HTMLInputElement) || !button || !status) continue;
  place.hidden = false;
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(field.value);
      status.textContent = 'Copied.';
    } catch {
      field.select();
      status.textContent =
        'The browser does not let the page copy. The address is selected: copy it yourself.';
    }
  });
}
