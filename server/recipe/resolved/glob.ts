/** Whether a name fits a pattern: `*` is anything within a part, `**` anything at all. Linear in pattern × name. */
export function matches(pattern: string, name: string): boolean {
  const tokens = pattern.match(/\*\*+|\*|[^*]/gu) ?? [];
  let reached = new Set([0]);
  for (const token of tokens) {
    const next = new Set<number>();
    for (const at of reached) {
      if (token === '*' || token.startsWith('**')) {
        for (let end = at; end <= name.length; end++) {
          next.add(end);
          if (token === '*' && name[end] === '/') break;
        }
      } else if (name.startsWith(token, at)) {
        next.add(at + token.length);
      }
    }
    reached = next;
    if (reached.size === 0) return false;
  }
  return reached.has(name.length);
}
