/** Numbers, strings, booleans and lists of them, copied; what is undefined is left out. Throws on anything else. */
export function copyAttributes(kernel: string, attributes: object): Readonly<Record<string, unknown>> {
  const copy: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(attributes) as [string, unknown][]) {
    if (value !== undefined) copy[name] = plain(value, `${kernel}.${name}`);
  }
  return copy;
}

function plain(value: unknown, where: string): unknown {
  if (value === null || ['number', 'string', 'boolean'].includes(typeof value)) return value;
  if (Array.isArray(value)) return value.map((item) => plain(item, where));
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return Array.from(value as Float32Array);
  throw new TypeError(`The attribute ${where} is no number, string, boolean or list of them.`);
}
