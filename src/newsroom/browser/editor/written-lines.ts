// Fields of the page that look like its text: a headline without line breaks, and texts that are as high as their words.

/** Makes a text as high as its words, where CSS does not. */
function grow(textarea: HTMLTextAreaElement): void {
  if (CSS.supports('field-sizing', 'content')) return;
  textarea.style.height = 'auto';
  textarea.style.height = `${textarea.scrollHeight}px`;
}

/** Keeps a text of one line in one line: Enter leaves it, and what is pasted loses its line breaks. */
function keepLine(textarea: HTMLTextAreaElement, next: HTMLElement | null): void {
  textarea.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.isComposing) return;
    event.preventDefault();
    next?.focus();
  });
  textarea.addEventListener('beforeinput', (event) => {
    const inserted = event.inputType === 'insertLineBreak' ? '\n' : (event.data ?? '');
    if (!/[\r\n]/.test(inserted) || !event.cancelable) return;
    event.preventDefault();
    // The only way to insert something that can be undone.
    document.execCommand('insertText', false, inserted.trim().replace(/\s*[\r\n]\s*/g, ' '));
  });
}

/** Says beside a text what is chosen for it elsewhere, such as who wrote it. */
function sayChosen(form: HTMLFormElement): void {
  for (const place of form.querySelectorAll<HTMLElement>('[data-says]')) {
    const control = form.elements.namedItem(place.dataset.says ?? '');
    if (control instanceof HTMLSelectElement) place.textContent = control.selectedOptions[0]?.text ?? '';
  }
}

/** Starts the fields of the page. */
export function startWrittenLines(form: HTMLFormElement): void {
  const textareas = [...form.querySelectorAll<HTMLTextAreaElement>('.paper textarea')];
  form.addEventListener('change', () => sayChosen(form));
  for (const [index, textarea] of textareas.entries()) {
    if (textarea.dataset.line !== undefined) keepLine(textarea, textareas[index + 1] ?? null);
    textarea.addEventListener('input', () => grow(textarea));
    grow(textarea);
  }
}
