// Shows a colour in its sample while it is chosen.

for (const input of document.querySelectorAll<HTMLInputElement>('input[type=color]'))
  input.addEventListener('input', () => {
    for (const part of input.parentElement?.querySelectorAll('[data-accent]') ?? [])
      part.setAttribute('fill', input.value);
  });

export {};
