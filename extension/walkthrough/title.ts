/** What a template says it is: its first line `# Title: …`, and the comment line after it. */
export function templateAbout(content: string): { readonly title: string; readonly summary: string } | null {
  const [first = '', second = ''] = content.split(/\r?\n/, 2);
  const title = /^#\s*Title:\s*(.+?)\s*$/.exec(first)?.[1];
  return title === undefined ? null : { title, summary: /^#\s*(.*?)\s*$/.exec(second)?.[1] ?? '' };
}
