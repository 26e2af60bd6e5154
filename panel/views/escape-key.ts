/**
 * Lets Escape close what is open in the panel. DevTools listens for it on the panel's document, for its drawer, and
 * prevents what the browser would do: see docs/discoveries/escape-in-a-panel.md.
 */
export function keepEscape(body: HTMLElement): void {
  body.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    if (body.querySelector(':popover-open, dialog[open]') !== null) event.stopPropagation();
  });
}
