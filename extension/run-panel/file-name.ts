/** What a chart calls itself, as the name of a file on any system, without an ending. */
export function fileName(proposed: string): string {
  const name = proposed
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}._ -]+/gu, '-')
    .replace(/^[-. ]+|[-. ]+$/g, '')
    .slice(0, 80);
  return name === '' ? 'chart' : name;
}
