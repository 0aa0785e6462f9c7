import { describe, expect, it } from 'vitest';
import { readAhead } from '../../../server/training/data/read-ahead.ts';

function counted(end: number) {
  const asked: number[] = [];
  const read = readAhead((number) => {
    asked.push(number);
    return number === 13 ? Promise.reject(new Error('thirteen')) : Promise.resolve(number);
  }, end);
  return { asked, read };
}

describe('reading ahead', () => {
  it('asks for the next before it is wanted', async () => {
    const { asked, read } = counted(10);
    expect(await read(4)).toBe(4);
    expect(asked).toEqual([4, 5]);
  });

  it('asks for each number once when they come in order', async () => {
    const { asked, read } = counted(4);
    for (let i = 0; i < 4; i++) expect(await read(i)).toBe(i);
    expect(asked).toEqual([0, 1, 2, 3]);
  });

  it('answers any number after any other', async () => {
    const { asked, read } = counted(10);
    for (const number of [3, 3, 8, 2]) expect(await read(number)).toBe(number);
    expect(asked).toEqual([3, 4, 3, 8, 9, 2, 3]);
  });

  it('keeps a failure for whoever asks for that number', async () => {
    const { read } = counted(20);
    expect(await read(12)).toBe(12);
    await expect(read(13)).rejects.toThrow('thirteen');
    expect(await read(14)).toBe(14);
  });
});
