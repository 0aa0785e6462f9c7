/** Paths of runs in what a command was called with: a run or its path, and perhaps a selection that holds it. */
export function pathsIn([first, selection]: readonly unknown[]): readonly string[] {
  const own = pathOf(first);
  if (own === null) return [];
  const others = Array.isArray(selection) ? selection.map(pathOf) : [];
  const all = others.includes(own) ? others : [own];
  return all.filter((path): path is string => path !== null);
}

function pathOf(value: unknown): string | null {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null || !('run' in value)) return null;
  return typeof value.run === 'string' ? value.run : null;
}
