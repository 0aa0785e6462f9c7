/**
 * Who comes back to the page, from a question of the editor or the palette, is where they were: a browser gives the
 * focus back to a page inside another, not to what had it there.
 */
export function keepFocus(): void {
  let left: HTMLElement | null = null;
  document.addEventListener('focusin', () => (left = null));
  document.addEventListener('focusout', ({ target, relatedTarget }) => {
    left = relatedTarget === null && target instanceof HTMLElement ? target : null;
  });
  window.addEventListener('focus', () => {
    if (document.activeElement === document.body) left?.focus({ preventScroll: true });
  });
}
