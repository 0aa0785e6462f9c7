/**
 * What moves or would, in a page and in its controls' shadow trees: an expression for the page, whose types are not
 * ours. Gives the beginnings of their HTML.
 */
export const animated = `(() => {
  const elements = (root) =>
    [...root.querySelectorAll('*')].flatMap((one) =>
      one.shadowRoot === null ? [one] : [one, ...elements(one.shadowRoot)],
    );
  const moves = ({ animationName, transitionDuration }) =>
    animationName !== 'none' || transitionDuration.split(', ').some((time) => parseFloat(time) > 0);
  return elements(document)
    .filter((one) => moves(getComputedStyle(one)))
    .map((one) => one.outerHTML.slice(0, 120));
})()`;
