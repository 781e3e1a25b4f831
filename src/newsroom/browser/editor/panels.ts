import { nextByKey } from './elements.ts';

// What stands beside the text: panels with tabs, which are a sheet on a narrow screen, and a drawer. Nothing of it is needed to write.

const NARROW = '(max-width: 63.99rem)';

/** Shows one panel and hides the others. */
function select(tabs: readonly HTMLElement[], chosen: HTMLElement): void {
  for (const tab of tabs) {
    const isChosen = tab === chosen;
    tab.setAttribute('aria-selected', String(isChosen));
    tab.tabIndex = isChosen ? 0 : -1;
    const panel = document.getElementById(tab.getAttribute('aria-controls') ?? '');
    if (panel) panel.hidden = !isChosen;
  }
}

/** Starts panels and drawer. Returns what brings a field into sight, wherever it is. */
export function startPanels(form: HTMLFormElement): (control: HTMLElement) => void {
  const beside = form.querySelector<HTMLElement>('#beside');
  if (!beside) return (control) => control.focus();
  const tabs = [...beside.querySelectorAll<HTMLElement>('[role=tab]')];
  const opener = document.querySelector<HTMLElement>('[data-open="beside"]');
  const show = (isOpen: boolean) => {
    beside.classList.toggle('open', isOpen);
    opener?.setAttribute('aria-expanded', String(isOpen));
  };
  const close = () => {
    show(false);
    opener?.focus();
  };
  show(false);
  opener?.addEventListener('click', () => {
    show(!beside.classList.contains('open'));
    if (beside.classList.contains('open')) tabs.find((tab) => tab.tabIndex === 0)?.focus();
  });
  beside.querySelector('[data-close]')?.addEventListener('click', close);
  beside.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && matchMedia(NARROW).matches && beside.classList.contains('open')) close();
    const tab = event.target instanceof Element ? event.target.closest<HTMLElement>('[role=tab]') : null;
    const next = tab && nextByKey(tabs, tab, event.key);
    if (!next) return;
    event.preventDefault();
    select(tabs, next);
    next.focus();
  });
  for (const tab of tabs) tab.addEventListener('click', () => select(tabs, tab));
  // Who goes on writing has done with the sheet.
  form.querySelector('.paper')?.addEventListener('focusin', () => show(false));

  const reveal = (control: HTMLElement) => {
    const panel = control.closest<HTMLElement>('[role=tabpanel]');
    const tab = tabs.find((each) => each.getAttribute('aria-controls') === panel?.id);
    if (tab) {
      select(tabs, tab);
      show(true);
    }
    const drawer = control.closest<HTMLElement>('[popover]');
    if (drawer && !drawer.matches(':popover-open')) drawer.showPopover();
    for (let fold = control.closest('details'); fold; fold = fold.parentElement?.closest('details') ?? null)
      fold.open = true;
    control.focus();
    control.scrollIntoView({ block: 'center' });
  };
  document.addEventListener('click', (event) => {
    const link =
      event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[href^="#"]') : null;
    const control = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!control || !form.contains(control)) return;
    event.preventDefault();
    if (!control.closest('[role=tabpanel]')) show(false);
    reveal(control);
  });
  return reveal;
}
