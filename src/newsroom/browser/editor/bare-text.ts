import type { ProseEditor } from '../prose.ts';

// The switch between the analysis as readers will see it and its bare Markdown. A browser remembers which one its person wants.

const KEPT = 'edgewire:bare-text';

/** Starts the switch. */
export function startBareText(prose: ProseEditor): void {
  const pressed = document.querySelector<HTMLElement>('[data-bare-text]');
  const show = (isBare: boolean) => {
    prose.showBareText(isBare);
    pressed?.setAttribute('aria-pressed', String(isBare));
  };
  pressed?.addEventListener('click', () => {
    const isBare = pressed.getAttribute('aria-pressed') !== 'true';
    show(isBare);
    if (isBare) localStorage.setItem(KEPT, '');
    else localStorage.removeItem(KEPT);
    pressed.closest<HTMLElement>('[popover]')?.hidePopover();
    prose.content.focus();
  });
  if (localStorage.getItem(KEPT) !== null) show(true);
}
