/** What the step must hand to an optimizer under a name. A missing name is a bug of the caller. */
export function named<T>(values: Readonly<Record<string, T>>, name: string): T {
  const value = values[name];
  if (value === undefined) throw new Error(`The optimizer was given no '${name}'.`);
  return value;
}
