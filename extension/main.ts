/** The composition root: every object is built once, in dependency order, and tracked for disposal. */
export function activate(): void {
  // Features register themselves here, a line each.
}
