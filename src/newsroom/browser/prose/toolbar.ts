import type { Extension } from '@codemirror/state';
import { EditorView, ViewPlugin } from '@codemirror/view';
import { button, element, nextByKey } from '../editor/elements.ts';
import { t } from '../words.ts';
import { type Action, keyName } from './actions.ts';

/** A toolbar as the ARIA Authoring Practices describe it: one tab stop, and arrows within. */
export function toolbar(actions: readonly Action[], id: string): Extension {
  return ViewPlugin.define(
    (view) => {
      const buttons = actions.map(({ label, key, run }) => {
        const made = button(label, () => {
          run(view);
          if (document.activeElement === made) view.focus();
        });
        // The selection stays where it is.
        made.addEventListener('mousedown', (event) => event.preventDefault());
        if (key) {
          made.title = keyName(key);
          made.setAttribute('aria-keyshortcuts', key.replace('Mod', 'Control').replaceAll('-', '+'));
        }
        made.tabIndex = -1;
        return made;
      });
      const bar = element('div', { className: 'prose-tools' }, ...buttons);
      bar.setAttribute('role', 'toolbar');
      bar.setAttribute('aria-label', t('Format'));
      bar.setAttribute('aria-controls', id);
      if (buttons[0]) buttons[0].tabIndex = 0;
      bar.addEventListener('keydown', (event) => {
        const isBackwards = getComputedStyle(bar).direction === 'rtl';
        const next = nextByKey(buttons, document.activeElement, event.key, isBackwards);
        if (!next) return;
        event.preventDefault();
        for (const each of buttons) each.tabIndex = each === next ? 0 : -1;
        next.focus();
      });
      const show = () => {
        for (const [index, { isOn }] of actions.entries())
          if (isOn) buttons[index]?.setAttribute('aria-pressed', String(isOn(view.state)));
      };
      show();
      // The editor has no place in the page yet.
      queueMicrotask(() => view.dom.before(bar));
      return {
        update: ({ docChanged, selectionSet }) => {
          if (docChanged || selectionSet) show();
        },
        destroy: () => bar.remove(),
      };
    },
    {
      provide: () =>
        EditorView.scrollMargins.of(({ dom }) => {
          const bar = dom.previousElementSibling;
          const below = document.querySelector('.bar-actions');
          const isFixed = below && getComputedStyle(below).position === 'fixed';
          // Where the toolbar is once it sticks.
          const top = bar ? (Number.parseFloat(getComputedStyle(bar).top) || 0) + bar.clientHeight : 0;
          return {
            top: top + 8,
            bottom: (isFixed ? innerHeight - below.getBoundingClientRect().top : 0) + 8,
          };
        }),
    },
  );
}
