/** The run that `vscode://retort.retort/run?path=…` names, or null for every other address. */
export function runOfAddress({
  path,
  query,
}: {
  readonly path: string;
  readonly query: string;
}): string | null {
  if (path !== '/run') return null;
  const paths = new URLSearchParams(query).getAll('path');
  const [only] = paths;
  return paths.length === 1 && only !== undefined && only !== '' ? only : null;
}
